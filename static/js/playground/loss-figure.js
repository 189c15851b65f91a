/** The figure of losses and accuracies over epochs: a pure function of a history. */

import { thinned } from "../shared/thinning.js";
import { decades, fromZero } from "./axis-range.js";
import { AXIS, epochAxis, LAYOUT } from "./epoch-figure.js";

/** @typedef {import("./history.js").Row} Row */
/** @typedef {import("../shared/plot.js").Figure} Figure */
/** @typedef {{train: string, test: string}} Texts what the curves are called */
/**
 * @typedef {{isLog: boolean, ink: string, texts: Texts, before?: readonly Row[], at?: number | null}} Manner how to draw it:
 *   with the run before, and a mark at the epoch that is to be seen
 */

const MOST_POINTS = 400;
/** More replicas than these are one band: lines would be a thicket. */
const MOST_LINES = 8;
const GAP = 0.1;
export const TRAIN_COLOUR = "var(--curve-2)";
const POWERS = { exponentformat: "power" };

/** The run before lies behind this one, as far as this one has come. */
const GHOST = { line: { color: "#8c8c8c", width: 1.25 }, opacity: 0.75, mode: "lines", hoverinfo: "skip", name: "" };

const KINDS = /** @type {const} */ (["train", "test"]);

/**
 * @param {readonly Row[]} rows
 * @param {Manner} manner
 * @returns {Figure}
 */
export function lossFigure(rows, manner) {
  const shown = thinned(rows.length, MOST_POINTS).map((place) => rows[place]);
  const panels = /** @type {("loss" | "accuracy")[]} */ (shown.some((row) => row.train_accuracy !== null) ? ["loss", "accuracy"] : ["loss"]);
  // where all points are trained on, there is no test
  const kinds = KINDS.filter((kind) => kind === "train" || shown.some((row) => row.test_loss !== null));
  const axis = epochAxis([rows.at(-1)?.epoch ?? 0]);
  const before = (manner.before ?? []).filter(({ epoch }) => epoch <= axis.range[1]);
  const past = thinned(before.length, MOST_POINTS).map((place) => before[place]);
  const data = panels.flatMap((panel, i) => {
    const yaxis = i === 0 ? "y" : "y2";
    const now = kinds.flatMap((kind) => traces(shown, panel, kind, yaxis, manner));
    return [...(manner.before?.length ? [ghost(past, panel, kinds, yaxis)] : []), ...now];
  });
  return { data, layout: { ...layout(panels.length, manner.isLog, data), ...mark(manner), xaxis: { ...axis, ...POWERS, anchor: panels.length > 1 ? "y2" : "y" } } };
}

/**
 * The run before, by what judges a network.
 * @param {Row[]} rows
 * @param {"loss" | "accuracy"} panel
 * @param {readonly ("train" | "test")[]} kinds
 * @param {string} yaxis
 */
function ghost(rows, panel, kinds, yaxis) {
  const quantity = /** @type {const} */ (`${kinds.at(-1) ?? "train"}_${panel}`);
  return { ...GHOST, type: "scatter", xaxis: "x", yaxis, x: rows.map(({ epoch }) => epoch), y: rows.map((row) => row[quantity]) };
}

/** A line through both panels at the moment that is to be seen. @param {Manner} manner */
function mark({ at = null, ink }) {
  const line = { type: "line", xref: "x", yref: "paper", x0: at, x1: at, y0: 0, y1: 1, line: { color: ink, width: 1.5 } };
  return { shapes: at === null ? [] : [line] };
}

/**
 * @param {Row[]} rows
 * @param {"loss" | "accuracy"} panel
 * @param {"train" | "test"} kind
 * @param {string} yaxis
 * @param {Manner} manner
 */
function traces(rows, panel, kind, yaxis, { ink, texts }) {
  const quantity = /** @type {const} */ (`${kind}_${panel}`);
  const color = kind === "train" ? TRAIN_COLOUR : ink;
  const place = { type: "scatter", xaxis: "x", yaxis };
  const x = rows.map((row) => row.epoch);
  const line = {
    ...place,
    mode: rows.length > 1 ? "lines" : "markers",
    name: texts[kind],
    line: { color, width: kind === "train" ? 2 : 2.5, dash: kind === "train" ? "solid" : "dot" },
    marker: { color, symbol: kind === "train" ? "circle" : "diamond", size: 8 },
    hovertemplate: panel === "loss" ? "%{y}" : "%{y:.1%}",
    x,
    y: rows.map((row) => row[quantity]),
  };
  const spread = rows.some((row) => row.replicas) ? [{ ...place, ...replicas(rows, quantity, color) }] : [];
  return [...spread, line];
}

/**
 * The other replicas: a thin line each, or a band from the lowest to the highest.
 * @param {Row[]} rows
 * @param {"train_loss" | "test_loss" | "train_accuracy" | "test_accuracy"} quantity
 * @param {string} color
 */
function replicas(rows, quantity, color) {
  const all = rows.map((row) => row.replicas?.[quantity] ?? []);
  const x = rows.map((row) => row.epoch);
  const count = Math.max(...all.map((values) => values.length));
  const quiet = { mode: "lines", hoverinfo: "skip", opacity: 0.35 };
  if (count <= MOST_LINES) {
    // one trace with gaps: each trace costs a redraw more than its points do
    const numbers = Array.from({ length: count }, (_, i) => i);
    const lines = numbers.map((i) => [...all.map((values) => values[i]), null]);
    return { ...quiet, line: { color, width: 1 }, x: numbers.flatMap(() => [...x, null]), y: lines.flat() };
  }
  const finite = all.map((values) => values.filter((value) => value !== null));
  // where all have diverged there is no band
  const low = finite.map((values) => (values.length > 0 ? Math.min(...values) : null));
  const high = finite.map((values) => (values.length > 0 ? Math.max(...values) : null));
  return { ...quiet, line: { width: 0 }, fill: "toself", fillcolor: color, x: [...x, ...x.toReversed()], y: [...low, ...high.toReversed()] };
}

/**
 * @param {number} panels
 * @param {boolean} isLog
 * @param {Record<string, any>[]} data
 */
function layout(panels, isLog, data) {
  const height = (1 - GAP * (panels - 1)) / panels;
  const losses = data.filter(({ yaxis }) => yaxis === "y").flatMap(({ y }) => y);
  const scale = isLog ? { type: "log", range: decades(losses) } : { type: "linear", range: fromZero(losses) };
  const loss = { ...AXIS, ...POWERS, domain: [1 - height, 1], ...scale };
  const accuracy = { ...AXIS, ...POWERS, domain: [0, height], range: [-0.04, 1.04], tickformat: ".0%" };
  return {
    ...LAYOUT,
    yaxis: loss,
    ...(panels > 1 ? { yaxis2: accuracy } : {}),
    hoversubplots: "axis",
    // what a reader has zoomed stays while the curves grow
    uirevision: String(isLog),
  };
}
