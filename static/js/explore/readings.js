/** What torch says of the curves at one x, and the sentences that tell it: pure functions. */

import { compact, filled } from "../shared/readable.js";

/** @typedef {import("./figure-curves.js").Reading} Reading */
/** @typedef {{name: string, value: Reading, slope: Reading}} CurveReading */
/** @typedef {{left: number | null, right: number | null}} Sides */

/**
 * @param {{curves: Record<string, any>[]}} reply of /api/v1/curves at one x
 * @returns {CurveReading[]}
 */
export function readingsOf({ curves }) {
  return curves.map((curve) => ({ name: curve.f, value: reading(curve, "value"), slope: reading(curve, "derivative") }));
}

/** @type {(curve: Record<string, any>, quantity: string) => Reading} */
function reading(curve, quantity) {
  const [at] = curve[quantity];
  const [kink] = curve.kinks;
  const [left, right] = kink?.jumps.includes(quantity) ? kink[quantity] : [at, at];
  return { at, left, right };
}

/**
 * @param {Sides} reading
 * @returns {boolean} whether a reader sees a difference between its sides
 */
export function parts({ left, right }) {
  return left !== null && right !== null && compact(left) !== compact(right);
}

/**
 * @param {CurveReading} curve
 * @param {number} x
 * @param {Record<string, string | undefined>} patterns
 * @returns {string}
 */
export function sentenceOf({ name, value, slope }, x, patterns) {
  const kind = value.at === null ? "nothing" : parts(value) ? "jump" : slope.at === null ? "steep" : parts(slope) ? "kink" : "plain";
  return filled(patterns[kind] ?? "", {
    x: compact(x),
    name,
    value: compact(value.at),
    below: compact(value.left),
    above: compact(value.right),
    slope: compact(slope.at),
    left: compact(slope.left),
    right: compact(slope.right),
  });
}

/**
 * @param {Reading} reading
 * @param {string} name of the quantity
 * @param {Record<string, string | undefined>} patterns
 * @returns {string} such as "f′ 0.1966"
 */
export function readingText(reading, name, patterns) {
  const { at, left, right } = reading;
  const pattern = parts(reading) ? patterns.sides : patterns.plain;
  return filled(pattern ?? "", { name, value: compact(at), left: compact(left), right: compact(right) });
}
