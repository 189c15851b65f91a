/** points-link.js: a reader's own points as a text that an address can carry, from which they come back. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { linkText } from "../../static/js/playground/points-link.js";

/** @typedef {import("../../static/js/shared/plan-query.js").Sample} Sample */

/** @param {string} text as the server reads it: base64 of addresses, raw DEFLATE, columns as JSON */
async function columnsOf(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text());
}

describe("linkText", () => {
  it("can be read back, whatever the labels are", async () => {
    const points = /** @type {Sample[]} */ ([[1.25, -3, "größer 3+4/5"], [-1e-7, 1e6, "𝛼"], [0, 2, 7]]);
    assert.deepEqual(await columnsOf(await linkText(points)), [0, 1, 2].map((column) => points.map((point) => point[column])));
  });

  it("has letters alone that an address may have, and is short", async () => {
    // as a hand draws them, each some way from the last
    const points = Array.from({ length: 300 }, (_, i) => /** @type {Sample} */ ([Number((4 * Math.sin(i * i)).toFixed(2)), Number((4 * Math.cos(7 * i)).toFixed(2)), i % 2]));
    const text = await linkText(points);
    assert.match(text, /^[\w-]+$/);
    assert.ok(text.length < 6000, String(text.length));
  });
});
