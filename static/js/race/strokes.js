/** The colour and the stroke of each lane, the same wherever it is shown; the server says which. */

const element = /** @type {HTMLElement} */ (document.getElementById("race"));

/** @typedef {"solid" | "dashed" | "dotted"} Line */

/** @type {{colour: string, line: Line}[]} */
const strokes = JSON.parse(element.dataset.strokes ?? "[]");

/** @param {number} lane @returns {Line} */
export const lineOf = (lane) => strokes[lane].line;

/**
 * Show in `part` that it belongs to a lane.
 * @param {Element} part
 * @param {number} lane its number
 */
export function inStroke(part, lane) {
  const { colour, line } = strokes[lane];
  /** @type {HTMLElement | SVGElement} */ (part).style.setProperty("--curve", colour);
  for (const name of ["dashed", "dotted"]) part.classList.toggle(name, name === line);
}
