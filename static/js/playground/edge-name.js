/** What a weight of a network is called, how strong it is, and how the loss changes with it: a pure function. */

import { filled, readable } from "../shared/readable.js";
import { preActivationsOf, strongest } from "./unit-weights.js";

/** @typedef {import("./edges.js").EdgeSpot} EdgeSpot */
/** @typedef {import("./unit-weights.js").LayerShape} LayerShape */
/** @typedef {import("../shared/typed-arrays.js").Floats} Floats */

/**
 * @param {EdgeSpot} edge
 * @param {{weights: {W: Floats}[], gradients: {W: Floats}[]}} frame
 * @param {{inputs: string[], layers: LayerShape[]}} network the names of its inputs, and its layers, the output last
 * @param {DOMStringMap} texts unitName, outputName; weight, or strongest where a unit has several
 * @returns {string} "" where there is no such weight
 */
export function edgeName({ layer, input, unit }, { weights, gradients }, { inputs, layers }, texts) {
  const { unitName = "", outputName = "", weight = "", strongest: ofSeveral = "" } = texts;
  const tensor = weights[layer]?.W;
  if (!tensor || input >= tensor.shape[0] || unit >= layers[layer].outputs) return "";
  const row = input * tensor.shape[1];
  const columns = preActivationsOf(layers[layer], unit);
  const value = strongest(tensor.values, row, columns);
  const column = columns.find((candidate) => tensor.values[row + candidate] === value) ?? columns[0];
  const nameOf = (/** @type {number} */ of, /** @type {number} */ number) => {
    return filled(of === layers.length - 1 ? outputName : unitName, { layer: of + 1, unit: number + 1 });
  };
  return filled(columns.length > 1 ? ofSeveral : weight, {
    from: layer === 0 ? inputs[input] : nameOf(layer - 1, input),
    to: nameOf(layer, unit),
    weight: readable(value),
    gradient: readable(gradients[layer].W.values[row + column]),
    count: columns.length,
  });
}
