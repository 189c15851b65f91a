/** The figure of what the activations have learned, over epochs: pure functions of a history. */

import { thinned } from "../shared/thinning.js";
import { around } from "./axis-range.js";
import { AXIS, epochAxis, LAYOUT } from "./epoch-figure.js";

/** @typedef {import("./history.js").Row} Row */
/** @typedef {import("../shared/plot.js").Figure} Figure */
/** @typedef {{layer: number, name: string, symbol: string, value: number, colour: string, isDashed: boolean}} Learned a parameter of a layer, with its value of now */

const MOST_POINTS = 300;
const COLOURS = Array.from({ length: 8 }, (_, index) => `var(--curve-${index})`);

/**
 * @param {Row | undefined} row
 * @param {Record<string, string>} symbols of parameters, by name
 * @returns {Learned[]} each parameter that is being learned, by layer
 */
export function learnedOf(row, symbols) {
  const all = (row?.learned ?? []).flatMap((values, layer) => Object.entries(values ?? {}).map(([name, value]) => ({ layer, name, value })));
  return all.map((one, i) => ({ ...one, symbol: symbols[one.name] ?? one.name, colour: COLOURS[i % COLOURS.length], isDashed: i >= COLOURS.length }));
}

/**
 * @param {readonly Row[]} rows
 * @param {Learned[]} learned of the last row
 * @returns {Figure}
 */
export function learnedFigure(rows, learned) {
  const shown = thinned(rows.length, MOST_POINTS).map((place) => rows[place]);
  const x = shown.map((row) => row.epoch);
  const data = learned.map(({ layer, name, symbol, colour, isDashed }) => ({
    type: "scatter",
    xaxis: "x",
    yaxis: "y",
    mode: shown.length > 1 ? "lines" : "markers",
    name: `${layer + 1} ${symbol}`,
    line: { color: colour, width: 2, dash: isDashed ? "dash" : "solid" },
    marker: { color: colour, size: 7 },
    hovertemplate: "%{y}",
    x,
    y: shown.map((row) => row.learned[layer]?.[name] ?? null),
  }));
  const values = data.flatMap(({ y }) => y);
  const layout = {
    ...LAYOUT,
    xaxis: epochAxis([x.at(-1) ?? 0]),
    yaxis: { ...AXIS, domain: [0, 1], range: around(values) },
    uirevision: "learned",
  };
  return { data, layout };
}
