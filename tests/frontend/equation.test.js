/** equation.js: what a unit computes, with its numbers. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { equation, subscript } from "../../static/js/playground/equation.js";

/**
 * @param {number[][]} rows of W
 * @param {number[]} b
 */
const weights = (rows, b) => ({
  W: { values: rows.flat(), shape: [rows.length, b.length] },
  b: { values: b, shape: [b.length] },
});

const PLANE = weights([[0.41, 1, 3], [-1.2, 2, 0]], [0.05, -1, 0]);

/**
 * @param {string | null} reference
 * @param {object} [more]
 */
const ask = (reference, more = {}) =>
  equation({
    layer: { reference, outputs: 3, pre_activations: 3, adjacent: false },
    unit: 0,
    weights: PLANE,
    inputs: ["x", "y"],
    loss: null,
    isAcross: false,
    most: Infinity,
    ...more,
  });

describe("equation", () => {
  it("says how a sum is normalised before the activation", () => {
    const row = (/** @type {number[]} */ values) => ({ values, shape: [values.length] });
    const learned = { ...PLANE, scale: row([1.5, -2, 1]), shift: row([-0.25, 0.5, 0]) };
    const overBatch = { ...learned, mean: row([-0.5, 3, 0]), variance: row([0.75, 1, 1]) };
    assert.deepEqual(ask("tanh", { weights: learned }), [
      "h₁ = tanh(z₁)",
      "z₁ = 1.50·(s₁ − μ)/√(σ² + 10⁻⁵) − 0.250",
      "s₁ = 0.410·x − 1.20·y + 0.0500",
    ]);
    assert.deepEqual(ask("tanh", { weights: overBatch, unit: 1 }), [
      "h₂ = tanh(z₂)",
      "z₂ = −2.00·(s₂ − 3.00)/√(1.00 + 10⁻⁵) + 0.500",
      "s₂ = 1.00·x + 2.00·y − 1.00",
    ]);
    const gated = { reference: "glu", outputs: 1, pre_activations: 2, adjacent: true };
    assert.deepEqual(ask("glu", { layer: gated, weights: overBatch }), [
      "h₁ = glu(z₁, z₂)",
      "z₁ = 1.50·(s₁ + 0.500)/√(0.750 + 10⁻⁵) − 0.250",
      "s₁ = 0.410·x − 1.20·y + 0.0500",
      "z₂ = −2.00·(s₂ − 3.00)/√(1.00 + 10⁻⁵) + 0.500",
      "s₂ = 1.00·x + 2.00·y − 1.00",
    ]);
  });

  it("has no bias where the layer has none", () => {
    const { W } = PLANE;
    assert.deepEqual(ask("tanh", { weights: { W } }), ["h₁ = tanh(0.410·x − 1.20·y)"]);
    assert.deepEqual(ask("tanh", { weights: { W }, most: 1 }), ["h₁ = tanh(0.410·x + … (1) …)"]);
  });

  it("writes an activation around its sum", () => {
    assert.deepEqual(ask("tanh"), ["h₁ = tanh(0.410·x − 1.20·y + 0.0500)"]);
    assert.deepEqual(ask("tanh", { unit: 1 }), ["h₂ = tanh(1.00·x + 2.00·y − 1.00)"]);
  });

  it("sets parameters behind a semicolon", () => {
    assert.deepEqual(ask("elu(alpha=-1.5, beta=2)"), ["h₁ = elu(0.410·x − 1.20·y + 0.0500; alpha = −1.5, beta = 2)"]);
  });

  it("writes what a parameter has learned, beyond the range of a reference too", () => {
    const sum = "0.410·x − 1.20·y + 0.0500";
    assert.deepEqual(ask("prelu(alpha=-1)", { learned: { alpha: -1.33 } }), [`h₁ = prelu(${sum}; alpha = −1.33)`]);
    assert.deepEqual(ask("swish", { learned: { beta: 1 } }), [`h₁ = swish(${sum}; beta = 1.00)`]);
  });

  it("calls an expression f, and says what f is", () => {
    const sum = "h₁ = f(0.410·x − 1.20·y + 0.0500)";
    assert.deepEqual(ask("x*sigmoid(b*x)|b=1.7"), [sum, "f(x) = x*sigmoid(b*x), b = 1.7"]);
    assert.deepEqual(ask("sin(x)"), [sum, "f(x) = sin(x)"]);
    assert.deepEqual(ask("x"), [sum, "f(x) = x"]);
  });

  it("gives each pre-activation of a unit its line", () => {
    const layer = { reference: "maxout(k=3)", outputs: 1, pre_activations: 3, adjacent: true };
    assert.deepEqual(ask("", { layer }), [
      "h₁ = maxout(z₁, z₂, z₃)",
      "z₁ = 0.410·x − 1.20·y + 0.0500",
      "z₂ = 1.00·x + 2.00·y − 1.00",
      "z₃ = 3.00·x + 0.00·y + 0.00",
    ]);
  });

  it("takes one pre-activation from each half for a gated linear unit", () => {
    const layer = { reference: "glu", outputs: 2, pre_activations: 4, adjacent: false };
    const four = weights([[1, 2, 3, 4], [0, 0, 0, 0]], [0, 0, 0, 0]);
    assert.deepEqual(ask("", { layer, unit: 1, weights: four }).slice(1), ["z₁ = 2.00·x + 0.00·y + 0.00", "z₂ = 4.00·x + 0.00·y + 0.00"]);
  });

  it("says which half of the outputs it is", () => {
    const layer = { reference: "crelu", outputs: 6, pre_activations: 3, adjacent: false };
    assert.deepEqual(ask("", { layer, unit: 4 }), ["h₅ = crelu(1.00·x + 2.00·y − 1.00)₂"]);
  });

  it("names all pre-activations where a unit depends on its neighbours", () => {
    assert.deepEqual(ask("softmax", { isAcross: true }), ["h₁ = softmax(z₁, …, z₃)₁", "z₁ = 0.410·x − 1.20·y + 0.0500"]);
  });

  it("reads the output as its loss does", () => {
    const sum = "0.410·x − 1.20·y + 0.0500";
    assert.deepEqual(ask(null, { loss: "logistic" }), [`p = σ(${sum})`]);
    assert.deepEqual(ask(null, { loss: "squared" }), [`ŷ = ${sum}`]);
    assert.deepEqual(ask(null, { loss: "cross_entropy" })[1], `z₀ = ${sum}`);
  });

  it("folds a long sum and counts what it leaves out", () => {
    const many = weights(Array.from({ length: 12 }, () => [1]), [2]);
    const inputs = Array.from({ length: 12 }, (_, i) => `a${subscript(i + 1)}`);
    const layer = { reference: "relu", outputs: 1, pre_activations: 1, adjacent: false };
    assert.deepEqual(ask("", { layer, weights: many, inputs, most: 2 }), ["h₁ = relu(1.00·a₁ + 1.00·a₂ + … (10) … + 2.00)"]);
  });
});
