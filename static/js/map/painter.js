/** Paints the pixels of maps on a canvas: their colours, marks where there is no value, the edge of what learned. */

import { customProperties } from "../shared/custom-properties.js";
import { learnedEdge } from "./edges.js";

/** @typedef {import("./pixels.js").Pixels} Pixels */
/** @typedef {import("./layout.js").Box} Box */
/** @typedef {{kind: "measure", table: Uint32Array, share: (value: number) => number} | {kind: "outcome"}} Colouring */
/** @typedef {{ink: string, soft: string, panel: string, learned: string, stuck: string}} Colours */

/** Between two lines of the hatching, or two dots, in CSS pixels; how thick they are. */
const HATCH = { gap: 6, width: 1.6 };
const DOTS = { gap: 5, size: 1.6 };
/** The line round what learned, which leaves something of pixels that are small. */
const EDGE = { most: 2, share: 0.2, halo: 2.25 };

/** @param {Element} element @returns {Colours} as the page has them there */
export function coloursOf(element) {
  const { ink, soft, panel, "map-high": learned, "map-low": stuck } = customProperties(element, "ink", "soft", "panel", "map-high", "map-low");
  return { ink, soft, panel, learned, stuck };
}

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Box} box in which the map stands
 * @param {Pixels} pixels
 * @param {{colouring: Colouring, colours: Colours, hasEdge: boolean}} manner
 */
export function paintMap(context, box, pixels, { colouring, colours, hasEdge }) {
  const density = context.getTransform().a;
  const snapped = (/** @type {number} */ length) => Math.round(length * density) / density;
  const [left, top] = [snapped(box.left), snapped(box.top)];
  const place = { left, top, width: snapped(box.left + box.width) - left, height: snapped(box.top + box.height) - top };
  context.imageSmoothingEnabled = false;
  draw(context, place, raster(pixels, (source) => coloured(pixels, source, colouring, colours)));
  const isDiverged = (/** @type {number} */ source) => pixels.outcome[source] === "diverged";
  const isNone = (/** @type {number} */ source) => colouring.kind === "measure" && !isDiverged(source) && Number.isNaN(pixels.values[source]);
  draw(context, place, filledWith(raster(pixels, (source) => (isDiverged(source) ? SOLID : 0)), place, density, hatch(colours)));
  draw(context, place, filledWith(raster(pixels, (source) => (isNone(source) ? SOLID : 0)), place, density, dots(colours)));
  if (hasEdge) strokeEdge(context, place, pixels, colours);
}

const SOLID = 0xff000000;

/**
 * @param {Pixels} pixels
 * @param {number} source
 * @param {Colouring} colouring
 * @param {Colours} colours
 * @returns {number} as a canvas keeps it; 0 is nothing
 */
function coloured({ values, outcome }, source, colouring, colours) {
  const came = outcome[source];
  if (came === "diverged") return 0;
  if (colouring.kind === "outcome") return pixelOf(came === "learned" ? colours.learned : colours.stuck);
  return Number.isNaN(values[source]) ? 0 : colouring.table[Math.round(255 * colouring.share(values[source]))];
}

/** @param {string} colour such as "#0072b2" @returns {number} */
function pixelOf(colour) {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * @param {Pixels} pixels
 * @param {(source: number) => number} colour of what a pixel shows
 * @returns {HTMLCanvasElement} a canvas with a pixel for each, the last row at the top
 */
function raster({ rows, columns, shown }, colour) {
  const image = new ImageData(columns, rows);
  const data = new Uint32Array(image.data.buffer);
  shown.forEach((source, i) => {
    if (source >= 0) data[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)] = colour(source);
  });
  const canvas = Object.assign(document.createElement("canvas"), { width: columns, height: rows });
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} place
 * @param {HTMLCanvasElement} source
 */
function draw(context, { left, top, width, height }, source) {
  context.drawImage(source, left, top, width, height);
}

/**
 * @param {HTMLCanvasElement} mask
 * @param {Box} place
 * @param {number} density of the screen's pixels
 * @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} paint
 * @returns {HTMLCanvasElement} what is painted, where the mask is
 */
function filledWith(mask, { width, height }, density, paint) {
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * density), height: Math.round(height * density) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(density, density);
  context.imageSmoothingEnabled = false;
  context.drawImage(mask, 0, 0, width, height);
  context.globalCompositeOperation = "source-in";
  // one layer, as each operation takes away what lies beyond it
  const layer = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const within = /** @type {CanvasRenderingContext2D} */ (layer.getContext("2d"));
  within.scale(density, density);
  paint(within, width, height);
  context.drawImage(layer, 0, 0, width, height);
  return canvas;
}

/** @param {Colours} colours @returns {(context: CanvasRenderingContext2D, width: number, height: number) => void} lines aslant */
const hatch = ({ ink, panel }) => (context, width, height) => {
  ground(context, panel, width, height);
  context.strokeStyle = ink;
  context.lineWidth = HATCH.width;
  context.beginPath();
  for (let x = -height; x < width; x += HATCH.gap) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
};

/** @param {Colours} colours @returns {(context: CanvasRenderingContext2D, width: number, height: number) => void} dots */
const dots = ({ soft, panel }) => (context, width, height) => {
  ground(context, panel, width, height);
  context.fillStyle = soft;
  for (let y = DOTS.gap / 2; y < height; y += DOTS.gap) for (let x = DOTS.gap / 2; x < width; x += DOTS.gap) context.fillRect(x, y, DOTS.size, DOTS.size);
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} colour
 * @param {number} width
 * @param {number} height
 */
function ground(context, colour, width, height) {
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} place
 * @param {Pixels} pixels
 * @param {Colours} colours
 */
function strokeEdge(context, { left, top, width, height }, pixels, { ink, panel }) {
  const path = new Path2D();
  path.addPath(new Path2D(learnedEdge(pixels)), new DOMMatrix([width / pixels.columns, 0, 0, height / pixels.rows, left, top]));
  context.lineCap = "square";
  const line = Math.min(EDGE.most, EDGE.share * Math.min(width / pixels.columns, height / pixels.rows));
  for (const [colour, thickness] of /** @type {[string, number][]} */ ([[panel, EDGE.halo * line], [ink, line]])) {
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    context.stroke(path);
  }
}
