/** handles.js places what can be dragged, and reads where it was dragged to. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { boundsIn, placeOf, stepped, valueAt } from "../../static/js/exhibit/handles.js";

const LAYOUT = {
  margin: { l: 50, r: 10, t: 20, b: 40 },
  xaxis2: { domain: [0.5, 1], range: [-0.5, 3.5] },
  yaxis2: { domain: [0, 0.5], range: [-10, 10] },
};
const HANDLE = { control: "z1", cell: 0, xaxis: "x2", yaxis: "y2", x: 1.5, y: 0 };
const SIZE = { width: 460, height: 260 };

describe("handles", () => {
  it("stand where Plotly draws such a point", () => {
    assert.deepEqual(placeOf(LAYOUT, HANDLE, SIZE), { left: 50 + 0.75 * 400, top: 20 + 0.75 * 200 });
    assert.equal(placeOf({ ...LAYOUT, yaxis2: undefined }, HANDLE, SIZE), null);
  });

  it("have the value of where they are dragged to", () => {
    for (let trial = 0; trial < 50; trial++) {
      const y = 20 * Math.random() - 10;
      const place = placeOf(LAYOUT, { ...HANDLE, y }, SIZE);
      assert.ok(place && Math.abs(valueAt(LAYOUT, HANDLE, SIZE, place.top) - y) < 1e-9);
    }
  });

  it("go no farther than their field, and what is shown of it", () => {
    assert.deepEqual(boundsIn(LAYOUT, HANDLE, { min: "-1000", max: "2", step: "any" }), { low: -10, high: 2, step: 0.1 });
    assert.deepEqual(boundsIn(LAYOUT, HANDLE, { min: "-5", max: "1000", step: "0.5" }), { low: -5, high: 10, step: 0.5 });
  });

  it("stop at the bounds, and go by steps from the lower one", () => {
    const bounds = { low: -10, high: 10, step: 0.1 };
    assert.equal(stepped(3.14159, bounds), 3.1);
    assert.equal(stepped(1e9, bounds), 10);
    assert.equal(stepped(-11, bounds), -10);
    assert.equal(stepped(0.3, { low: 0.05, high: 10, step: 0.05 }), 0.3);
    assert.equal(stepped(2.4, { low: 1, high: 4, step: 1 }), 2);
  });
});
