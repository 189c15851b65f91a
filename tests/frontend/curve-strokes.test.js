/** curve-strokes.js: a curve is drawn with a lifted pen where it jumps, and never as a ramp. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { meanSize, rangeOf, strokes } from "../../static/js/playground/curve-strokes.js";

/**
 * @param {number} x
 * @param {[number | null, number | null]} derivative
 */
const kink = (x, derivative) => ({ x, value: /** @type {(number | null)[]} */ ([0, 0]), derivative });

describe("strokes", () => {
  it("joins all points of a smooth curve", () => {
    assert.deepEqual(strokes([-1, 0, 1], [1, 2, 3], [], "value"), [[[-1, 1], [0, 2], [1, 3]]]);
  });

  it("lifts the pen at a jump, and ends each stroke on its side of it", () => {
    const drawn = strokes([-1, 0, 1], [0, 0, 1], [kink(0, [0, 1])], "derivative");
    assert.deepEqual(drawn, [[[-1, 0], [0, 0]], [[0, 1], [1, 1]]]);
  });

  it("finds a jump between two points", () => {
    const drawn = strokes([-1, 0, 1], [0, 0, 1], [kink(0.5, [0, 1])], "derivative");
    assert.deepEqual(drawn, [[[-1, 0], [0, 0], [0.5, 0]], [[0.5, 1], [1, 1]]]);
  });

  it("does not lift it where the quantity itself is whole", () => {
    assert.equal(strokes([-1, 0, 1], [0, 0, 1], [kink(0, [0, 1])], "value").length, 1);
  });

  it("leaves a gap where there is no value", () => {
    assert.deepEqual(strokes([0, 1, 2, 3, 4], [0, 1, null, 3, 4], [], "value"), [[[0, 0], [1, 1]], [[3, 3], [4, 4]]]);
  });
});

describe("meanSize", () => {
  it("weighs the size of values by the points of the histogram", () => {
    const x = [-1, -0.5, 0, 0.5, 1];
    assert.equal(meanSize(x, [-1, -1, 0, 1, 1], [5, 5]), 1);
    assert.equal(meanSize(x, [0, 0, 0, 1, 1], [3, 1]), 0.25);
  });

  it("is unknown where nothing lies on the curve", () => {
    assert.equal(meanSize([0, 1], [1, 1], [0, 0]), null);
    assert.equal(meanSize([0, 1], [null, null], [1, 1]), null);
  });
});

describe("rangeOf", () => {
  it("has zero in it and is never empty", () => {
    for (const value of [-3, 0, 7]) {
      const [low, high] = rangeOf([[[0, value], [1, value]]]);
      assert.ok(low < high && low <= 0 && high >= 0 && low <= value && high >= value);
    }
  });
});
