/** The colour and the stroke of each lane, the same wherever it is shown; the server says which. */

const element = /** @type {HTMLElement} */ (document.getElementById("race"));

/** @type {{colour: string, dashed: boolean}[]} */
const strokes = JSON.parse(element.dataset.strokes ?? "[]");

/**
 * Show in `part` that it belongs to a lane.
 * @param {Element} part
 * @param {number} lane its number
 */
export function inStroke(part, lane) {
  const { colour, dashed } = strokes[lane];
  /** @type {HTMLElement | SVGElement} */ (part).style.setProperty("--curve", colour);
  part.classList.toggle("dashed", dashed);
}
