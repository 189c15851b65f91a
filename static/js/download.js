/** A text made in the page, offered as a file. */

const REVOKE_MS = 10_000;

/**
 * @param {string} text
 * @param {string} filename
 * @param {string} type such as "text/csv"
 */
export function download(text, filename, type) {
  const href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  Object.assign(document.createElement("a"), { href, download: filename }).click();
  // not at once: the browser reads it when it has asked where to
  setTimeout(() => URL.revokeObjectURL(href), REVOKE_MS);
}
