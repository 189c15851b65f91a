/** In which order the lanes of a race are shown: pure functions of its standings. */

/** @typedef {import("./messages").Standing} Standing */

/** What each column sorts by; a value that is not there comes last. @type {Record<string, (lane: Standing) => number | string>} */
const KEYS = {
  activation: (lane) => lane.activation,
  solved: (lane) => -lane.solved,
  epochs: (lane) => lane.epochs_to_target.median ?? Infinity,
  end: (lane) => (lane.final_accuracy ? -lane.final_accuracy.median : (lane.final_loss.median ?? Infinity)),
  seconds: (lane) => lane.seconds_per_epoch ?? Infinity,
  dead: (lane) => lane.dead ?? Infinity,
  lr: (lane) => lane.lr ?? Infinity,
  ratio: (lane) => lane.gradient_ratio ?? Infinity,
};

/**
 * The lanes by a column of the table; the server's order is kept where the column says nothing.
 * @param {Standing[]} lanes the best first
 * @param {string} column
 * @returns {Standing[]}
 */
export function ranked(lanes, column) {
  const key = KEYS[column];
  const before = (/** @type {number | string} */ a, /** @type {number | string} */ b) => (a < b ? -1 : a > b ? 1 : 0);
  return lanes.toSorted((a, b) => before(key(a), key(b)));
}
