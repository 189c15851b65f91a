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
 * @param {{dtype: string, bdata: string, shape: string}} packed
 * @returns {Floats | Bytes}
 */
function typedArray({ dtype, bdata, shape }) {
  const text = atob(bdata);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const sizes = shape.split(",").map(Number);
  return dtype === "f4" ? { values: new Float32Array(bytes.buffer), shape: sizes } : { values: bytes, shape: sizes };
}
