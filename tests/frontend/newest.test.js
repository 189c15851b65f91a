/** newest.js: one thing at a time, and what is asked meanwhile once, afterwards. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { newest } from "../../static/js/shared/newest.js";

describe("newest", () => {
  it("does what is asked while it is busy once, afterwards, and says that it is stale", async () => {
    /** @type {(() => void)[]} */
    const waiting = [];
    /** @type {boolean[]} */
    const stale = [];
    const ask = newest(async (isStale) => {
      await new Promise((/** @type {(value: void) => void} */ resolve) => waiting.push(resolve));
      stale.push(isStale());
    });
    const all = ask();
    for (let i = 0; i < 5; i++) ask();
    assert.equal(waiting.length, 1);
    waiting[0]();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(waiting.length, 2);
    waiting[1]();
    await all;
    assert.deepEqual(stale, [true, false]);
    ask();
    assert.equal(waiting.length, 3);
  });
});
