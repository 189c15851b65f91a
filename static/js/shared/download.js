/** A text or a picture made in the page, offered as a file. */

const REVOKE_MS = 10_000;

/**
 * @param {string} text
 * @param {string} filename
 * @param {string} type such as "text/csv"
 */
export function download(text, filename, type) {
  offer(new Blob([text], { type: `${type};charset=utf-8` }), filename);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} filename
 */
export async function downloadPicture(canvas, filename) {
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) offer(blob, filename);
}

/**
 * @param {Blob} blob
 * @param {string} filename
 */
export function offer(blob, filename) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: filename }).click();
  // not at once: the browser reads it when it has asked where to
  setTimeout(() => URL.revokeObjectURL(href), REVOKE_MS);
}
