/** Which weights and biases belong to which unit of a layer: pure functions. */

/** @typedef {{outputs: number, pre_activations: number, adjacent: boolean}} LayerShape adjacent: the pre-activations of a unit stand side by side */

/**
 * The pre-activations that an output of a layer is made of: one, k neighbours for maxout, one of each half for gated
 * linear units; both halves of CReLU's outputs share theirs.
 * @param {LayerShape} layer
 * @param {number} unit
 * @returns {number[]} indices
 */
export function preActivationsOf({ outputs, pre_activations: count, adjacent }, unit) {
  if (count <= outputs) return [unit % count];
  const each = count / outputs;
  return Array.from({ length: each }, (_, i) => (adjacent ? unit * each + i : unit + i * outputs));
}

/**
 * The pre-activations of each unit of each layer.
 * @param {LayerShape[]} layers
 * @returns {number[][][]}
 */
export function preActivations(layers) {
  return layers.map((layer) => Array.from({ length: layer.outputs }, (_, unit) => preActivationsOf(layer, unit)));
}

/**
 * Of several numbers, the one farthest from zero.
 * @param {Float32Array} values
 * @param {number} from where a row of pre-activations begins
 * @param {number[]} indices in that row
 */
export function strongest(values, from, indices) {
  let most = values[from + indices[0]];
  for (let i = 1; i < indices.length; i++) {
    const value = values[from + indices[i]];
    if (Math.abs(value) > Math.abs(most)) most = value;
  }
  return most;
}

/**
 * @param {Float32Array} values
 * @returns {number} the largest size among them
 */
export function reach(values) {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most) most = size;
  }
  return most;
}

/**
 * @param {number} number
 * @param {Float32Array} values
 * @returns {number} the size of the value that is the `number`th largest in size; 0 where there are not so many
 */
export function sizeOfNumber(number, values) {
  if (values.length <= number) return 0;
  return values.map(Math.abs).sort()[values.length - number];
}
