/** Quartiles of a few numbers: pure functions. */

/** @typedef {{q1: number, median: number, q3: number}} Quartiles */

/**
 * @param {(number | null)[]} values null: lost
 * @param {number} lost what a lost one counts as
 * @returns {Quartiles}
 */
export function quartiles(values, lost) {
  const sorted = values.map((value) => value ?? lost).sort((a, b) => a - b);
  return { q1: quantile(sorted, 0.25), median: quantile(sorted, 0.5), q3: quantile(sorted, 0.75) };
}

/**
 * @param {number[]} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  // ∞ − ∞ is no number
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}
