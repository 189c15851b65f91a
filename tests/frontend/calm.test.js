/** calm.js: what is asked often is done once, when it has come to rest. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { debounced } from "../../static/js/shared/calm.js";

/** Timers of the same length fire in the order in which they were set. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 1));

/** @returns {{ask: ReturnType<typeof debounced>, count: () => number}} */
function counting() {
  let done = 0;
  return { ask: debounced(() => (done += 1), 1), count: () => done };
}

describe("debounced", () => {
  it("acts once, after the last of several calls, and again when it is called again", async () => {
    const { ask, count } = counting();
    for (let i = 0; i < 3; i++) ask();
    assert.equal(count(), 0);
    await rest();
    assert.equal(count(), 1);
    ask();
    await rest();
    assert.equal(count(), 2);
  });

  it("acts at once when it is flushed, and not a second time", async () => {
    const { ask, count } = counting();
    ask();
    ask.flush();
    assert.equal(count(), 1);
    await rest();
    assert.equal(count(), 1);
  });

  it("has nothing to flush while no call waits", async () => {
    const { ask, count } = counting();
    ask.flush();
    ask();
    ask.cancel();
    ask.flush();
    await rest();
    assert.equal(count(), 0);
  });
});
