/** Typed arrays as messages carry them, `{dtype, bdata, shape}` with little-endian bytes in base64: pure functions. */

/** @typedef {{values: Float32Array, shape: number[]}} Floats */
/** @typedef {{values: Uint8Array, shape: number[]}} Bytes */

/**
 * The same value with every typed array in it decoded.
 * @param {any} value parsed JSON
 * @returns {any}
 */
export function decoded(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.map(decoded) : value;
  if (typeof value.bdata === "string") return typedArray(value);
  for (const [name, part] of Object.entries(value)) if (typeof part === "object") value[name] = decoded(part);
  return value;
}

/**
 * The numbers of a figure's trace.
 * @param {{bdata: string} | number[]} values an array of float64 in base64, or a list
 * @returns {ArrayLike<number>}
 */
export function numbers(values) {
  return Array.isArray(values) ? values : new Float64Array(bytesOf(values.bdata).buffer);
}

/** @param {string} base64 */
function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * @param {{dtype: string, bdata: string, shape: string}} packed
 * @returns {Floats | Bytes}
 */
function typedArray({ dtype, bdata, shape }) {
  const bytes = bytesOf(bdata);
  const sizes = shape.split(",").map(Number);
  return dtype === "f4" ? { values: new Float32Array(bytes.buffer), shape: sizes } : { values: bytes, shape: sizes };
}
