/** Fewer points for a chart to draw: pure functions. */

/**
 * Places of a long list that show its course: the first, the last, and evenly between them. As the list grows the places
 * stay the same, until every second one is left out, so that a noisy curve does not flicker.
 * @param {number} length of the list
 * @param {number} most places, at least 2
 * @returns {number[]} ascending
 */
export function thinned(length, most) {
  let stride = 1;
  while (Math.ceil(length / stride) > most - 1) stride *= 2;
  const places = [];
  for (let place = 0; place < length; place += stride) places.push(place);
  if (length > 0 && places.at(-1) !== length - 1) places.push(length - 1);
  return places;
}
