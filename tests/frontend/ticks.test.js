import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { ticks } from "../../static/js/shared/ticks.js";

describe("ticks", () => {
  it("are round, within both ends, and begin and end where there is no room for one more", () => {
    for (let trial = 0; trial < 500; trial++) {
      const size = 10 ** (12 * Math.random() - 6);
      const low = size * (2 * Math.random() - 1);
      const high = low + size * (0.01 + Math.random());
      const most = 2 + Math.floor(8 * Math.random());
      const found = ticks(low, high, most);
      assert.ok(found.length <= most + 1, `${low} ${high} ${most}: ${found}`);
      const room = 1e-8 * (high - low);
      assert.ok(found.every((tick) => tick >= low - room && tick <= high + room), `${low} ${high}: ${found}`);
      if (found.length < 2) continue;
      const step = found[1] - found[0];
      const [first] = step.toExponential(0);
      assert.ok(["1", "2", "5"].includes(first), `${step}`);
      assert.ok(found[0] - step < low + room && found[found.length - 1] + step > high - room, `${low} ${high}: ${found}`);
    }
  });

  it("are no nearer to each other than they may be, and have no sign at 0", () => {
    assert.deepEqual(ticks(0, 4, 6, { least: 1 }), [0, 1, 2, 3, 4]);
    assert.deepEqual(ticks(-0.3, 0.3, 6), [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    assert.deepEqual(ticks(-6, 6, 4, { digits: [1, 2, 3, 5, 10] }), [-6, -3, 0, 3, 6]);
  });
});
