/** readable.js, calm.js, typed-arrays.js: numbers for readers, fewer calls, bytes of a message. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { calm } from "../../static/js/shared/calm.js";
import { compact, filled, percent, readable } from "../../static/js/shared/readable.js";
import { decoded } from "../../static/js/shared/typed-arrays.js";

/** Numbers, how many digits count, and what the server writes. @type {[number | null, number, string][]} */
const table = JSON.parse(readFileSync(new URL("../data/numbers.json", import.meta.url), "utf8"));

describe("readable", () => {
  it("writes the digits that count", () => {
    assert.equal(readable(0.69314), "0.693");
    assert.equal(readable(0.03), "0.0300");
    assert.equal(readable(305.4), "305");
    assert.equal(readable(12.345), "12.3");
    assert.equal(readable(0), "0.00");
    assert.equal(readable(-1.5), "−1.50");
  });

  it("writes what is very small or large with a power of ten, and what is no number as a reader expects", () => {
    assert.equal(readable(0.0000366), "3.66\u00a0×\u00a010⁻⁵");
    assert.equal(readable(-1.5e18), "−1.50\u00a0×\u00a010¹⁸");
    assert.equal(readable(177283.4), "177,283");
    assert.equal(readable(null), "–");
    assert.equal(readable(Number.NaN), "NaN");
    assert.equal(readable(-Infinity), "−∞");
  });
});

describe("compact", () => {
  it("writes numbers as the server does, of whose texts there is a table", () => {
    for (const [value, digits, text] of table) assert.equal(compact(value, digits), text);
    assert.equal(compact(Infinity), "∞");
  });
});

describe("percent and filled", () => {
  it("write shares and sentences", () => {
    assert.equal(percent(0.9321), "93.2 %");
    assert.equal(percent(null), "–");
    assert.equal(filled("Layer {layer}, unit {unit}{more}", { layer: 1, unit: 2 }), "Layer 1, unit 2{more}");
  });
});

describe("calm", () => {
  it("acts at once, and then once more with the latest of what came meanwhile", async () => {
    /** @type {number[]} */
    const done = [];
    /** @type {(() => void) | undefined} */
    let tell;
    const act = calm((/** @type {number} */ value) => {
      done.push(value);
      tell?.();
    }, 30);
    const next = () => new Promise((resolve) => (tell = () => resolve(null)));
    for (let i = 0; i < 10; i++) act(i);
    assert.deepEqual(done, [0]);
    await next();
    assert.deepEqual(done, [0, 9]);
    // at once or after the pause, as soon as it may
    const soon = next();
    act(10);
    await soon;
    assert.deepEqual(done, [0, 9, 10]);
  });
});

describe("decoded", () => {
  it("finds typed arrays however deep, and keeps everything else", () => {
    const bytes = { dtype: "u1", bdata: btoa("\u0000\u007f\u00ff"), shape: "1, 3" };
    const floats = { dtype: "f4", bdata: "AAAAPwAAgL8=", shape: "2" };
    const message = decoded({ type: "frame", state: "paused", list: [1, 2], none: null, weights: [{ W: floats }], maps: bytes });
    assert.deepEqual([...message.maps.values], [0, 127, 255]);
    assert.deepEqual(message.maps.shape, [1, 3]);
    assert.deepEqual([...message.weights[0].W.values], [0.5, -1]);
    assert.deepEqual([message.type, message.list, message.none], ["frame", [1, 2], null]);
  });
});
