/** Points of data that are pictures: pure functions. */

/** @typedef {import("./messages").Points} Points */
/** @typedef {import("./messages").Started} Started */

/**
 * @param {Started} run
 * @returns {Points} those that it is judged by: the test points, or the training points where there are no others
 */
export const judging = ({ data: { train, test } }) => (test.y.values.length > 0 ? test : train);

/**
 * @param {Started} run
 * @returns {number} the number that a pixel has which is all ink
 */
export const fullInk = ({ data: { train } }) => train.x.values.reduce((most, value) => Math.max(most, value), 0) || 1;

/**
 * @param {Started} run
 * @param {Points} points
 * @param {number} row
 * @returns {number[]} how dark each pixel is, 0 to 1
 */
export function pictureOf(run, { x }, row) {
  const [size, full] = [run.columns.length, fullInk(run)];
  return Array.from(x.values.subarray(row * size, (row + 1) * size), (value) => Math.min(1, Math.max(0, value / full)));
}
