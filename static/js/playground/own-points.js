/** A reader's own samples as a list of rows such as [x, y, label]: pure functions, each of which answers a changed copy. */

import { csvText } from "../shared/csv.js";

/** @typedef {import("../shared/plan-query.js").Sample} Sample */

const DIGITS = 5;
/** A hand tells so many places apart across a plot. */
const STEPS = 500;

/**
 * @param {Sample[]} points
 * @param {{x: number, y: number}} place
 * @param {number | string} label
 * @param {number} most points
 * @returns {Sample[]} with one more, as long as there is room
 */
export function withPoint(points, { x, y }, label, most) {
  return points.length < most ? [...points, [tidy(x), tidy(y), label]] : points;
}

/**
 * Where a reader has pointed, in no more digits than a hand can mean, so that a link can carry many points.
 * @param {{x: number, y: number}} place
 * @param {import("./plane.js").Plane} plane
 */
export function placed({ x, y }, plane) {
  const rounded = (/** @type {number} */ value, /** @type {[number, number]} */ [low, high]) => {
    const power = Math.floor(Math.log10((high - low) / STEPS));
    // a division by a power of ten has no digits to spare, a product with 0.01 has
    return power < 0 ? Math.round(value * 10 ** -power) / 10 ** -power : Math.round(value / 10 ** power) * 10 ** power;
  };
  return { x: rounded(x, plane.x), y: rounded(y, plane.y) };
}

/**
 * @param {Sample[]} points
 * @param {(place: {x: number, y: number}) => boolean} isNear
 * @returns {Sample[]} `points` itself where none is near
 */
export function withoutNear(points, isNear) {
  const rest = points.filter(([x, y]) => !isNear({ x: Number(x), y: Number(y) }));
  return rest.length < points.length ? rest : points;
}

/**
 * @param {{x: {values: ArrayLike<number>}, y: {values: ArrayLike<number>}}[]} parts of the data of a run
 * @param {string[] | null} names of its classes; null where it has targets
 * @param {number} width how many inputs a point has
 * @returns {Sample[]}
 */
export function pointsOf(parts, names, width) {
  const label = (/** @type {number} */ value) => (names ? labelOf(names[value]) : tidy(value));
  return parts.flatMap(({ x, y }) => Array.from(y.values, (value, i) => [...Array.from({ length: width }, (_, input) => tidy(x.values[width * i + input])), label(value)]));
}

/**
 * @param {string} text that a reader wrote
 * @returns {number | string} the number that it is, or else the name of a class
 */
export function labelOf(text) {
  const label = text.trim();
  return label !== "" && Number.isFinite(Number(label)) ? Number(label) : label;
}

/**
 * @param {Sample[]} points
 * @param {string[] | null} [columns] what the inputs are called
 * @returns {string} lines such as x,y,label under a header
 */
export function csvOf(points, columns = null) {
  return csvText([[...(columns ?? usualColumns(inputsOf(points))), "label"], ...points]);
}

/** How many inputs the points have; where there are none, as many as those that are drawn. @param {Sample[]} points */
export const inputsOf = (points) => (points.length > 0 ? points[0].length : 3) - 1;

/** How inputs are called that have no names of their own. @param {number} count @returns {string[]} */
const usualColumns = (count) => ["x", "y"].length < count ? Array.from({ length: count }, (_, i) => `x${i + 1}`) : ["x", "y"].slice(0, count);

/**
 * @param {unknown} value whatever was kept
 * @returns {Sample[]} the points that it holds, as wide as the first, if it holds any
 */
export function readPoints(value) {
  if (!Array.isArray(value)) return [];
  const isPoint = (/** @type {unknown} */ row) =>
    Array.isArray(row) && row.length >= 2 && row.every((value, i) => Number.isFinite(value) || (i === row.length - 1 && typeof value === "string"));
  const points = value.filter(isPoint);
  return points.filter(({ length }) => length === points[0].length);
}

/**
 * @param {Sample[]} points
 * @param {number} most classes that there may be: more different numbers are targets
 * @returns {(number | string)[] | null} the classes, numbers ascending or texts by the alphabet; null where labels are targets
 */
export function classesOf(points, most) {
  const found = [...new Set(points.map((point) => point[point.length - 1]))];
  const areNumbers = found.every((label) => typeof label === "number");
  if (areNumbers && found.length > most) return null;
  return areNumbers ? found.toSorted((a, b) => Number(a) - Number(b)) : found.toSorted((a, b) => String(a).localeCompare(String(b)));
}

/** @param {number} value */
const tidy = (value) => Number(value.toPrecision(DIGITS));
