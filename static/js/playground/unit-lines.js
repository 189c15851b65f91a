/** Of a network of one input: what it answers along its line, and what each unit has part in that. Pure functions. */

import { around } from "./axis-range.js";

/** @typedef {import("../shared/typed-arrays.js").Floats} Floats */
/** @typedef {import("./messages").Frame} Frame */
/** @typedef {Float32Array | number[]} Values along the line, at even distances from its low end to its high one */
/**
 * What to draw of the units of a hidden layer, from 0: what they hand on; or, of the last, what each adds to an output.
 * @typedef {{layer: number, adds: boolean, output: number}} Choice
 */
/** @typedef {{lines: Values[], signs: number[], rest: number}} UnitLines signs: of what is added; rest: what no unit adds */

/** Of the height of a sketch, above and below. */
const SKETCH_MARGIN = 0.12;

/**
 * @param {Floats} curves of shape (n, points)
 * @returns {Float32Array[]} one after the other
 */
export function rowsOf({ values, shape: [count, points] }) {
  return Array.from({ length: count }, (_, row) => values.subarray(row * points, (row + 1) * points));
}

/**
 * A line for each unit. What the units of the last layer add to an output and the rest make it up: the target in the units
 * of the data, or of classes the sum from which the probabilities come.
 * @param {{curves: Frame["curves"], weights: {W: Floats, b?: Floats}[]}} frame
 * @param {[number, number] | null} targets of a regression, those that the network learns as −1 and 1
 * @param {Choice} choice
 * @returns {UnitLines}
 */
export function unitLines({ curves, weights }, targets, { layer, adds, output }) {
  const rows = rowsOf(/** @type {NonNullable<Frame["curves"]>} */ (curves).layers[layer]);
  if (!adds) return { lines: rows, signs: rows.map(() => 1), rest: 0 };
  const { W, b } = weights[layer + 1];
  const [middle, half] = targets ? [(targets[0] + targets[1]) / 2, (targets[1] - targets[0]) / 2] : [0, 1];
  const factors = rows.map((_, unit) => half * W.values[unit * W.shape[1] + output]);
  return {
    lines: rows.map((row, unit) => row.map((value) => factors[unit] * value)),
    signs: factors.map((factor) => (factor < 0 ? -1 : 1)),
    rest: middle + half * (b?.values[output] ?? 0),
  };
}

/**
 * @param {Values[]} lines
 * @returns {[number, number]} round ends around all of them, and 0: an axis that seldom moves
 */
export const heightOf = (lines) => around(endsOf(lines));

/**
 * @param {Values} line
 * @returns {[number, number]} closely around it, and 0: for a sketch
 */
export function sketchHeightOf(line) {
  const [low, high] = endsOf([line]);
  const margin = SKETCH_MARGIN * (high - low || 1);
  return [low - margin, high + margin];
}

/**
 * @param {Values[]} lines
 * @returns {[number, number]} of 0 and their finite values
 */
function endsOf(lines) {
  let [low, high] = [0, 0];
  for (const line of lines) {
    for (const value of line) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/**
 * @param {number} x
 * @param {[number, number]} range of the line
 * @param {number} points along it
 * @returns {number} the one that is nearest
 */
export function indexAt(x, [low, high], points) {
  return Math.min(points - 1, Math.max(0, Math.round(((x - low) / (high - low)) * (points - 1))));
}

/**
 * @param {Values[]} lines
 * @param {number} index of a point
 * @param {number} y
 * @returns {number} the line that is nearest there
 */
export function nearestLine(lines, index, y) {
  let best = 0;
  lines.forEach((line, i) => {
    if (Math.abs(line[index] - y) < Math.abs(lines[best][index] - y)) best = i;
  });
  return best;
}
