/** A reader's own points within a link, as the server reads them: columns as JSON, deflated, in letters of an address. */

/** @typedef {import("../shared/plan-query.js").Sample} Sample */

/**
 * @param {Sample[]} points
 * @returns {Promise<string>}
 */
export async function linkText(points) {
  const columns = points[0].map((_, column) => points.map((point) => point[column]));
  const deflated = new Blob([JSON.stringify(columns)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
