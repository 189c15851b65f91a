/** own-points.js: a reader's own points; each function leaves the list that it was given as it was. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { classesOf, csvOf, labelOf, placed, pointsOf, readPoints, withoutNear, withPoint } from "../../static/js/playground/own-points.js";

const POINTS = /** @type {[number, number, number | string][]} */ ([[0, 0, 0], [1, 1, 1], [1.1, 1, 0]]);

describe("own points", () => {
  it("are added with digits that a reader would write", () => {
    const before = structuredClone(POINTS);
    assert.deepEqual(withPoint(POINTS, { x: 1.23456, y: -2 }, 3, 9).at(-1), [1.2346, -2, 3]);
    assert.deepEqual(POINTS, before);
  });

  it("are set by a hand in the digits that it can mean, whatever the plane", () => {
    const plane = (/** @type {number} */ size) => ({ x: /** @type {[number, number]} */ ([-size, size]), y: /** @type {[number, number]} */ ([0, size]) });
    assert.deepEqual(placed({ x: 1.23456, y: -2.5 }, plane(6)), { x: 1.23, y: -2.5 });
    assert.deepEqual(placed({ x: 123456.7, y: 98765.4 }, plane(1e6)), { x: 123000, y: 99000 });
    assert.deepEqual(placed({ x: 1.23456e-7, y: 0 }, plane(1e-6)), { x: 1.23e-7, y: 0 });
  });

  it("are no more than the server takes", () => {
    const full = Array.from({ length: 5 }, () => POINTS[0]);
    assert.equal(withPoint(full, { x: 0, y: 0 }, 0, 5), full);
  });

  it("are erased near a place, all of them that are near", () => {
    assert.deepEqual(withoutNear(POINTS, ({ x }) => x > 0.5), [[0, 0, 0]]);
    assert.equal(withoutNear(POINTS, () => false), POINTS);
  });

  it("come from the data of a run, training and test", () => {
    const train = { x: { values: [1, 2, 3, 4] }, y: { values: [0, 1] } };
    const test = { x: { values: new Float32Array([0.1, 6]) }, y: { values: new Float32Array([2]) } };
    assert.deepEqual(pointsOf([train, test], ["-1", "1", "other"], 2), [[1, 2, -1], [3, 4, 1], [0.1, 6, "other"]]);
  });

  it("are written as the lines that the server reads", () => {
    assert.equal(csvOf(POINTS), "x,y,label\n0,0,0\n1,1,1\n1.1,1,0\n");
    assert.equal(csvOf([[0, 1, 'red, "dark"']]), 'x,y,label\n0,1,"red, ""dark"""\n');
    // what a spreadsheet would compute stands behind an apostrophe; a number is one
    assert.equal(csvOf([[-0.5, 1, "=1+1"], [0, 1, "@a"], [0, 1, -1], [0, 1, "-1"]]), "x,y,label\n-0.5,1,'=1+1\n0,1,'@a\n0,1,-1\n0,1,-1\n");
  });

  it("are read from whatever was kept, if it is points", () => {
    assert.deepEqual(readPoints([[1, 2, 0], [1, 2], ["1", 2, 3], [1, Number.NaN, 0], [1, 2, "a"]]), [[1, 2, 0], [1, 2, "a"]]);
    for (const other of [null, "points", { length: 3 }, 7]) assert.deepEqual(readPoints(other), []);
  });

  it("are of the classes that occur, or have targets", () => {
    assert.deepEqual(classesOf(POINTS, 6), [0, 1]);
    assert.deepEqual(classesOf([[0, 0, 10], [0, 0, 9], [0, 0, -1]], 6), [-1, 9, 10]);
    assert.deepEqual(classesOf([[0, 0, "b"], [0, 0, "a"], [0, 0, "b"]], 6), ["a", "b"]);
    assert.equal(classesOf(Array.from({ length: 7 }, (_, i) => [0, 0, i / 8]), 6), null);
    assert.equal(classesOf(POINTS, 1), null);
    assert.deepEqual(classesOf([], 6), []);
  });

  it("have labels that are numbers where they can be", () => {
    assert.deepEqual(["1", " 2.50 ", "setosa", "1e3"].map(labelOf), [1, 2.5, "setosa", 1000]);
  });
});
