/** Colours and lengths that the style sheets keep in custom properties. */

/**
 * @template {string} Name
 * @param {Element} element
 * @param {Name[]} names without the dashes
 * @returns {Record<Name, string>} what they are at `element`
 */
export function customProperties(element, ...names) {
  const style = getComputedStyle(element);
  const pairs = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(pairs);
}
