/** Paints what a lane of a race shows: its maps, and the course of its accuracy. It knows no elements. */

import { HeatMap } from "../shared/heat-map.js";
import { thinned } from "../shared/thinning.js";

/** @typedef {import("../shared/typed-arrays.js").Bytes} Bytes */
/** @typedef {import("./record.js").Moment} Moment */
/** @typedef {{ink: string, line: string, curve: string}} Colours */

const LABEL_WIDTH = 40;
const EDGE = 4;
/** The lower end of the accuracies, as a share of what guessing gets. */
const LOWEST = 0.8;
/** Points of a course: more than that are not to be seen. */
const MOST_POINTS = 400;
/** How strong the ink of a complete disagreement is. */
const STRENGTH = 0.8;

const map = new HeatMap();
const mask = document.createElement("canvas");

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Bytes} mean of shape (C, side, side)
 */
export function paintMean(canvas, mean) {
  map.showAnswer(mean);
  copy(canvas, map.canvas);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Bytes} deviation of shape (1, side, side): 0 is none, 255 as much as there can be
 * @param {string} ink the colour of disagreement
 */
export function paintDeviation(canvas, { values, shape: [, side] }, ink) {
  const image = new ImageData(side, side);
  values.forEach((value, i) => (image.data[4 * i + 3] = STRENGTH * value));
  Object.assign(mask, { width: side, height: side });
  /** @type {CanvasRenderingContext2D} */ (mask.getContext("2d")).putImageData(image, 0, 0);
  const context = fitted(canvas);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  copy(canvas, mask);
  // the colours of the classes would say something else
  context.globalCompositeOperation = "source-in";
  context.fillStyle = ink;
  context.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  context.globalCompositeOperation = "source-over";
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} source
 */
function copy(canvas, source) {
  const context = fitted(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, canvas.clientWidth, canvas.clientHeight);
}

/**
 * The median over epochs, and the quartiles as a band around it.
 * @param {HTMLCanvasElement} canvas
 * @param {Moment[]} moments
 * @param {{epochs: number, target: number, classes: number}} race
 * @param {Colours} colours
 */
export function paintBand(canvas, moments, { epochs, target, classes }, colours) {
  const lowest = LOWEST / classes;
  const shown = thinned(moments.length, MOST_POINTS).map((place) => moments[place]);
  const context = fitted(canvas);
  const { clientWidth: width, clientHeight: height } = canvas;
  const x = (/** @type {number} */ epoch) => LABEL_WIDTH + (epoch / epochs) * (width - LABEL_WIDTH - EDGE);
  const y = (/** @type {number} */ share) => height - EDGE - ((Math.max(share, lowest) - lowest) / (1 - lowest)) * (height - 3 * EDGE);
  context.clearRect(0, 0, width, height);
  paintTicks(context, [1 / classes, 1], y, width, colours);
  context.strokeStyle = colours.ink;
  context.setLineDash([4, 4]);
  stroke(context, [[LABEL_WIDTH, y(target)], [width - EDGE, y(target)]], 1);
  context.setLineDash([]);
  context.strokeStyle = context.fillStyle = colours.curve;
  context.globalAlpha = 0.25;
  context.beginPath();
  for (const { epoch, q3 } of shown) context.lineTo(x(epoch), y(q3));
  for (const { epoch, q1 } of shown.toReversed()) context.lineTo(x(epoch), y(q1));
  context.fill();
  context.globalAlpha = 1;
  stroke(context, shown.map(({ epoch, median }) => [x(epoch), y(median)]), 2);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} ticks
 * @param {(share: number) => number} y
 * @param {number} width
 * @param {Colours} colours
 */
function paintTicks(context, ticks, y, width, { ink, line }) {
  context.font = `11px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of ticks) {
    context.fillStyle = ink;
    context.fillText(`${Math.round(100 * tick)} %`, LABEL_WIDTH - 5, y(tick));
    context.strokeStyle = line;
    stroke(context, [[LABEL_WIDTH, y(tick)], [width - EDGE, y(tick)]], 1);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} points
 * @param {number} width
 */
function stroke(context, points, width) {
  context.lineWidth = width;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

/**
 * The context of a canvas whose pixels are the screen's, measured in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 */
function fitted(canvas) {
  const ratio = devicePixelRatio;
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
