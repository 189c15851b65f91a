/** How well a network answers, in numbers: pure functions. */

/** @typedef {{precision: number | null, recall: number | null, count: number}} ClassScore shares, null where nothing is divided by */

/**
 * @param {number[][]} confusion points by [class][answer]
 * @returns {ClassScore[]} of each class: the share of what is taken for it that is it, the share of it that is taken for it, its points
 */
export function classScores(confusion) {
  return confusion.map((row, i) => {
    const count = sum(row);
    const taken = sum(confusion.map((other) => other[i]));
    return { precision: taken > 0 ? row[i] / taken : null, recall: count > 0 ? row[i] / count : null, count };
  });
}

/**
 * @param {ArrayLike<number>} targets
 * @param {ArrayLike<number>} answers to them
 * @returns {{explained: number | null, error: number}} the share of the targets' variance that is explained (R²), null where
 *   they are all equal; and the mean absolute error
 */
export function fitScores(targets, answers) {
  const list = Array.from(targets);
  const mean = sum(list) / list.length;
  const spread = sum(list.map((target) => (target - mean) ** 2));
  const rest = sum(list.map((target, i) => (target - answers[i]) ** 2));
  return { explained: spread > 0 ? 1 - rest / spread : null, error: sum(list.map((target, i) => Math.abs(target - answers[i]))) / list.length };
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);
