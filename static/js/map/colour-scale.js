/** From the values of a measure to places on a scale of colours: pure functions. */

/** @typedef {"final_loss" | "test_loss" | "accuracy" | "epochs" | "dead" | "gradient_ratio"} Measure */
/**
 * @typedef {{kind: "sequential" | "diverging", isLog: boolean, low: number, high: number, share: (value: number) => number}} ColourScale
 *   low, high: the values at its ends; share: where a value stands between them, 0…1
 */

/** The largest loss over the smallest from which a scale is logarithmic. */
const WIDE = 20;
/** The least that a scale round 1 reaches on both sides, in decades. */
const LEAST_DECADES = 0.1;

/** Ends at which a scale begins or stops whatever the values are. @type {Partial<Record<Measure, {low?: number, high?: number}>>} */
const ENDS = { accuracy: { high: 1 }, dead: { low: 0 }, epochs: { low: 0 } };

/**
 * @param {Measure} measure
 * @param {Iterable<ArrayLike<number>>} maps the values of each; NaN is none
 * @returns {ColourScale | null} the same for all maps; null where there is no value
 */
export function scaleOf(measure, maps) {
  const { least, most, positive } = extremes(maps);
  if (least > most) return null;
  if (measure === "gradient_ratio") return roundOne(positive, most);
  const isLoss = measure === "final_loss" || measure === "test_loss";
  if (isLoss && most / positive > WIDE) return ranged(true, positive, most);
  const { low = least, high = most } = ENDS[measure] ?? {};
  return ranged(false, low, high);
}

/**
 * @param {Iterable<ArrayLike<number>>} maps
 * @returns {{least: number, most: number, positive: number}} positive: the least above 0
 */
function extremes(maps) {
  let [least, most, positive] = [Infinity, -Infinity, Infinity];
  for (const values of maps) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least) least = value;
      if (value > most) most = value;
      if (value > 0 && value < positive) positive = value;
    }
  }
  return { least, most, positive };
}

/**
 * @param {boolean} isLog
 * @param {number} low
 * @param {number} high
 * @returns {ColourScale} ascending from the one to the other; the middle where they are the same
 */
function ranged(isLog, low, high) {
  const place = isLog ? Math.log : (/** @type {number} */ value) => value;
  const [from, to] = [place(low), place(high)];
  return { kind: "sequential", isLog, low, high, share: (value) => (to > from ? within((place(value) - from) / (to - from)) : 0.5) };
}

/**
 * @param {number} positive the least value above 0
 * @param {number} most
 * @returns {ColourScale} logarithmic, as far below 1 as above it
 */
function roundOne(positive, most) {
  const decades = Math.max(LEAST_DECADES, Math.abs(Math.log10(positive)), Math.abs(Math.log10(most)));
  const reach = Number.isFinite(decades) ? decades : LEAST_DECADES;
  const share = (/** @type {number} */ value) => within((Math.log10(value) / reach + 1) / 2);
  return { kind: "diverging", isLog: true, low: 10 ** -reach, high: 10 ** reach, share };
}

/** @param {number} share */
const within = (share) => Math.min(1, Math.max(0, share));
