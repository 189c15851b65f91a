/** The weights of a network as lines from unit to unit: which are drawn, where they run, which is under a pointer. Pure functions. */

import { reach, sizeOfNumber, strongest } from "./unit-weights.js";

/** @typedef {import("../shared/typed-arrays.js").Floats} Floats */
/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Place} Place */
/** @typedef {{layer: number, input: number, unit: number}} EdgeSpot from an input of a layer, from 0, to one of its units */
/** @typedef {EdgeSpot & {weight: number, share: number}} Edge share: of the strongest weight of the layer, in size */
/** @typedef {{start: number, end: number, from: number, to: number}} Course x and y of both ends */

/** Of more weights than this between two layers, the strongest are drawn. */
export const MOST_LINES = 500;
/** A weight below this share of the strongest is not seen. */
const FAINT = 0.02;
const NEAR_PX = 6;
/** Of two lines about as near, the stronger is meant. */
const STRONGER_PX = 2;
const NEWTON_STEPS = 4;

/**
 * The weights of a layer that are drawn; where a unit has several for an input, the strongest of them.
 * @param {Floats} weights of shape (inputs, pre-activations)
 * @param {number[][]} preActivations of each unit
 * @param {number} layer
 * @returns {Edge[]}
 */
export function edgesOf({ values, shape: [inputs, width] }, preActivations, layer) {
  const most = reach(values) || 1;
  const faintest = Math.max(FAINT, sizeOfNumber(MOST_LINES, values) / most);
  const edges = [];
  for (let input = 0; input < inputs; input++) {
    for (let unit = 0; unit < preActivations.length; unit++) {
      const weight = strongest(values, input * width, preActivations[unit]);
      const share = Math.abs(weight) / most;
      if (share >= faintest) edges.push({ layer, input, unit, weight, share });
    }
  }
  return edges;
}

/**
 * @param {EdgeSpot} edge
 * @param {GraphLayout} layout
 * @returns {Course}
 */
export function courseOf({ layer, input, unit }, { columns, size }) {
  const { places, size: own, end } = columns[layer];
  const [from, to] = [places[input], columns[layer + 1].places[unit]];
  return { start: end ?? from.x + own / 2, end: to.x - size / 2, from: from.y, to: to.y };
}

/**
 * Draw a line, on a canvas or as the path of an SVG.
 * @param {{moveTo: Path2D["moveTo"], bezierCurveTo: Path2D["bezierCurveTo"]}} path
 * @param {Course} course
 */
export function trace(path, { start, end, from, to }) {
  const middle = (start + end) / 2;
  path.moveTo(start, from);
  path.bezierCurveTo(middle, from, middle, to, end, to);
}

/**
 * How high a line is at x: that of `trace`.
 * @param {Course} course
 * @param {number} x between its ends
 */
export function heightAt({ start, end, from, to }, x) {
  const share = (x - start) / (end - start);
  let t = share;
  for (let step = 0; step < NEWTON_STEPS; step++) t -= (t * (1.5 + t * (t - 1.5)) - share) / (1.5 + 3 * t * (t - 1));
  return from + (to - from) * t * t * (3 - 2 * t);
}

/**
 * @param {Edge[]} edges that are drawn
 * @param {GraphLayout} layout
 * @param {Place} pointer
 * @returns {Edge | null} the one that is under the pointer
 */
export function edgeAt(edges, layout, { x, y }) {
  let [best, least] = [/** @type {Edge | null} */ (null), Infinity];
  for (const edge of edges) {
    const course = courseOf(edge, layout);
    if (x <= course.start || x >= course.end) continue;
    const height = heightAt(course, x);
    const slope = heightAt(course, Math.min(course.end, x + 1)) - height;
    const distance = Math.abs(y - height) / Math.hypot(1, slope);
    const rank = distance - STRONGER_PX * edge.share;
    if (distance <= NEAR_PX && rank < least) [best, least] = [edge, rank];
  }
  return best;
}
