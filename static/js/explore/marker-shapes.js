/** What a marker shows of each curve: dots on f, f′ and f″, and the tangent on f: pure functions. */

import { readingOf, steepnessOf } from "./figure-curves.js";
import { across, down, tangent } from "./panels.js";

/** @typedef {import("./figure-curves.js").Line} Line */
/** @typedef {import("./figure-curves.js").Reading} Reading */
/** @typedef {import("./panels.js").Panel} Panel */
/** @typedef {{x1: number, y1: number, x2: number, y2: number}} Stroke in pixels of the chart */
/**
 * One curve at the marker; `end` is where its tangent ends, on the side where a label has room, if there is a tangent.
 * @typedef {{index: number, colour: string, dots: {x: number, y: number}[], tangents: Stroke[], end: {x: number, y: number} | null}} Shape
 */

/** Pixels of a tangent to either side of its point, and what share of a narrow panel's width it may have. */
const REACH = 72;
const SHARE = 1 / 7;
/** Pixels that the text of a label needs, and between it and its line. */
const LABEL_WIDTH = 110;
const BESIDE = 12;

/**
 * @param {Line[]} lines
 * @param {Panel[]} panels
 * @param {number} x
 * @returns {Shape[]}
 */
export function shapesOf(lines, panels, x) {
  const indices = [...new Set(lines.map(({ index }) => index))];
  return indices.map((index) => {
    const own = lines.filter((line) => line.index === index);
    const dots = own.flatMap((line) => dotsOf(line, panels, x));
    const tangents = tangentsOf(own, panels, x);
    return { index, colour: own[0].colour, dots, tangents, end: endOf(tangents, panels) };
  });
}

/** @type {(line: Line, panels: Panel[], x: number) => {x: number, y: number}[]} */
function dotsOf(line, panels, x) {
  const panel = panels.find(({ name }) => name === line.panel);
  const { at } = readingOf(line, x);
  if (!panel || at === null) return [];
  const y = down(panel, at);
  // what leaves the panel is not there
  return y >= panel.top - 1 && y <= panel.bottom + 1 ? [{ x: across(panel, x), y }] : [];
}

/** @type {(own: Line[], panels: Panel[], x: number) => Stroke[]} */
function tangentsOf(own, panels, x) {
  const [value, derivative] = [0, 1].map((order) => own.find((line) => line.order === order));
  const panel = panels.find(({ name }) => name === value?.panel);
  if (!value || !panel) return [];
  const f = readingOf(value, x);
  const slope = derivative ? readingOf(derivative, x) : steepnessOf(value, x);
  const reach = Math.min(REACH, SHARE * (panel.right - panel.left));
  if (f.at !== null && slope.left !== null && slope.left === slope.right) return [tangent(panel, [x, f.at], slope.left, [reach, reach])];
  return [
    ...(f.left === null || slope.left === null ? [] : [tangent(panel, [x, f.left], slope.left, [reach, 0])]),
    ...(f.right === null || slope.right === null ? [] : [tangent(panel, [x, f.right], slope.right, [0, reach])]),
  ];
}

/**
 * Where a label stands clear of the curve: above what is flat, beside what is steep.
 * @type {(tangents: Stroke[], panels: Panel[]) => {x: number, y: number} | null}
 */
function endOf(tangents, [panel]) {
  const last = tangents.at(-1);
  if (!last) return null;
  const isRight = last.x2 + LABEL_WIDTH <= panel.right;
  const { x1, y1, x2, y2 } = isRight ? last : tangents[0];
  const isSteep = Math.abs(y2 - y1) > Math.abs(x2 - x1) / 3;
  const below = isSteep && y2 < y1 === isRight;
  return { x: isRight ? x2 + 6 : x1 - 6, y: (isRight ? y2 : y1) + (below ? BESIDE : -BESIDE) };
}

/**
 * Labels beside each other, none upon another.
 * @param {Shape[]} shapes
 * @param {Panel} panel in which they stand
 * @param {number} height from one to the next
 * @returns {Map<number, number>} the height of each curve's label, by its index
 */
export function labelHeights(shapes, { top, bottom }, height) {
  const ends = shapes.flatMap(({ index, end }) => (end ? [{ index, y: Math.min(bottom - 6, Math.max(top + 10, end.y)) }] : []));
  ends.sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; i++) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + height);
  const beyond = Math.max(0, (ends.at(-1)?.y ?? 0) - (bottom - 6));
  return new Map(ends.map(({ index, y }) => [index, y - beyond]));
}
