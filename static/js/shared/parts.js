/** The parts of an element, which its markup names with `data-part`. */

/**
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {Element} element
 * @param {string} name
 * @param {new () => Kind} [kind] what the markup has there; otherwise any element
 * @returns {Kind}
 */
export function part(element, name, kind) {
  const found = element.querySelector(`[data-part="${name}"]`);
  if (kind && !(found instanceof kind)) throw new TypeError(`<${element.localName}> has no ${kind.name} called "${name}"`);
  return /** @type {Kind} */ (found);
}

/**
 * Give `list` as many children as `count`: copies of the template's content are added at the end, or the last removed.
 * @param {Element} list
 * @param {number} count
 * @param {HTMLTemplateElement} template
 */
export function fill(list, count, template) {
  while (list.childElementCount > count) list.lastElementChild?.remove();
  while (list.childElementCount < count) list.append(template.content.cloneNode(true));
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
