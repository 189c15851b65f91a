/** frame-store.js: the frames of a run in a bounded memory, evenly over the run, the newest always among them. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { FrameStore } from "../../static/js/playground/frame-store.js";

/** @typedef {import("../../static/js/playground/messages").Frame} Frame */

const BYTES = 64 * 64;

/** @param {number} epoch */
const frame = (epoch) => /** @type {Frame} */ (/** @type {unknown} */ ({ epoch, boundary: { values: new Uint8Array(BYTES), shape: [1, 64, 64] }, neurons: [], weights: [], gradients: [] }));

/**
 * @param {number[]} epochs
 * @param {number} [room] for so many frames
 */
function shown(epochs, room = 1000) {
  const store = new FrameStore(room * (BYTES + 4096));
  for (const epoch of epochs) store.add(frame(epoch));
  return store.frames.map(({ epoch }) => epoch);
}

const upTo = (/** @type {number} */ last) => Array.from({ length: last + 1 }, (_, epoch) => epoch);

describe("FrameStore", () => {
  it("keeps all while there is room", () => {
    assert.deepEqual(shown([0, 3, 4, 9]), [0, 3, 4, 9]);
  });

  it("takes the later of two frames of one epoch, and begins anew where an epoch goes back", () => {
    assert.deepEqual(shown([0, 3, 3]), [0, 3]);
    assert.deepEqual(shown([0, 3, 1, 2]), [1, 2]);
  });

  it("never holds more than there is room for, has the first and the newest, and is even between them", () => {
    for (const room of [3, 10, 64]) {
      for (let last = 1; last < 700; last += 1 + (last % 13)) {
        const epochs = shown(upTo(last), room);
        assert.ok(epochs.length <= room, `${epochs.length} in ${room}`);
        assert.deepEqual([epochs[0], epochs.at(-1)], [0, last]);
        const gaps = epochs.slice(1, -1).map((epoch, i) => epoch - epochs[i]);
        assert.ok(new Set(gaps).size <= 2, `${room} of ${last}: ${epochs}`);
        if (last > 2 * room) assert.ok(epochs.length >= room / 2 - 1);
      }
    }
  });

  it("can be emptied", () => {
    const store = new FrameStore();
    store.add(frame(5));
    store.clear();
    store.add(frame(0));
    assert.deepEqual(store.frames.map(({ epoch }) => epoch), [0]);
  });
});
