/** What an exhibit is asked: the settings of which the measurement depends, without those that arrange its figure. */

/**
 * @param {URLSearchParams} query the settings
 * @param {string} [arranging] the names of those that only arrange, between spaces
 * @returns {string} the same for settings that ask for the same measurement; never empty
 */
export function questionOf(query, arranging = "") {
  const asked = new URLSearchParams(query);
  for (const name of arranging.split(" ")) asked.delete(name);
  asked.sort();
  return `?${asked}`;
}
