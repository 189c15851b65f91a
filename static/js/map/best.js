/** Where a map is at its best: a pure function. */

/** @typedef {import("./colour-scale.js").Measure} Measure */

/** Measures of which less is better, and of which more is; of the others nothing is better. @type {Partial<Record<Measure, 1 | -1>>} */
const BETTER = { final_loss: 1, test_loss: 1, epochs: 1, accuracy: -1 };

/**
 * @param {Measure} measure
 * @param {import("./pixels.js").Pixels} pixels
 * @returns {{row: number, column: number, value: number} | null} the first of the best; null where there is none
 */
export function bestOf(measure, { values, columns }) {
  const sign = BETTER[measure];
  if (!sign) return null;
  let best = -1;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]) && (best < 0 || sign * values[i] < sign * values[best])) best = i;
  return best < 0 ? null : { row: Math.floor(best / columns), column: best % columns, value: values[best] };
}
