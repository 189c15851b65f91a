/**
 * Ranges of the axes of charts that grow: pure functions. Their ends are round numbers, so that an axis stands still while
 * most of its curve's points come, and a redraw has only lines to move.
 */

const DIGITS = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8, 10];
const STEPS = 8;

/**
 * @param {number} value above 0
 * @returns {number} a round number that is at most a quarter more
 */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = DIGITS.find((candidate) => candidate * power >= value) ?? 10;
  return Number((digit * power).toPrecision(3));
}

/**
 * @param {(number | null)[]} values
 * @returns {[number, number]} from 0 to a little above the largest
 */
export function fromZero(values) {
  const most = Math.max(...finite(values));
  return [0, most > 0 ? roundUp(most * 1.02) : 1];
}

/**
 * @param {(number | null)[]} values
 * @returns {[number, number]} whole powers of ten around those above 0, as their exponents
 */
export function decades(values) {
  const positive = finite(values).filter((value) => value > 0);
  if (positive.length === 0) return [-1, 0];
  const low = Math.floor(Math.log10(Math.min(...positive)));
  const high = Math.ceil(Math.log10(Math.max(...positive)));
  // + 0: no −0 for what is just below 1
  return [low, Math.max(low + 1, high) + 0];
}

/**
 * @param {(number | null)[]} values
 * @returns {[number, number]} around all of them
 */
export function around(values) {
  const all = finite(values);
  if (all.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const step = roundUp(Math.max((high - low) / STEPS, Math.abs(high) * 0.02, 1e-3));
  return [(Math.floor(low / step) - 0.5) * step, (Math.ceil(high / step) + 0.5) * step];
}

/** @param {(number | null)[]} values */
const finite = (values) => /** @type {number[]} */ (values.filter(Number.isFinite));
