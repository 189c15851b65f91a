/** unit-lines.js: what the units of a network of one input add to its answer, and where lines are read. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { heightOf, indexAt, nearestLine, rowsOf, sketchHeightOf, unitLines } from "../../static/js/playground/unit-lines.js";

/** @param {number[]} values @param {number[]} shape */
const floats = (values, shape) => ({ values: Float32Array.from(values), shape });

/** Two units at three points, and two outputs. */
const frame = {
  curves: { answer: floats([0, 0, 0], [1, 3]), layers: [floats([1, 2, 3, -1, 0, 1], [2, 3])] },
  weights: [
    { W: floats([1, 1], [1, 2]), b: floats([0, 0], [2]) },
    { W: floats([2, 5, -3, 7], [2, 2]), b: floats([0.5, 1], [2]) },
  ],
};

/** @param {ArrayLike<number>[]} lines @param {number} rest */
const sums = (lines, rest) => [0, 1, 2].map((i) => lines.reduce((sum, line) => sum + line[i], rest));

describe("unitLines", () => {
  it("are what the units hand on", () => {
    const { lines } = unitLines(frame, null, { layer: 0, adds: false, output: 0 });
    assert.deepEqual(lines.map((line) => [...line]), [[1, 2, 3], [-1, 0, 1]]);
  });

  it("add up to the sum of each output, with what no unit adds", () => {
    // h W + b by hand
    for (const [output, expected] of [[5.5, 4.5, 3.5], [-1, 11, 23]].entries()) {
      const { lines, rest } = unitLines(frame, null, { layer: 0, adds: true, output });
      assert.deepEqual(sums(lines, rest), expected);
    }
    assert.deepEqual(unitLines(frame, null, { layer: 0, adds: true, output: 0 }).signs, [1, -1]);
  });

  it("add up to a target in the units of the data, where the network learns others", () => {
    // −1 and 1 stand for 10 and 50: 30 + 20 z
    const { lines, rest } = unitLines(frame, [10, 50], { layer: 0, adds: true, output: 0 });
    assert.deepEqual(sums(lines, rest), [140, 120, 100]);
  });
});

describe("lines", () => {
  it("are rows of their tensor", () => {
    assert.deepEqual(rowsOf(floats([1, 2, 3, 4], [2, 2])).map((row) => [...row]), [[1, 2], [3, 4]]);
  });

  it("lie within the height of their plot and of a sketch, numbers out of range aside", () => {
    for (const lines of [[[0.1, 0.9]], [[-4, -3], [2, NaN]], [[0, 0]], [[1e9, -Infinity, Infinity]]]) {
      const values = [0, ...lines.flat()].filter(Number.isFinite);
      for (const [low, high] of [heightOf(lines), sketchHeightOf(lines.flat())]) {
        assert.ok(low < Math.min(...values) && Math.max(...values) < high, String(lines));
      }
    }
  });

  it("are read at the nearest point, and the nearest line is found there", () => {
    assert.deepEqual([-9, -5, -0.1, 5, 9].map((x) => indexAt(x, [-5, 5], 256)), [0, 0, 125, 255, 255]);
    assert.equal(nearestLine([[0, 5], [1, 0]], 1, 1), 1);
    assert.equal(nearestLine([[0, 5], [1, 0]], 0, 0.2), 0);
  });
});
