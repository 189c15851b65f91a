import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, tidy, turned } from "../../static/js/exhibit/walk.js";

const most = { steps: 3, phase: 10 };

test("turns lead through all phases of all passes, and back, and no further", () => {
  let stand = turned({ steps: 2, phase: 7 }, "start", most);
  assert.deepEqual(stand, { steps: 0, phase: 1 });
  assert.deepEqual(turned(stand, "previous", most), stand);
  const seen = [stand];
  for (let turn = 0; turn < 45; turn++) seen.push((stand = turned(stand, "next", most)));
  assert.deepEqual(stand, { steps: 3, phase: 10 });
  assert.deepEqual(seen[10], { steps: 1, phase: 1 });
  for (const before of seen.slice(0, 39).reverse()) assert.deepEqual((stand = turned(stand, "previous", most)), before);
  assert.deepEqual(turned({ steps: 2, phase: 7 }, "step", most), { steps: 3, phase: 7 });
  assert.deepEqual(turned({ steps: 3, phase: 7 }, "step", most), { steps: 3, phase: 7 });
});

test("numbers move by whole steps, without dust, within their bounds", () => {
  const field = { step: 0.1, low: -1, high: 1 };
  let value = 0;
  for (let step = 0; step < 7; step++) value = moved(value, 1, field);
  assert.equal(value, 0.7);
  assert.equal(moved(0.7, 10, field), 1);
  assert.equal(moved(-0.95, -1, field), -1);
  assert.equal(tidy(0.631518663612), 0.631519);
  assert.equal(tidy(1e-9), 1e-9);
});
