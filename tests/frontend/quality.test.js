/** quality.js: the scores are those of their definitions. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { classScores, fitScores } from "../../static/js/playground/quality.js";

describe("classScores", () => {
  it("divides by what is taken for a class, and by what is of it", () => {
    assert.deepEqual(classScores([[8, 2, 0], [1, 9, 0], [1, 1, 0]]), [
      { precision: 0.8, recall: 0.8, count: 10 },
      { precision: 0.75, recall: 0.9, count: 10 },
      { precision: null, recall: 0, count: 2 },
    ]);
  });

  it("has no recall of a class without points", () => {
    assert.deepEqual(classScores([[3, 1], [0, 0]])[1], { precision: 0, recall: null, count: 0 });
  });
});

describe("fitScores", () => {
  it("is 1 and 0 for true answers, and 0 for the mean", () => {
    assert.deepEqual(fitScores([1, 2, 6], [1, 2, 6]), { explained: 1, error: 0 });
    assert.deepEqual(fitScores([1, 2, 6], [3, 3, 3]), { explained: 0, error: 2 });
  });

  it("may be below 0, and explains nothing of equal targets", () => {
    assert.deepEqual(fitScores([0, 2], [4, 2]), { explained: -7, error: 2 });
    assert.deepEqual(fitScores(Float32Array.of(5, 5), [4, 6]), { explained: null, error: 1 });
  });
});
