/** A reader's own points as a list of [x, y, label]: pure functions, each of which answers a changed copy. */

/** @typedef {import("../shared/plan-query.js").Sample} Sample */

const DIGITS = 3;

/**
 * @param {Sample[]} points
 * @param {{x: number, y: number}} place
 * @param {number} label
 * @param {number} most points
 * @returns {Sample[]} with one more, as long as there is room
 */
export function withPoint(points, { x, y }, label, most) {
  return points.length < most ? [...points, [tidy(x), tidy(y), label]] : points;
}

/**
 * @param {Sample[]} points
 * @param {{x: number, y: number}} place
 * @param {number} within this distance
 * @returns {Sample[]} `points` itself where none is so near
 */
export function withoutNear(points, place, within) {
  const rest = points.filter(([x, y]) => Math.hypot(x - place.x, y - place.y) > within);
  return rest.length < points.length ? rest : points;
}

/**
 * @param {{x: {values: ArrayLike<number>}, y: {values: ArrayLike<number>}}[]} parts of the data of a run
 * @returns {Sample[]}
 */
export function pointsOf(parts) {
  return parts.flatMap(({ x, y }) => Array.from(y.values, (label, i) => /** @type {Sample} */ ([tidy(x.values[2 * i]), tidy(x.values[2 * i + 1]), label])));
}

/**
 * @param {Sample[]} points
 * @returns {string} lines x,y,label under a header
 */
export function csvOf(points) {
  return ["x,y,label", ...points.map((point) => point.join(","))].join("\n") + "\n";
}

/**
 * @param {unknown} value whatever was kept
 * @returns {Sample[]} the points that it holds, if it holds any
 */
export function readPoints(value) {
  if (!Array.isArray(value)) return [];
  const isPoint = (/** @type {unknown} */ row) => Array.isArray(row) && row.length === 3 && row.every(Number.isFinite);
  return value.filter(isPoint);
}

/**
 * @param {Sample[]} points
 * @returns {number} how many classes they are of
 */
export function classCount(points) {
  return new Set(points.map(([, , label]) => label)).size;
}

/** @param {number} value */
const tidy = (value) => Number(value.toFixed(DIGITS));
