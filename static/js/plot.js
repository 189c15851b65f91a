/** The one door to Plotly: figures as the server draws them, in the page's colours. It knows no addresses. */

/// <reference path="./plotly.d.ts" />

/** @typedef {{data: object[], layout: Record<string, any>}} Figure */

const CONFIG = { displaylogo: false, displayModeBar: false, showSendToCloud: false, showTips: false, responsive: true };

const isDark = matchMedia("(prefers-color-scheme: dark)");
const isTouch = matchMedia("(pointer: coarse)");

/** @type {{ink: string, line: string, panel: string}} */
let theme = readTheme();

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return { ink: read("--ink"), line: read("--line"), panel: read("--panel") };
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

/** What each element shows, as the server drew it. @type {WeakMap<HTMLElement, Figure>} */
const drawn = new WeakMap();

/**
 * Draw `figure` in `element`, or change what is drawn there into it.
 * @param {HTMLElement} element
 * @param {Figure} figure
 * @returns {Promise<void>}
 */
export async function plot(element, figure) {
  await Plotly.react(element, figure.data, withoutTitles(inTheme(figure.layout)), CONFIG);
  drawn.set(element, figure);
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
  const figure = drawn.get(element);
  if (!figure) return;
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
