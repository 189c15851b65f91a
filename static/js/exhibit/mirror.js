/** Markup that has changed in its texts and attributes alone, taken over without a new element. */

/**
 * Give `shown` the texts and the attributes of `fresh`, and so on within. What `shown` has besides stays its own, and so
 * does who has the focus, what is dragged, what is pointed at.
 * @param {Node} shown
 * @param {Node} fresh of the same shape
 */
export function mirror(shown, fresh) {
  if (shown instanceof Element && fresh instanceof Element) {
    for (const { name, value } of fresh.attributes) if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  } else if (shown.nodeValue !== fresh.nodeValue) {
    shown.nodeValue = fresh.nodeValue;
  }
  const [own, others] = [[...shown.childNodes], [...fresh.childNodes]];
  if (own.length === others.length) own.forEach((child, i) => mirror(child, others[i]));
  else /** @type {Element} */ (shown).replaceChildren(...others);
}
