/** The plane that a network answers over: between coordinates, pixels and the cells of a map. Pure functions. */

/** @typedef {{left: number, top: number, side: number}} Square where a plot draws the plane, in pixels */
/** @typedef {{x: number, y: number}} Point */

export const LOW = -6;
export const HIGH = 6;
const SPAN = HIGH - LOW;
/** Around the plane, in CSS pixels; the numbers of its axes stand there. */
const MARGIN = { left: 22, top: 6, right: 6, bottom: 18 };

/**
 * Where a plot of this size draws the plane.
 * @param {number} width in CSS pixels
 * @param {number} height
 * @returns {Square}
 */
export function squareIn(width, height) {
  const { left, top, right, bottom } = MARGIN;
  return { left, top, side: Math.min(width - left - right, height - top - bottom) };
}

/**
 * @param {Point} point
 * @param {Square} square
 * @returns {Point} its pixels
 */
export function toPixels({ x, y }, { left, top, side }) {
  return { x: left + ((x - LOW) / SPAN) * side, y: top + ((HIGH - y) / SPAN) * side };
}

/**
 * @param {Point} pixels
 * @param {Square} square
 * @returns {Point | null} coordinates; null outside the plane
 */
export function toPlane(pixels, { left, top, side }) {
  const x = LOW + ((pixels.x - left) / side) * SPAN;
  const y = HIGH - ((pixels.y - top) / side) * SPAN;
  return Math.max(Math.abs(x), Math.abs(y)) <= HIGH ? { x, y } : null;
}

const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });

/**
 * The point of the plane that an arrow key leads to, a whole number of steps from the middle.
 * @param {Point | null} from null: the middle
 * @param {string} key
 * @param {number} step
 * @returns {Point | null} null for another key
 */
export function walked(from, key, step) {
  const direction = ARROWS[key];
  if (!direction) return null;
  const { x, y } = from ?? { x: 0, y: 0 };
  const within = (/** @type {number} */ value) => Math.min(HIGH, Math.max(LOW, Math.round(value / step) * step));
  return { x: within(x + step * direction[0]), y: within(y + step * direction[1]) };
}

/**
 * The place in a map, whose first row and last column are at the edge of the plane, that is nearest to a point.
 * @param {Point} point
 * @param {number} side of the map
 */
export function cellOf({ x, y }, side) {
  const place = (/** @type {number} */ share) => Math.min(side - 1, Math.max(0, Math.round(share * (side - 1))));
  return place((HIGH - y) / SPAN) * side + place((x - LOW) / SPAN);
}

/** @typedef {{x: number, y: number, label: number, isTest: boolean}} Sample */

/**
 * @param {{train: {x: {values: ArrayLike<number>}, y: {values: ArrayLike<number>}}, test: {x: {values: ArrayLike<number>}, y: {values: ArrayLike<number>}}}} data
 * @returns {Sample[]} all points, those of the test first, so that the others lie upon them
 */
export function samplesOf({ train, test }) {
  const list = (/** @type {typeof train} */ { x, y }, /** @type {boolean} */ isTest) =>
    Array.from(y.values, (label, i) => ({ x: x.values[2 * i], y: x.values[2 * i + 1], label, isTest }));
  return [...list(test, true), ...list(train, false)];
}

/**
 * @param {Sample[]} samples
 * @param {Point} point
 * @param {number} within this distance
 * @returns {Sample | null}
 */
export function nearestSample(samples, point, within) {
  let [best, least] = [/** @type {Sample | null} */ (null), within];
  for (const sample of samples) {
    const distance = Math.hypot(sample.x - point.x, sample.y - point.y);
    if (distance <= least) [best, least] = [sample, distance];
  }
  return best;
}
