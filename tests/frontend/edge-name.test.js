/** edge-name.js: which weight is meant, what it is and how the loss changes with it, in the page's own words. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { edgeName } from "../../static/js/playground/edge-name.js";

const TEXTS = {
  coordinates: "x y",
  unitName: "Layer {layer}, unit {unit}",
  outputName: "Output {unit}",
  weight: "{from} → {to}: {weight} ({gradient})",
  strongest: "{from} → {to}: {weight} of {count} ({gradient})",
};
// 2 – 2 maxout units of 2 pieces – 1
const LAYERS = [
  { outputs: 2, pre_activations: 4, adjacent: true },
  { outputs: 1, pre_activations: 1, adjacent: false },
];
const FRAME = {
  weights: [{ W: { values: Float32Array.of(1, -3, 0.5, 0.25, 0, 0, 0, 2), shape: [2, 4] } }, { W: { values: Float32Array.of(0.5, -1.5), shape: [2, 1] } }],
  gradients: [{ W: { values: Float32Array.of(0, 7, 6, 5, 4, 3, 2, 1), shape: [2, 4] } }, { W: { values: Float32Array.of(0.125, 0), shape: [2, 1] } }],
};
const name = (/** @type {number} */ layer, /** @type {number} */ input, /** @type {number} */ unit) => edgeName({ layer, input, unit }, FRAME, { inputs: ["x", "y"], layers: LAYERS }, TEXTS);

describe("edgeName", () => {
  it("says from where to where, the weight and its gradient", () => {
    assert.equal(name(1, 0, 0), "Layer 1, unit 1 → Output 1: 0.500 (0.125)");
  });

  it("says the strongest of several weights, and the gradient of that one", () => {
    assert.equal(name(0, 0, 0), "x → Layer 1, unit 1: −3.00 of 2 (7.00)");
    assert.equal(name(0, 1, 1), "y → Layer 1, unit 2: 2.00 of 2 (1.00)");
  });

  it("says nothing of a weight that there is not", () => {
    for (const [layer, input, unit] of [[0, 2, 0], [0, 0, 2], [2, 0, 0], [1, 0, 1]]) assert.equal(name(layer, input, unit), "");
  });
});
