/** What a unit computes, written with its numbers: pure functions. */

import { readable } from "../shared/readable.js";
import { preActivationsOf } from "./unit-weights.js";

/** @typedef {import("./unit-weights.js").LayerShape & {reference: string | null}} Layer */
/** @typedef {{values: ArrayLike<number>, shape: number[]}} Tensor */
/** @typedef {{W: Tensor, b?: Tensor, scale?: Tensor, shift?: Tensor, mean?: Tensor, variance?: Tensor}} Weights W of shape (in, pre-activations), b where there are biases, the others of a normalisation */
/** @typedef {{layer: Layer, unit: number, weights: Weights, inputs: string[], loss: string | null, isAcross: boolean, most: number, learned?: Record<string, number>}} Question loss: of the output layer, null elsewhere */
/** @typedef {{text: string, isWhole: boolean}} Sum whether no term is left out */

/**
 * The lines of a unit's equation, the first of which says what it answers.
 * @param {Question} question
 * @returns {string[]} such as ["h₃ = tanh(0.410·x − 1.20·y + 0.0500)"]
 */
export function equation({ layer, unit, weights, inputs, loss, isAcross, most, learned = {} }) {
  const columns = preActivationsOf(layer, unit);
  const sums = columns.map((column) => sum(weights, column, inputs, most));
  if (layer.reference === null) return answer(sums[0], unit, loss);
  const { name, note, where } = named(layer.reference, learned);
  const h = `h${subscript(unit + 1)}`;
  const preActivation = (/** @type {number} */ place, /** @type {string} */ own) => preActivated(weights, columns[place], own, sums[place]);
  if (columns.length > 1) {
    const parts = columns.map((_, i) => subscript(i + 1));
    return [`${h} = ${name}(${parts.map((own) => `z${own}`).join(", ")})`, ...where, ...parts.flatMap((own, i) => preActivation(i, own))];
  }
  const own = subscript(columns[0] + 1);
  if (isAcross && layer.outputs === layer.pre_activations) {
    return [`${h} = ${name}(z₁, …, z${subscript(layer.pre_activations)}${note})${own}`, ...where, ...preActivation(0, own)];
  }
  // a sum that is no more than that stands in its place
  const [z, spelled] = weights.scale ? [`z${own}`, preActivation(0, own)] : [sums[0], []];
  const half = layer.outputs > layer.pre_activations ? subscript(Math.floor(unit / layer.pre_activations) + 1) : "";
  return [`${h} = ${name}(${z}${note})${half}`, ...where, ...spelled];
}

/**
 * @param {Weights} weights
 * @param {number} column
 * @param {string} own number of the pre-activation, in small digits
 * @param {string} text of its sum
 * @returns {string[]} the lines that say what it is: its sum, or that normalised
 */
function preActivated({ scale, shift, mean, variance }, column, own, text) {
  if (!scale || !shift) return [`z${own} = ${text}`];
  const about = mean ? signed(-mean.values[column]) : "− μ";
  const spread = variance ? `${readable(variance.values[column])} + 10⁻⁵` : "σ² + 10⁻⁵";
  const normalised = `${signed(scale.values[column], true)}·(s${own} ${about})/√(${spread}) ${signed(shift.values[column])}`;
  return [`z${own} = ${normalised}`, `s${own} = ${text}`];
}

/**
 * @param {number} value
 * @param {boolean} [isFirst] with a sign only where it is negative
 */
function signed(value, isFirst = false) {
  const sign = value < 0 ? "−" : "+";
  const size = readable(Math.abs(value));
  if (isFirst) return value < 0 ? `−${size}` : size;
  return `${sign} ${size}`;
}

/**
 * What the output layer answers; its loss says how that is read.
 * @param {string} text of its sum
 * @param {number} unit
 * @param {string | null} loss
 * @returns {string[]}
 */
function answer(text, unit, loss) {
  if (loss === "logistic") return [`p = σ(${text})`];
  if (loss !== "cross_entropy") return [`ŷ = ${text}`];
  const own = subscript(unit);
  return [`p${own} = exp(z${own}) / (exp(z₀) + exp(z₁) + …)`, `z${own} = ${text}`];
}

/**
 * The name of an activation for an equation, and its parameters, which stand behind a semicolon. An expression is called f.
 * @param {string} reference
 * @param {Record<string, number>} learned values, which may be beyond what a reference can say
 * @returns {{name: string, note: string, where: string[]}}
 */
function named(reference, learned) {
  const [, name, given = ""] = /^([a-z]\w+)(?:\((.*)\))?$/.exec(reference) ?? [];
  const isCall = name !== undefined && given.split(",").every((part) => part === "" || part.includes("="));
  const fixed = given.split(",").filter((part) => part !== "" && !(part.split("=")[0].trim() in learned));
  const values = [...fixed.map(spelled), ...Object.entries(learned).map(([parameter, value]) => `${parameter} = ${readable(value)}`)].join(", ");
  if (isCall) return { name, note: values && `; ${values}`, where: [] };
  const [text, bound] = reference.split("|");
  return { name: "f", note: "", where: [`f(x) = ${text}${bound ? `, ${spelled(bound)}` : ""}`] };
}

/** @param {string} values such as "alpha=1.5, beta=-2" */
const spelled = (values) =>
  values
    .split(",")
    .map((pair) => pair.trim().replace("=", " = ").replace("-", "−"))
    .join(", ");

/**
 * A pre-activation as the sum that it is; beyond `most` terms the rest are counted.
 * @param {Weights} weights
 * @param {number} column
 * @param {string[]} inputs
 * @param {number} most
 * @returns {string} such as "0.410·x − 1.20·y + 0.0500"
 */
function sum({ W, b }, column, inputs, most) {
  const width = W.shape[1];
  const terms = inputs.slice(0, most).map((input, row) => ({ value: W.values[row * width + column], text: `·${input}` }));
  const left = inputs.length - terms.length;
  const bias = b ? [{ value: b.values[column], text: "" }] : [];
  const shown = [...terms, ...bias].map(({ value, text }, i) => `${signed(value, i === 0)}${text}`);
  if (left > 0) shown.splice(terms.length, 0, `+ … (${left}) …`);
  return shown.join(" ");
}

/**
 * @param {number} number
 * @returns {string} in small digits below the line
 */
export function subscript(number) {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}
