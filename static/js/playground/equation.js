/** What a unit computes, written with its numbers: pure functions. */

import { readable } from "../shared/readable.js";
import { preActivationsOf } from "./unit-weights.js";

/** @typedef {import("./unit-weights.js").LayerShape & {reference: string | null}} Layer */
/** @typedef {{values: ArrayLike<number>, shape: number[]}} Tensor */
/** @typedef {{W: Tensor, b?: Tensor}} Weights W of shape (in, pre-activations), b where there are biases */
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
  if (columns.length > 1) {
    const parts = columns.map((_, i) => `z${subscript(i + 1)}`);
    return [`${h} = ${name}(${parts.join(", ")})`, ...where, ...parts.map((part, i) => `${part} = ${sums[i]}`)];
  }
  if (layer.outputs > layer.pre_activations) {
    const half = Math.floor(unit / layer.pre_activations) + 1;
    return [`${h} = ${name}(${sums[0]}${note})${subscript(half)}`, ...where];
  }
  if (isAcross) {
    const own = subscript(unit + 1);
    return [`${h} = ${name}(z₁, …, z${subscript(layer.pre_activations)}${note})${own}`, ...where, `z${own} = ${sums[0]}`];
  }
  return [`${h} = ${name}(${sums[0]}${note})`, ...where];
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
  const shown = [...terms, ...bias].map(({ value, text }, i) => {
    const sign = value < 0 ? "−" : "+";
    const number = `${readable(Math.abs(value))}${text}`;
    if (i === 0) return sign === "−" ? `−${number}` : number;
    return `${sign} ${number}`;
  });
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
