/** Copying, where the browser allows it: on a page that came over plain http from another machine it does not. */

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether `text` is on the clipboard now
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
