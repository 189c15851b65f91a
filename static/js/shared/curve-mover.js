/**
 * Moves the lines and markers of a figure that Plotly has drawn, where nothing else of it changes: while a slider moves,
 * the axes stand still, and Plotly's own redraw takes most of its time over them. It draws no figure of its own.
 */

import { numbers } from "./typed-arrays.js";

/** @typedef {import("./plot.js").Figure} Figure */
/** @typedef {Record<string, any>} Trace */
/** @typedef {{width: number, height: number}} Size in CSS pixels */
/** @typedef {HTMLElement & {data?: Trace[], layout?: Record<string, any>}} Chart in which Plotly has drawn */

/** Pixels beyond which no difference can be seen; a path of more is not drawn at all. */
const FARTHEST = 1e5;

/**
 * Turn what `chart` shows, which is `before`, into `after`.
 * @param {Chart} chart
 * @param {Figure} before
 * @param {Figure} after
 * @param {Size} size of the chart
 * @returns {boolean} whether that could be done; where not, nothing has changed
 */
export function moveCurves(chart, before, after, size) {
  if (!isPlain(after) || !standsStill(before, after) || isZoomed(chart, after)) return false;
  const moves = after.data.map((trace) => movesOf(chart, trace, after, size));
  if (moves.some((move) => move === null)) return false;
  for (const move of moves) move?.();
  // who asks Plotly's element what it shows is told what is seen
  chart.data = after.data;
  return true;
}

/** Whether lines and markers over one plain x axis are all there is. @type {(figure: Figure) => boolean} */
function isPlain({ data, layout }) {
  const isOneAxis = data.every(({ type, xaxis }) => type === "scatter" && xaxis === "x");
  return isOneAxis && !layout.xaxis.domain && !Object.values(layout).some((part) => part?.type === "log");
}

/** Whether all is as it was but the numbers, and the names, which show when a reader hovers. @type {(before: Figure, after: Figure) => boolean} */
function standsStill(before, after) {
  /** @param {Record<string, any>} trace */
  const rest = (trace) => ({ ...trace, x: null, y: null, name: null });
  /** @param {Figure} figure */
  const frame = ({ data, layout }) => JSON.stringify([layout, data.map(rest)]);
  return frame(before) === frame(after);
}

/** Whether a reader has zoomed, or the axes are Plotly's to find. @type {(chart: Chart, figure: Figure) => boolean} */
function isZoomed(chart, { layout }) {
  return Object.keys(layout)
    .filter((name) => name.includes("axis"))
    .some((name) => !layout[name].range || String(chart.layout?.[name]?.range) !== String(layout[name].range));
}

/**
 * What moves one trace, or null where Plotly has drawn other parts than it now needs.
 * @param {Chart} chart
 * @param {Trace} trace
 * @param {Figure} figure that the trace is part of
 * @param {Size} size
 * @returns {(() => void) | null}
 */
function movesOf(chart, trace, figure, size) {
  if (trace.fill) return null;
  const traces = figure.data.filter(({ yaxis }) => yaxis === trace.yaxis);
  const group = chart.querySelectorAll(`.${trace.xaxis}${trace.yaxis} .trace`)[traces.indexOf(trace)];
  const strokes = strokesOf(trace, figure.layout, size);
  if (trace.mode === "markers") return pairs(group, ".point", strokes.flat(), "transform", (place) => `translate(${place})`);
  const visible = strokes.filter((stroke) => stroke.length > 1);
  return pairs(group, ".js-line", visible, "d", (stroke) => `M${stroke.join("L")}`);
}

/**
 * What gives each element that Plotly has drawn its new attribute; null where there are more or fewer of them.
 * @template T
 * @param {Element | undefined} group
 * @param {string} selector
 * @param {T[]} parts
 * @param {string} attribute
 * @param {(part: T) => string} write
 * @returns {(() => void) | null}
 */
function pairs(group, selector, parts, attribute, write) {
  const elements = group?.querySelectorAll(selector) ?? [];
  if (elements.length !== parts.length) return null;
  return () => elements.forEach((element, index) => element.setAttribute(attribute, write(parts[index])));
}

/**
 * The points of a trace in pixels of its panel, written "x,y", a list for each stretch between gaps.
 * @param {Trace} trace
 * @param {Record<string, any>} layout
 * @param {Size} size
 * @returns {string[][]}
 */
function strokesOf(trace, layout, size) {
  const { l, r, t, b } = layout.margin;
  const vertical = layout[trace.yaxis.replace("y", "yaxis")];
  const [low, high] = layout.xaxis.range;
  const [bottom, top] = vertical.range;
  const across = (size.width - l - r) / (high - low);
  const down = ((size.height - t - b) * (vertical.domain[1] - vertical.domain[0])) / (top - bottom);
  const [x, given] = [numbers(trace.x), numbers(trace.y)];
  // the range of a log axis is one of exponents
  const y = vertical.type === "log" ? Array.from(given, (value) => Math.log10(value)) : given;
  /** @type {string[][]} */
  const strokes = [[]];
  for (let i = 0; i < x.length; i++) {
    const height = Math.max(-FARTHEST, Math.min(FARTHEST, (top - y[i]) * down));
    if (Number.isFinite(y[i])) strokes[strokes.length - 1].push(`${((x[i] - low) * across).toFixed(2)},${height.toFixed(2)}`);
    else strokes.push([]);
  }
  return strokes;
}
