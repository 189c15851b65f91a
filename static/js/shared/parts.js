/** The parts of an element, which its markup names with `data-part`. */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {Element} element
 * @param {string} name
 * @returns {T}
 */
export function part(element, name) {
  return /** @type {T} */ (element.querySelector(`[data-part="${name}"]`));
}

/**
 * Write `text`, and leave the page alone where it stands there already.
 * @param {Node | null} node
 * @param {string} text
 */
export function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/**
 * Show a sentence, or hide its place where there is none.
 * @param {HTMLElement} element
 * @param {string} sentence
 */
export function report(element, sentence) {
  write(element, sentence);
  element.hidden = sentence === "";
}
