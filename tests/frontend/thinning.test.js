/** thinning.js: fewer points show the course of many. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { thinned } from "../../static/js/shared/thinning.js";

describe("thinned", () => {
  it("keeps all of a list that is short enough", () => {
    assert.deepEqual(thinned(4, 10), [0, 1, 2, 3]);
    assert.deepEqual(thinned(1, 2), [0]);
    assert.deepEqual(thinned(0, 2), []);
  });

  it("keeps the first and the last, ascending, and never more than asked", () => {
    for (let length = 1; length < 700; length++) {
      for (const most of [2, 3, 7, 50, 400]) {
        const places = thinned(length, most);
        assert.ok(places.length <= most, `${places.length} of ${length}, at most ${most}`);
        assert.equal(places[0], 0);
        assert.equal(places.at(-1), length - 1);
        assert.ok(places.every((place, i) => i === 0 || place > places[i - 1]));
      }
    }
  });

  it("does not move a place while the list grows, but for the last", () => {
    for (let length = 50; length < 600; length++) {
      const before = new Set(thinned(length, 40));
      const gone = thinned(length + 1, 40).slice(0, -1).filter((place) => !before.has(place));
      assert.deepEqual(gone, []);
    }
  });
});
