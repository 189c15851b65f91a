/** plane.js: coordinates, pixels and cells of a map agree. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { cellOf, coordinate, nearestSample, planeAround, samplesOf, squareIn, ticksOf, toPixels, toPlane, USUAL, walked } from "../../static/js/playground/plane.js";

const PLACE = { left: 20, top: 10, width: 240, height: 240, plane: USUAL };
/** Exam scores. */
const SCORES = /** @type {import("../../static/js/playground/plane.js").Plane} */ ({ x: [30, 100], y: [0, 10] });

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

describe("planes of other data", () => {
  it("have their own units", () => {
    const place = squareIn(300, 300, SCORES);
    assert.deepEqual(toPixels({ x: 30, y: 10 }, place), { x: place.left, y: place.top });
    assert.deepEqual(toPlane({ x: place.left + place.width, y: place.top + place.height }, place), { x: 100, y: 0 });
    assert.equal(cellOf({ x: 100, y: 0 }, [1, 64, 64], SCORES), 64 * 64 - 1);
  });

  it("are walked over in equal steps from their middle, and not left", () => {
    assert.deepEqual(walked(null, "ArrowRight", 14, SCORES), { x: 70, y: 5 });
    assert.deepEqual(walked({ x: 100, y: 5 }, "ArrowRight", 14, SCORES), { x: 100, y: 5 });
    assert.deepEqual(walked({ x: 0, y: 0 }, "ArrowUp", 48, USUAL), { x: 0, y: 0.25 });
    assert.equal(walked(null, "a", 48, USUAL), null);
  });

  it("lie around points that the usual one has not", () => {
    assert.equal(planeAround([]), USUAL);
    assert.equal(planeAround([{ x: 6, y: -6 }]), USUAL);
    assert.deepEqual(planeAround([{ x: 0, y: 50 }, { x: 10, y: 100 }]), { x: [-1, 11], y: [45, 105] });
    assert.deepEqual(planeAround([{ x: 7, y: 0 }]), { x: [6.9, 7.1], y: [-0.1, 0.1] });
  });

  it("are read in the digits that they can tell apart", () => {
    assert.equal(coordinate(-1.5, USUAL.x), "−1.50");
    assert.equal(coordinate(45.1719, SCORES.x), "45.17");
    assert.equal(coordinate(19000.4, [0, 90000]), "19000");
    assert.equal(coordinate(1.23456e-9, [0, 1e-8]), "1.235\u00a0×\u00a010⁻⁹");
  });

  it("have round numbers at their axes", () => {
    assert.deepEqual(ticksOf(USUAL.x), [-6, -3, 0, 3, 6]);
    assert.deepEqual(ticksOf([30, 100]), [40, 60, 80, 100]);
    assert.deepEqual(ticksOf([0.1, 0.35]), [0.1, 0.2, 0.3]);
  });
});

describe("cellOf", () => {
  it("begins at the top left and ends at the bottom right", () => {
    assert.equal(cellOf({ x: -6, y: 6 }, [1, 64, 64], USUAL), 0);
    assert.equal(cellOf({ x: 6, y: 6 }, [1, 64, 64], USUAL), 63);
    assert.equal(cellOf({ x: -6, y: -6 }, [1, 64, 64], USUAL), 63 * 64);
    assert.equal(cellOf({ x: 6, y: -6 }, [1, 64, 64], USUAL), 64 * 64 - 1);
  });
});

describe("samples", () => {
  const data = {
    train: { x: { values: [1, 2, 3, 4] }, y: { values: [0, 1] } },
    test: { x: { values: [-1, -2] }, y: { values: [1] } },
  };
  const samples = samplesOf(data, { columns: ["x", "y"], classes: 2, grid: { embedding: null } });

  it("have the test points first, under the others", () => {
    assert.deepEqual(samples.map(({ isTest }) => isTest), [true, false, false]);
    assert.deepEqual(samples[2], { x: 3, y: 4, label: 1, isTest: false, row: 1 });
  });

  it("of one input lie at their labels", () => {
    const train = { x: { values: [1, 2] }, y: { values: [0.5, -3] } };
    const [, last] = samplesOf({ train, test: { x: { values: [] }, y: { values: [] } } }, { columns: ["x"], classes: null, grid: { embedding: null } });
    assert.deepEqual(last, { x: 2, y: -3, label: -3, isTest: false, row: 1 });
  });

  it("of many inputs are projected", () => {
    const train = { x: { values: [1, 2, 5] }, y: { values: [7] } };
    const embedding = { origin: [0, 1, 1], onto: [[1, 0], [0, 2], [1, 1]] };
    const [only] = samplesOf({ train, test: { x: { values: [] }, y: { values: [] } } }, { columns: ["a", "b", "c"], classes: null, grid: { embedding } });
    assert.deepEqual(only, { x: 5, y: 6, label: 7, isTest: false, row: 0 });
  });

  it("are found by a point that is near enough", () => {
    assert.equal(nearestSample(samples, { x: 1.1, y: 2 }, 4, PLACE)?.x, 1);
    assert.equal(nearestSample(samples, { x: 0, y: 0 }, 4, PLACE), null);
  });
});
