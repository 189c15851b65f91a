/** history.js: what a run has shown, frame by frame, and its table. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { History } from "../../static/js/playground/history.js";

/**
 * @param {number} epoch
 * @param {object} [more]
 */
const frame = (epoch, more = {}) => ({
  epoch,
  train_loss: 1 / (epoch + 1),
  test_loss: 2 / (epoch + 1),
  train_accuracy: 0.5,
  test_accuracy: 0.25,
  replicas: null,
  layers: /** @type {{learned: Record<string, number>}[]} */ ([{ learned: { alpha: 0.1 * epoch } }, { learned: {} }]),
  ...more,
});

/** @param {ReturnType<typeof frame>[]} frames */
function historyOf(frames) {
  const history = new History();
  for (const one of frames) history.add(one);
  return history;
}

describe("History", () => {
  it("keeps a row for each frame, with what each layer has learned", () => {
    const { rows } = historyOf([frame(0), frame(3)]);
    assert.deepEqual(rows.map((row) => row.epoch), [0, 3]);
    assert.deepEqual(rows[1].learned, [{ alpha: 0.30000000000000004 }, {}]);
  });

  it("takes the later of two frames of one epoch: a weight was changed by hand", () => {
    const { rows } = historyOf([frame(0), frame(3), frame(3, { train_loss: 7 })]);
    assert.deepEqual(rows.map((row) => row.train_loss), [1, 7]);
  });

  it("begins anew when an epoch goes back", () => {
    assert.deepEqual(historyOf([frame(0), frame(5), frame(2)]).rows.map((row) => row.epoch), [2]);
  });

  it("keeps the run before, where it learned and can be compared", () => {
    const history = historyOf([frame(0), frame(5), frame(0)]);
    assert.deepEqual(history.before.map((row) => row.epoch), [0, 5]);
    history.begin();
    assert.deepEqual([history.rows.length, history.before.length], [0, 2], "a run that has not learned takes no place");
    history.begin(false);
    assert.deepEqual(history.before, []);
  });

  it("lets go of every second row before it fills the memory, and keeps the first and the last", () => {
    const { rows } = historyOf(Array.from({ length: 50_000 }, (_, epoch) => frame(epoch)));
    assert.ok(rows.length <= 20_000 && rows.length > 5_000, String(rows.length));
    assert.equal(rows[0].epoch, 0);
    assert.equal(rows.at(-1)?.epoch, 49_999);
  });

  it("writes a table; what is not known is empty", () => {
    const history = historyOf([frame(0), frame(1, { train_accuracy: null, test_accuracy: null })]);
    assert.equal(history.csv(), "epoch,train_loss,test_loss,train_accuracy,test_accuracy\n0,1,2,0.5,0.25\n1,0.5,1,,\n");
  });

  it("writes a line for each replica", () => {
    const replicas = { train_loss: [1, 2], test_loss: [3, 4], train_accuracy: null, test_accuracy: null };
    const lines = historyOf([frame(0, { replicas })]).csv().split("\n");
    assert.deepEqual(lines, ["epoch,replica,train_loss,test_loss,train_accuracy,test_accuracy", "0,1,1,3,,", "0,2,2,4,,", ""]);
  });
});
