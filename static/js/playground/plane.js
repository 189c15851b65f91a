/** The plane that a network answers over: between coordinates, pixels and the cells of a map. Pure functions. */

import { readable } from "../shared/readable.js";
import { ticks } from "../shared/ticks.js";

/** @typedef {{x: [number, number], y: [number, number], names?: [string, string], is_line?: boolean}} Plane from left to right, and from bottom to top; names of its axes */
/** @typedef {{left: number, top: number, width: number, height: number, plane: Plane}} Area where a plot draws a plane, in pixels */
/** @typedef {{x: number, y: number}} Point */

/** Where drawn points lie. @type {Plane} */
export const USUAL = { x: [-6, 6], y: [-6, 6] };
/** Around the plane, in CSS pixels; the numbers of its axes stand there. */
const MARGIN = { left: 22, top: 6, right: 6, bottom: 18 };
/** The size of letters that these are for. */
const LETTERS = 11;
/** Numbers of other planes have more digits; beside a line they stand closer. */
const WIDE = 46;
const BESIDE_LINE = 40;
/** For the names of two axes. */
const NAMED = 15;
const EDGE = 0.1;
/** What a step of a tick may begin with: from −6 to 6, thirds. */
const DIGITS = [1, 2, 3, 5, 10];

/**
 * Where a plot of this size draws the plane.
 * @param {number} width in CSS pixels
 * @param {number} height
 * @param {Plane} [plane]
 * @param {number} [letters] their size in CSS pixels
 * @returns {Area}
 */
export function squareIn(width, height, plane = USUAL, letters = LETTERS) {
  const { top, right } = MARGIN;
  const named = isNamed(plane) ? NAMED : 0;
  const [left, bottom] = [(isUsual(plane) ? MARGIN.left : WIDE) + named, MARGIN.bottom + named].map((size) => (size * letters) / LETTERS);
  const side = Math.min(width - left - right, height - top - bottom);
  return { left, top, width: side, height: side, plane };
}

/**
 * Where a plot of this size draws the line of one input, and what is answered along it.
 * @param {number} width in CSS pixels
 * @param {number} height
 * @param {Plane} plane
 * @param {number} [letters] their size in CSS pixels
 * @returns {Area}
 */
export function areaIn(width, height, plane, letters = LETTERS) {
  const { top, right } = MARGIN;
  const [left, bottom] = [BESIDE_LINE, MARGIN.bottom].map((size) => (size * letters) / LETTERS);
  return { left, top, width: width - left - right, height: height - top - bottom, plane };
}

/** Whether the axes of a plane have other names than x and y, which need not be said. @param {Plane} plane */
export const isNamed = ({ names, is_line: isLine }) => !isLine && names !== undefined && names.join() !== "x,y";

/** @param {Plane} plane */
const isUsual = ({ x, y }) => [...x, ...y].every((end) => Math.abs(end) === USUAL.x[1]);

/**
 * @param {Point[]} points
 * @returns {Plane} the usual one while all points lie in it, else one with a margin around them
 */
export function planeAround(points) {
  if (points.every(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) <= USUAL.x[1])) return USUAL;
  return { x: around(points.map(({ x }) => x)), y: around(points.map(({ y }) => y)) };
}

/**
 * @param {number[]} values
 * @returns {[number, number]} a range with a margin around them
 */
export function around(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = EDGE * (high - low || 1);
  return [low - margin, high + margin];
}

/**
 * @param {[number, number]} range of an axis
 * @returns {number[]} round numbers within it, some four of them
 */
export const ticksOf = ([low, high]) => ticks(low, high, 4, { digits: DIGITS });

/**
 * @param {Point} point
 * @param {Area} area
 * @returns {Point} its pixels
 */
export function toPixels(point, { left, top, width, height, plane }) {
  const { x, y } = shareOf(point, plane);
  return { x: left + x * width, y: top + y * height };
}

/**
 * @param {Point} point
 * @param {Plane} plane
 * @returns {Point} as shares of the plane, from the left and from the top
 */
function shareOf({ x, y }, { x: [left, right], y: [bottom, top] }) {
  return { x: (x - left) / (right - left), y: (top - y) / (top - bottom) };
}

/**
 * @param {Point} pixels
 * @param {Area} area
 * @returns {Point | null} coordinates; null outside the plane
 */
