/** The one door to Plotly: figures as the server draws them, in the page's colours. It knows no addresses. */

/// <reference path="./plotly.d.ts" />

import { moveCurves } from "./curve-mover.js";
import { heightOf, layoutIn, lettered, recoloured } from "./figure-looks.js";
import { isPrinting, light, looks, onLooks } from "./looks.js";
import { plotlyScript } from "./plotly-script.js";

/** @typedef {{data: Record<string, any>[], layout: Record<string, any>}} Figure */
/** @typedef {import("./curve-mover.js").Size} Size */

const CONFIG = { displaylogo: false, displayModeBar: false, showSendToCloud: false, showTips: false };

const REST_MS = 150;

const PICTURE = { width: 1200, height: 900, legend: 40 };

const isTouch = matchMedia("(pointer: coarse)");

/**
 * How wide figures are drawn for paper, and how high at most, in CSS pixels, and by how much they are made smaller there:
 * nothing of them is cut, and titles have the room that they have on a screen.
 */
const PAPER = { width: 800, highest: 1060, zoom: 0.825 };

let theme = looks();
// at once, as a page is printed when this has been done
onLooks(() => {
  theme = looks();
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".js-plotly-plot"))) redraw(element);
});

export { onLooks as onThemeChange };

/** @typedef {{hasTitles: boolean, hasHover: boolean}} Parts of a figure that Plotly adds, or the page itself */

/** What each element shows as the server drew it, and the looks it is drawn in. */
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
 * @returns {Promise<Figure>} the figure as it is drawn, in the page's letters
 */
export async function plot(element, figure, { hasTitles = false, hasHover = true, rest = REST_MS } = {}) {
  if (!sizes.has(element)) watchSize(element);
  clearTimeout(due.get(element));
  const before = drawn.get(element);
  drawn.set(element, { figure, theme, parts: { hasTitles, hasHover } });
  awaited.get(element)?.(figure);
  const size = /** @type {Size} */ (sizes.get(element));
  const letters = (/** @type {Figure} */ shown) => lettered(shown, theme.letters);
  if (before?.theme === theme && moveCurves(element, letters(before.figure), letters(figure), size)) {
    due.set(element, setTimeout(() => redraw(element), rest));
  } else {
    await redraw(element);
  }
  return letters(figure);
}

/** @param {HTMLElement} element in which a figure is to be seen */
async function redraw(element) {
  await plotlyScript();
  const shown = drawn.get(element);
  if (!shown) return;
  const figure = lettered(shown.figure, theme.letters);
  /** @type {Record<string, any>} */
  const themed = { ...layoutIn(figure.layout, theme), dragmode: isTouch.matches ? false : "zoom" };
  if (!shown.parts.hasHover) themed.hovermode = false;
  const size = isPrinting() ? paperSize(element, figure) : sizes.get(element);
  const layout = { ...(shown.parts.hasTitles ? themed : withoutTitles(themed)), ...size };
  shown.theme = theme;
  await Plotly.react(element, recoloured(figure.data, theme), layout, CONFIG);
  // the server's picture of it has had its time
  element.querySelector(":scope > .still")?.remove();
}

/**
 * The size of a figure on paper, which the style sheet for it reads.
 * @param {HTMLElement} element
 * @param {Figure} figure
 */
function paperSize(element, figure) {
  const height = Math.min(PAPER.highest, heightOf(figure, PAPER.width) ?? sizes.get(element)?.height ?? PAPER.highest);
  element.style.setProperty("--paper-width", `${PAPER.width}px`);
  element.style.setProperty("--paper-height", `${height}px`);
  element.style.setProperty("--paper-zoom", String(PAPER.zoom));
  return { width: PAPER.width, height };
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
 * Offer what `element` shows as a file, with a legend, in the light colours: it is for slides and paper.
 * @param {HTMLElement} element
 * @param {string} filename without what says its kind
 * @param {"png" | "svg"} format
 */
export async function savePicture(element, filename, format) {
  // the touch that asks for it may be the first, which has the figure drawn
  /** @type {Figure} */
  const figure = drawn.get(element)?.figure ?? (await new Promise((resolve) => awaited.set(element, resolve)));
  await plotlyScript();
  const paper = looks(light);
  /** @type {Record<string, any>} */
  const layout = { ...layoutIn(figure.layout, paper), showlegend: true };
  const size = { width: PICTURE.width, height: heightOf(figure, PICTURE.width) ?? PICTURE.height };
  if (layout.meta) {
    // a figure of panels leaves no room for a legend
    layout.legend = { orientation: "h", yref: "container", y: 0, yanchor: "bottom" };
    layout.margin = { ...layout.margin, b: layout.margin.b + PICTURE.legend };
    size.height += PICTURE.legend;
  }
  const data = recoloured(figure.data, paper);
  await Plotly.downloadImage({ data, layout }, { ...size, format, scale: format === "png" ? 2 : 1, filename });
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
