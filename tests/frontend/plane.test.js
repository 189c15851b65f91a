/** plane.js: coordinates, pixels and cells of a map agree. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { cellOf, nearestSample, samplesOf, toPixels, toPlane } from "../../static/js/playground/plane.js";

const PLACE = { left: 20, top: 10, side: 240 };

describe("toPixels and toPlane", () => {
  it("put the middle in the middle, and high y at the top", () => {
    assert.deepEqual(toPixels({ x: 0, y: 0 }, PLACE), { x: 140, y: 130 });
    assert.deepEqual(toPixels({ x: -6, y: 6 }, PLACE), { x: 20, y: 10 });
  });

  it("are inverse, and know where the plane ends", () => {
    assert.deepEqual(toPlane(toPixels({ x: 1.5, y: -3 }, PLACE), PLACE), { x: 1.5, y: -3 });
    assert.equal(toPlane({ x: 5, y: 100 }, PLACE), null);
  });
});

describe("cellOf", () => {
  it("begins at the top left and ends at the bottom right", () => {
    assert.equal(cellOf({ x: -6, y: 6 }, 64), 0);
    assert.equal(cellOf({ x: 6, y: 6 }, 64), 63);
    assert.equal(cellOf({ x: -6, y: -6 }, 64), 63 * 64);
    assert.equal(cellOf({ x: 6, y: -6 }, 64), 64 * 64 - 1);
  });
});

describe("samples", () => {
  const samples = samplesOf({
    train: { x: { values: [1, 2, 3, 4] }, y: { values: [0, 1] } },
    test: { x: { values: [-1, -2] }, y: { values: [1] } },
  });

  it("have the test points first, under the others", () => {
    assert.deepEqual(samples.map(({ isTest }) => isTest), [true, false, false]);
    assert.deepEqual(samples[2], { x: 3, y: 4, label: 1, isTest: false });
  });

  it("are found by a point that is near enough", () => {
    assert.equal(nearestSample(samples, { x: 1.1, y: 2 }, 0.2)?.x, 1);
    assert.equal(nearestSample(samples, { x: 0, y: 0 }, 0.2), null);
  });
});
