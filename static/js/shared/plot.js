/** The one door to Plotly: figures as the server draws them, in the page's colours. It knows no addresses. */

/// <reference path="./plotly.d.ts" />

import { moveCurves } from "./curve-mover.js";
import { customProperties } from "./custom-properties.js";
import { plotlyScript } from "./plotly-script.js";

/** @typedef {{data: Record<string, any>[], layout: Record<string, any>}} Figure */
/** @typedef {import("./curve-mover.js").Size} Size */

const CONFIG = { displaylogo: false, displayModeBar: false, showSendToCloud: false, showTips: false };

const REST_MS = 150;

const isDark = matchMedia("(prefers-color-scheme: dark)");
const isTouch = matchMedia("(pointer: coarse)");

/** @type {{ink: string, line: string, panel: string}} */
let theme = readTheme();

function readTheme() {
  return customProperties(document.documentElement, "ink", "line", "panel");
}

/**
 * Call back when the page turns light or dark.
 * @param {() => void} callback
 * @param {AbortSignal} signal
 */
export function onThemeChange(callback, signal) {
  const changed = () => {
    theme = readTheme();
    callback();
  };
  isDark.addEventListener("change", changed, { signal });
}

/** @typedef {{hasTitles: boolean, hasHover: boolean}} Parts of a figure that Plotly adds, or the page itself */

/** What each element shows, as the server drew it, and the colours it was drawn in. */
const drawn = /** @type {WeakMap<HTMLElement, {figure: Figure, theme: object, parts: Parts}>} */ (new WeakMap());

/** Who waits for the first figure of an element. @type {WeakMap<HTMLElement, (figure: Figure) => void>} */
const awaited = new WeakMap();

/** The redraw that is due for an element whose curves have moved. @type {WeakMap<HTMLElement, number>} */
const due = new WeakMap();

/**
 * Draw `figure` in `element`, or change what is drawn there into it. Where curves alone have moved, what a reader hovers
 * over follows when they have come to rest.
 * @param {HTMLElement} element
 * @param {Figure} figure
 * @param {{hasTitles?: boolean, hasHover?: boolean, rest?: number}} [options] whether Plotly writes the titles of the
 *   axes, and what is where the pointer is; how many milliseconds without a change are a rest
 * @returns {Promise<void>}
 */
export async function plot(element, figure, { hasTitles = false, hasHover = true, rest = REST_MS } = {}) {
  if (!sizes.has(element)) watchSize(element);
  clearTimeout(due.get(element));
  const before = drawn.get(element);
  drawn.set(element, { figure, theme, parts: { hasTitles, hasHover } });
  awaited.get(element)?.(figure);
  const size = /** @type {Size} */ (sizes.get(element));
  if (before?.theme === theme && moveCurves(element, before.figure, figure, size)) {
    due.set(element, setTimeout(() => redraw(element), rest));
  } else {
    await redraw(element);
  }
}

/** @param {HTMLElement} element in which a figure is to be seen */
async function redraw(element) {
  await plotlyScript();
  const shown = drawn.get(element);
  if (!shown) return;
  const { figure, parts } = shown;
  const themed = inTheme(figure.layout);
  if (!parts.hasHover) themed.hovermode = false;
  const layout = { ...(parts.hasTitles ? themed : withoutTitles(themed)), ...sizes.get(element) };
  await Plotly.react(element, figure.data, layout, CONFIG);
  // the server's picture of it has had its time
  element.querySelector(":scope > .still")?.remove();
}

/** The size of each element that shows something: Plotly would have the page laid out to find it, at each redraw. */
const sizes = /** @type {WeakMap<Element, Size>} */ (new WeakMap());

const sizeWatcher = new ResizeObserver((changes) => {
  for (const { target, contentRect } of changes) {
    const { width, height } = contentRect;
    const known = sizes.get(target);
    if (!width || !height || (known?.width === width && known.height === height)) continue;
    sizes.set(target, { width, height });
    redraw(/** @type {HTMLElement} */ (target));
  }
});

/** @param {HTMLElement} element */
function watchSize(element) {
  sizes.set(element, { width: element.clientWidth, height: element.clientHeight });
  sizeWatcher.observe(element);
}

/**
 * Call back when a reader has zoomed along x by dragging: with the window, or with null after a double click.
 * @param {HTMLElement} element in which a figure has been drawn
 * @param {(window: [number, number] | null) => void} callback
 */
export function onZoom(element, callback) {
  const chart = /** @type {PlotlyChart} */ (element);
  chart.on("plotly_relayout", (change) => {
    const [low, high] = [change["xaxis.range[0]"], change["xaxis.range[1]"]];
    if (typeof low === "number" && typeof high === "number") callback([low, high]);
    else if (change["xaxis.autorange"]) callback(null);
  });
}

/**
 * The titles of the panels, from the top.
 * @param {Figure} figure
 * @returns {string[]}
 */
export function panelTitles({ layout }) {
  return axisNames(layout, "yaxis").map((name) => layout[name].title.text);
}

/**
 * Offer what `element` shows as a PNG file, with a legend and the page's background.
 * @param {HTMLElement} element
 * @param {string} filename
 */
export async function savePicture(element, filename) {
  // the touch that asks for it may be the first, which has the figure drawn
  /** @type {Figure} */
  const figure = drawn.get(element)?.figure ?? (await new Promise((resolve) => awaited.set(element, resolve)));
  await plotlyScript();
  const layout = { ...inTheme(figure.layout), showlegend: true };
  await Plotly.downloadImage({ ...figure, layout }, { format: "png", width: 1200, height: 900, scale: 2, filename });
}

/**
 * Plotly measures each title anew whenever it draws, a quarter of its time; the page writes them itself.
 * @param {Record<string, any>} layout
 * @returns {Record<string, any>}
 */
function withoutTitles(layout) {
  for (const name of axisNames(layout, "axis")) layout[name] = { ...layout[name], title: undefined };
  return layout;
}

/**
 * @param {Record<string, any>} layout
 * @param {string} kind
 */
function axisNames(layout, kind) {
  return Object.keys(layout).filter((name) => name.includes(kind));
}

/**
 * @param {Record<string, any>} layout
 * @returns {Record<string, any>}
 */
function inTheme(layout) {
  /** @type {Record<string, any>} */
  const themed = { ...layout, showlegend: false, dragmode: isTouch.matches ? false : "zoom" };
  // Plotly draws its hover line in contrast to the background, which it must therefore know
  Object.assign(themed, { paper_bgcolor: theme.panel, plot_bgcolor: theme.panel });
  themed.font = { ...layout.font, color: theme.ink };
  themed.hoverlabel = { bgcolor: theme.panel, bordercolor: theme.line, font: { color: theme.ink } };
  for (const name of axisNames(layout, "axis")) {
    themed[name] = { ...layout[name], gridcolor: theme.line, spikecolor: theme.ink };
  }
  // a reader zooms along x alone: y follows the curves
  for (const name of axisNames(layout, "yaxis")) themed[name].fixedrange = true;
  return themed;
}
