/** axis-range.js: ranges whose ends are round numbers, so that an axis stands still while points come. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { around, decades, fromZero, roundUp } from "../../static/js/playground/axis-range.js";

describe("roundUp", () => {
  it("answers a round number that is not smaller, and at most a quarter more", () => {
    for (let value = 1e-6; value < 1e6; value *= 1.013) {
      const round = roundUp(value);
      assert.ok(round >= value * (1 - 1e-9) && round <= value * 1.29, `${value}: ${round}`);
    }
    assert.deepEqual([0.9, 1, 1.1, 101, 0.0031].map(roundUp), [1, 1, 1.25, 125, 0.0032]);
  });
});

describe("fromZero", () => {
  it("spans what is known", () => {
    assert.deepEqual(fromZero([0.2, null, 0.61]), [0, 0.64]);
    assert.deepEqual(fromZero([0, null]), [0, 1]);
    assert.deepEqual(fromZero([]), [0, 1]);
  });

  it("stays as it is for most of the next points", () => {
    const ranges = new Set(Array.from({ length: 10_000 }, (_, epoch) => String(fromZero([10, epoch]))));
    assert.ok(ranges.size < 40, String(ranges.size));
  });
});

describe("decades", () => {
  it("spans whole powers of ten, at least one of them", () => {
    assert.deepEqual(decades([0.5, 0.03, 0, null]), [-2, 0]);
    assert.deepEqual(decades([1, 1]), [0, 1]);
    assert.deepEqual(decades([0, null]), [-1, 0]);
  });
});

describe("around", () => {
  it("leaves room on both sides, for a single value too", () => {
    for (const values of [[0.25], [-3, 4], [0], [1e-9], [null, 7]]) {
      const [low, high] = around(values);
      assert.ok(values.every((value) => value === null || (low < value && value < high)), `${values}: ${low} … ${high}`);
    }
    assert.deepEqual(around([null]), [-1, 1]);
  });
});
