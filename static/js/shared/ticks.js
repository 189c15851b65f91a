/** Round numbers for an axis: a pure function. */

const DIGITS = [1, 2, 5, 10];
/** What rounding may take from a number that stands at an end, or from a step. */
const ROUNDING = 1e-9;

/**
 * The multiples of a round step from one end to the other.
 * @param {number} low
 * @param {number} high
 * @param {number} most steps between them
 * @param {{digits?: number[], least?: number}} [step] the first digits that it may have, the last of them 10, and how small it may be
 * @returns {number[]}
 */
export function ticks(low, high, most, { digits = DIGITS, least = 0 } = {}) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = power * (digits.find((digit) => digit * power >= rough * (1 - ROUNDING)) ?? 10);
  const step = Math.max(round, least);
  const first = Math.ceil(low / step - ROUNDING);
  const count = Math.floor(high / step + ROUNDING) - first + 1;
  // 3·0.1 is not 0.3, and −0 + 0 is 0
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)) + 0);
}
