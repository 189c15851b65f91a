/** Paints the maps of a lane of a race. It knows no elements. */

import { HeatMap } from "../shared/heat-map.js";

/** @typedef {import("../shared/typed-arrays.js").Bytes} Bytes */

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
