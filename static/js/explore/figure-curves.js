/** The curves of a figure, to be read at any x as they are drawn: pure functions. */

import { numbers } from "../shared/typed-arrays.js";

/** @typedef {import("../shared/plot.js").Figure} Figure */
/**
 * What is drawn of one curve in one panel: f, f′ or f″ (`order` 0, 1 or 2) of curve number `index`, with gaps in y, and the
 * closed dots by their x, where torch puts what stands in a gap.
 * @typedef {{index: number, order: number, panel: string, colour: string, x: ArrayLike<number>, y: ArrayLike<number>,
 *   dots: Map<number, number>}} Line
 */
/**
 * A quantity at one x, null where it has no finite value, and what it comes to from either side.
 * @typedef {{at: number | null, left: number | null, right: number | null}} Reading
 */

/**
 * @param {Figure} figure
 * @returns {Line[]}
 */
export function linesOf({ data }) {
  const dots = data.filter(({ mode }) => mode === "markers");
  return data
    .filter(({ mode, meta }) => mode === "lines" && meta)
    .map(({ meta, yaxis, line, legendgroup, x, y, customdata }) => ({
      index: meta.curve,
      order: meta.order,
      panel: yaxis,
      colour: line.color,
      x: numbers(x),
      // what is drawn without its sign has it here
      y: numbers(customdata ?? y),
      dots: new Map(dots.filter((trace) => trace.yaxis === yaxis && trace.legendgroup === legendgroup).flatMap(closed)),
    }));
}

/**
 * @param {Record<string, any>} trace of dots
 * @returns {[number, number][]} x and y of those that are closed
 */
function closed({ x, y, marker }) {
  return [...marker.symbol.keys()].filter((i) => marker.symbol[i] === "circle").map((i) => [x[i], y[i]]);
}

/**
 * @param {Line} line
 * @param {number} x
 * @returns {Reading} between two samples on the straight line that is drawn there
 */
export function readingOf(line, x) {
  const i = lastUpTo(line.x, x);
  if (i < 0 || x > line.x[line.x.length - 1]) return { at: null, left: null, right: null };
  const [low, high] = [line.x[i], line.x[Math.min(i + 1, line.x.length - 1)]];
  if (low === x && !Number.isFinite(line.y[i])) {
    return { at: finite(line.dots.get(x)), left: finite(line.y[i - 1]), right: finite(line.y[i + 1]) };
  }
  const share = low === high ? 0 : (x - low) / (high - low);
  const at = share === 0 ? finite(line.y[i]) : finite(line.y[i] + share * (line.y[i + 1] - line.y[i]));
  return { at, left: at, right: at };
}

/**
 * The slope of what is drawn, for who sees f alone.
 * @param {Line} line
 * @param {number} x
 * @returns {Reading}
 */
export function steepnessOf({ x: xs, y }, x) {
  const i = lastUpTo(xs, x);
  const slope = (/** @type {number} */ from) => finite((y[from + 1] - y[from]) / (xs[from + 1] - xs[from]));
  const right = slope(i);
  return xs[i] === x ? { at: null, left: slope(i - 1), right } : { at: right, left: right, right };
}

/**
 * Where the curves jump or bend: what is near to one of these is likely meant to be there.
 * @param {Line[]} lines
 * @returns {number[]}
 */
export function kinksOf(lines) {
  const gaps = lines.flatMap(({ x, y }) => Array.from(x).filter((_, i) => i > 0 && i < x.length - 1 && isGap(y, i)));
  return [...new Set(gaps)];
}

/** @type {(y: ArrayLike<number>, i: number) => boolean} */
const isGap = (y, i) => !Number.isFinite(y[i]) && Number.isFinite(y[i - 1]) && Number.isFinite(y[i + 1]);

/**
 * @param {ArrayLike<number>} ascending
 * @param {number} x
 * @returns {number} the place of the last number that is not above x, or −1
 */
function lastUpTo(ascending, x) {
  let [from, to] = [-1, ascending.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (ascending[middle] <= x) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** @param {number | undefined} value */
const finite = (value) => (value !== undefined && Number.isFinite(value) ? value : null);
