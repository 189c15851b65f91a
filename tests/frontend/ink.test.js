/** ink.js: what is drawn by hand is a picture of pixels. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { Ink } from "../../static/js/playground/ink.js";

/** @param {number[]} shares */
const inked = (shares) => shares.flatMap((share, i) => (share > 0 ? [i] : []));

describe("Ink", () => {
  it("begins without any", () => {
    const ink = new Ink(2, 3);
    assert.equal(ink.isEmpty, true);
    assert.deepEqual(ink.shares, [0, 0, 0, 0, 0, 0]);
  });

  it("draws a line through the pixels that it crosses", () => {
    const ink = new Ink(8, 8);
    ink.draw({ x: 0.5, y: 2.5 }, { x: 7.5, y: 2.5 });
    assert.deepEqual(inked(ink.shares), [16, 17, 18, 19, 20, 21, 22, 23]);
    assert.ok(ink.shares.slice(17, 23).every((share) => share === 1));
    assert.equal(ink.isEmpty, false);
  });

  it("draws a point where the pen has not moved", () => {
    const ink = new Ink(8, 8);
    ink.draw({ x: 3, y: 3 }, { x: 3, y: 3 });
    assert.deepEqual(inked(ink.shares), [18, 19, 26, 27]);
    assert.equal(new Set(ink.shares.filter((share) => share > 0)).size, 1);
  });

  it("turns single pixels, and clears", () => {
    const ink = new Ink(2, 3);
    ink.turn(1, 2);
    assert.deepEqual(ink.shares, [0, 0, 0, 0, 0, 1]);
    ink.turn(1, 2);
    assert.equal(ink.isEmpty, true);
    ink.turn(0, 0);
    ink.clear();
    assert.equal(ink.isEmpty, true);
  });

  it("takes a picture over in sixteenths", () => {
    const ink = new Ink(2, 2);
    const picture = [0, 3 / 16, 0.5, 1];
    ink.fill(picture);
    assert.deepEqual(ink.shares, picture);
  });
});
