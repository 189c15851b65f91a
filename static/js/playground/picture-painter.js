/** Paints pictures whose pixels are numbers: ink, or the weights of a unit. It knows no elements. */

import { theme } from "../shared/colours.js";
import { HeatMap } from "../shared/heat-map.js";

/**
 * Ink on whatever the canvas stands on.
 * @param {HTMLCanvasElement} canvas of a pixel for each of the picture's
 * @param {ArrayLike<number>} shares how dark each pixel is, 0 to 1, row by row
 */
export function paintInk(canvas, shares) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = theme().edge;
  for (let i = 0; i < shares.length; i++) {
    context.globalAlpha = shares[i];
    context.fillRect(i % canvas.width, Math.floor(i / canvas.width), 1, 1);
  }
  context.globalAlpha = 1;
}

/**
 * Numbers in the colours of their signs, the largest in full.
 * @param {HTMLCanvasElement} canvas of a pixel for each of the picture's
 * @param {number[]} values row by row
 * @param {number} most the size of the largest
 */
export function paintSigns(canvas, values, most) {
  const bytes = Uint8Array.from(values, (value) => Math.round(127.5 + (127.5 * value) / (most || 1)));
  const map = new HeatMap();
  map.show({ values: bytes, shape: [1, canvas.height, canvas.width] }, 1);
  canvas.getContext("2d")?.drawImage(map.canvas, 0, 0);
}
