/** weights.js: typed arrays of a frame as the nested lists that a file and the server hold. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { nested, weightsOf } from "../../static/js/playground/weights.js";

describe("nested", () => {
  it("has a list for each row", () => {
    assert.deepEqual(nested({ values: [1, 2, 3, 4, 5, 6], shape: [2, 3] }), [[1, 2, 3], [4, 5, 6]]);
    assert.deepEqual(nested({ values: [1, 2], shape: [2] }), [1, 2]);
    assert.deepEqual(nested({ values: [], shape: [0, 3] }), []);
  });

  it("writes a float32 in few digits that read back as the same float32", () => {
    assert.deepEqual(nested({ values: new Float32Array([0.1, -1.5]), shape: [2] }), [0.1, -1.5]);
    const values = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i) * 10 ** ((i % 40) - 20));
    assert.deepEqual(Float32Array.from(nested({ values, shape: [500] })), values);
  });
});

describe("weightsOf", () => {
  it("has what the activation learned beside W and b", () => {
    const tensor = (/** @type {number[]} */ values, /** @type {number[]} */ shape) => ({ values: new Float32Array(values), shape });
    /** @type {Parameters<typeof weightsOf>[0]} */
    const frame = {
      weights: [{ W: tensor([1, 2], [2, 1]), b: tensor([3], [1]) }, { W: tensor([4], [1, 1]), b: tensor([5], [1]), alpha: tensor([0.5], [1, 1]) }],
      layers: [{ learned: { alpha: 0.25 } }, { learned: { alpha: 0.1 } }],
    };
    assert.deepEqual(weightsOf(frame), [{ alpha: 0.25, W: [[1], [2]], b: [3] }, { alpha: [[0.5]], W: [[4]], b: [5] }]);
  });
});
