/** How the page's address names the plane that is looked at: pure functions. */

/** @typedef {import("./messages").View} View */

/** What nobody has chosen. @type {View} */
export const USUAL_VIEW = { kind: "components", x: 0, y: 1, sample: null };

/**
 * @param {View | null} view
 * @returns {string} the numbers of two columns, and of the training point through which their plane goes; "" of any other plane
 */
export function viewText(view) {
  if (view?.kind !== "columns") return "";
  const { x, y, sample } = view;
  return [x, y, ...(sample === null ? [] : [sample])].join();
}

/**
 * @param {string | null} text as `viewText` writes it
 * @returns {View} the usual one where the text names no plane
 */
export function viewOf(text) {
  const found = text?.match(/^(\d+),(\d+)(?:,(\d+))?$/);
  if (!found) return USUAL_VIEW;
  const [, x, y, sample] = found;
  return { kind: "columns", x: Number(x), y: Number(y), sample: sample === undefined ? null : Number(sample) };
}

/**
 * @param {View} view
 * @param {number} columns of the data
 * @param {number} rows to learn from
 * @returns {boolean} whether such data has that plane
 */
export function fits({ kind, x, y, sample }, columns, rows) {
  if (columns < 3) return false;
  return kind === "components" || (x !== y && Math.max(x, y) < columns && (sample ?? 0) < rows);
}
