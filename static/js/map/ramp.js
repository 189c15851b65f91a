/** The colours of a map: tables of 256 from one end of a scale to the other, as the page and its style sheet have the ends. */

import { customProperties } from "../shared/custom-properties.js";

/** @typedef {{table: Uint32Array, css: (share: number) => string}} Ramp table: pixels as a canvas keeps them; css: the colour at a share of the way */
/** @typedef {[number, number]} Ends of a scale, low and high */

const STEPS = 256;

/**
 * @param {"sequential" | "diverging"} kind
 * @returns {Ramp} in the colours that the page has now
 */
export function rampOf(kind) {
  const context = /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement("canvas"), { width: STEPS, height: 1 }).getContext("2d", { willReadFrequently: true }));
  const colour = kind === "sequential" ? sequential() : diverging();
  for (let i = 0; i < STEPS; i++) {
    context.fillStyle = colour(i / (STEPS - 1));
    context.fillRect(i, 0, 1, 1);
  }
  const { data } = context.getImageData(0, 0, STEPS, 1);
  const byteOf = (/** @type {number} */ share) => 4 * Math.round(share * (STEPS - 1));
  return { table: new Uint32Array(data.buffer), css: (share) => `rgb(${[...data.subarray(byteOf(share), byteOf(share) + 3)].join(" ")})` };
}

/**
 * Even steps of lightness and of hue at one chroma, so that equal differences look equal; by lightness alone it can be read
 * without telling hues apart, on a light page and on a dark one. The server has its ends, for figures and files.
 */
function sequential() {
  /** @type {{lightness: Ends, chroma: number, hue: Ends}} */
  const { lightness, chroma, hue } = JSON.parse(/** @type {HTMLElement} */ (document.querySelector("map-picture")).dataset.ramp ?? "");
  const mixed = (/** @type {Ends} */ [low, high], /** @type {number} */ share) => low + (high - low) * share;
  return (/** @type {number} */ share) => `oklch(${mixed(lightness, share)} ${chroma} ${mixed(hue, share)})`;
}

/** From below 1 over 1 to above it, as everywhere on the pages. */
function diverging() {
  const { "map-low": low, middle, "map-high": high } = customProperties(document.documentElement, "map-low", "middle", "map-high");
  return (/** @type {number} */ share) => {
    const end = share < 0.5 ? low : high;
    return `color-mix(in oklab, ${end} ${(200 * Math.abs(share - 0.5)).toFixed(2)}%, ${middle})`;
  };
}
