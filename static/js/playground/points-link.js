/**
 * A reader's own points within a link, as the server reads them: columns as JSON, beside their names where they have some,
 * deflated, in letters of an address.
 */

/** @typedef {import("../shared/plan-query.js").Sample} Sample */

/**
 * @param {Sample[]} points
 * @param {string[] | null} [names] of the inputs
 * @returns {Promise<string>}
 */
export async function linkText(points, names = null) {
  const columns = points[0].map((_, column) => points.map((point) => point[column]));
  const deflated = new Blob([JSON.stringify(names ? { names, columns } : columns)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
