/** Where pixels that learned meet others: a pure function. */

/** @typedef {import("./pixels.js").Pixels} Pixels */

/**
 * The line round the pixels that learned, as a path of SVG whose unit is a pixel, its origin the corner below the first.
 * Rows go up, as y does on an axis.
 * @param {Pixels} pixels
 * @returns {string}
 */
export function learnedEdge({ rows, columns, outcome, shown }) {
  const learned = Array.from(shown, (source) => (source < 0 ? null : outcome[source] === "learned"));
  const differ = (/** @type {number} */ a, /** @type {number} */ b) => learned[a] !== null && learned[b] !== null && learned[a] !== learned[b];
  let path = "";
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const own = row * columns + column;
      const y = rows - row;
      if (column > 0 && differ(own, own - 1)) path += `M${column} ${y}v-1`;
      if (row > 0 && differ(own, own - columns)) path += `M${column} ${y}h1`;
    }
  }
  return path;
}
