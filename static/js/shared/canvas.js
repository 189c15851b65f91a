/** Canvases that are drawn on in CSS pixels, and keep the screen's. */

/**
 * Give `canvas` another size, which empties it.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height
 * @param {number} [density] of the screen's pixels
 * @returns {CanvasRenderingContext2D} in CSS pixels
 */
export function resized(canvas, width, height, density = devicePixelRatio) {
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(density, density);
  return context;
}
