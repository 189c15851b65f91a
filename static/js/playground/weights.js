/** The weights of a frame as plain numbers, for a file or the server: pure functions. */

/** @typedef {{values: ArrayLike<number>, shape: number[]}} Tensor */

/**
 * @param {Tensor} tensor
 * @returns {any} its numbers in nested lists, each in the fewest digits that name the same float32
 */
export function nested({ values, shape }) {
  if (shape.length < 2) return Array.from(values, shortest);
  const [rows, ...rest] = shape;
  const size = values.length / (rows || 1);
  return Array.from({ length: rows }, (_, row) => nested({ values: Array.prototype.slice.call(values, row * size, (row + 1) * size), shape: rest }));
}

/**
 * What each layer of a frame has learned: W, b and the activation's own tensors, by name.
 * @param {{weights: Record<string, Tensor>[], layers: {learned: Record<string, number>}[]}} frame
 * @returns {Record<string, any>[]}
 */
export function weightsOf({ weights, layers }) {
  return weights.map((tensors, i) => ({
    ...layers[i].learned,
    ...Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, nested(tensor)])),
  }));
}

/**
 * A float32 in the fewest digits that read back as the same float32.
 * @param {number} value
 * @returns {number}
 */
function shortest(value) {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return value;
}
