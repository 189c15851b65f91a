/** The settings at which a step of an exhibit is asked. Pure functions. */

/**
 * `query` with the values that a step sets in place of its own.
 * @param {URLSearchParams} query
 * @param {Record<string, string[]>} settings
 * @returns {URLSearchParams}
 */
export function laidOver(query, settings) {
  const others = [...query].filter(([name]) => !(name in settings));
  const own = Object.entries(settings).flatMap(([name, values]) => values.map((value) => [name, value]));
  return new URLSearchParams([...others, ...own]);
}