export function toPlane(pixels, { left, top, width, height, plane }) {
  const [across, down] = [(pixels.x - left) / width, (pixels.y - top) / height];
  if (Math.min(across, down) < 0 || Math.max(across, down) > 1) return null;
  const [[low, right], [bottom, high]] = [plane.x, plane.y];
  return { x: low + across * (right - low), y: high - down * (high - bottom) };
}

const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });

/**
 * The point of the plane that an arrow key leads to, a whole number of steps from the middle.
 * @param {Point | null} from null: the middle
 * @param {string} key
 * @param {number} steps from one end of the plane to the other
 * @param {Plane} plane
 * @returns {Point | null} null for another key
 */
export function walked(from, key, steps, plane) {
  const direction = ARROWS[key];
  if (!direction) return null;
  const move = ([low, high] = USUAL.x, /** @type {number | undefined} */ at, /** @type {number} */ way) => {
    const [middle, step] = [(low + high) / 2, (high - low) / steps];
    const from = at === undefined ? 0 : Math.round((at - middle) / step);
    return middle + step * Math.min(steps / 2, Math.max(-steps / 2, from + way));
  };
  return { x: move(plane.x, from?.x, direction[0]), y: move(plane.y, from?.y, direction[1]) };
}

/**
 * A coordinate in the digits that a plot of this range can tell apart.
 * @param {number} value
 * @param {[number, number]} range
 * @returns {string}
 */
export function coordinate(value, [low, high]) {
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(high - low)));
  return decimals > 6 ? readable(value, 4) : value.toFixed(decimals).replace("-", "−");
}

/**
 * The place in a map, whose first row and last column are at the edge of the plane, that is nearest to a point.
 * @param {Point} point
 * @param {number[]} shape of the map, or of several
 * @param {Plane} plane
 */
export function cellOf(point, [, rows, columns], plane) {
  const place = (/** @type {number} */ share, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));
  const { x, y } = shareOf(point, plane);
  return place(y, rows) * columns + place(x, columns);
}

/** @typedef {{x: number, y: number, label: number, isTest: boolean}} Mark a point as it is drawn */
/** @typedef {Mark & {row: number}} Sample row: its number among those of its kind */

/** @typedef {{origin: number[], onto: number[][]}} Embedding a point less the origin, times `onto`, is where it is shown */
/** @typedef {{x: {values: ArrayLike<number>}, y: {values: ArrayLike<number>}}} Points inputs, point by point, and labels */

/**
 * @param {{train: Points, test: Points}} data
 * @param {{columns: string[], classes: number | null, grid: {embedding: Embedding | null}}} run
 * @returns {Sample[]} all points, those of the test first, so that the others lie upon them; along a line at what they ask for
 */
export function samplesOf({ train, test }, { columns, classes, grid: { embedding } }) {
  const width = columns.length;
  const shown = (/** @type {ArrayLike<number>} */ x, /** @type {number} */ at, /** @type {0 | 1} */ axis) => {
    if (!embedding) return x[at + axis];
    return columns.reduce((sum, _, i) => sum + (x[at + i] - embedding.origin[i]) * embedding.onto[i][axis], 0);
  };
  // a target, the probability of class 1, or of its own class among several
  const asked = (/** @type {number} */ label) => ((classes ?? 0) > 2 ? 1 : label);
  const list = (/** @type {Points} */ { x, y }, /** @type {boolean} */ isTest) =>
    Array.from(y.values, (label, i) => {
      const at = i * width;
      return { x: shown(x.values, at, 0), y: width === 1 ? asked(label) : shown(x.values, at, 1), label, isTest, row: i };
    });
  return [...list(test, true), ...list(train, false)];
}

/**
 * @param {Sample[]} samples
 * @param {Point} point
 * @param {number} within so many pixels
 * @param {Area} area
 * @returns {Sample | null}
 */
export function nearestSample(samples, point, within, area) {
  let [best, least] = [/** @type {Sample | null} */ (null), within];
  const from = toPixels(point, area);
  for (const sample of samples) {
    const { x, y } = toPixels(sample, area);
    const distance = Math.hypot(x - from.x, y - from.y);
    if (distance <= least) [best, least] = [sample, distance];
  }
  return best;
}
