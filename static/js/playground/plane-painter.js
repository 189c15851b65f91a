/** Paints points of the plane and its axes onto a canvas; it knows no elements. */

import { classColour, theme, valueColour } from "../shared/colours.js";
import { HIGH, LOW, toPixels } from "./plane.js";

/** @typedef {import("./plane.js").Point} Point */
/** @typedef {import("./plane.js").Sample} Sample */
/** @typedef {import("./plane.js").Square} Square */

const TICKS = [-6, -3, 0, 3, 6];
const MANY = 700;

/**
 * Filled points are learned from, hollow ones test.
 * @param {CanvasRenderingContext2D} context
 * @param {Square} place
 * @param {Sample[]} samples
 * @param {{classes: number | null, cross: Point | null}} options classes: null for targets of regression
 */
export function paintPoints(context, place, samples, { classes, cross }) {
  const { canvas } = context;
  context.clearRect(0, 0, canvas.width, canvas.height);
  paintAxes(context, place);
  const colour = classes === null ? valueColour : classColour;
  const radius = samples.length > MANY ? 2.2 : 3;
  context.save();
  context.beginPath();
  context.rect(place.left, place.top, place.side, place.side);
  context.clip();
  for (const sample of samples) paintPoint(context, toPixels(sample, place), colour(sample.label), sample.isTest, radius);
  if (cross) paintCross(context, toPixels(cross, place));
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} at
 * @param {string} colour
 * @param {boolean} isHollow
 * @param {number} radius
 */
function paintPoint(context, { x, y }, colour, isHollow, radius) {
  const { halo } = theme();
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (isHollow) {
    context.strokeStyle = halo;
    context.lineWidth = 3;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.stroke();
  } else {
    context.fillStyle = colour;
    context.fill();
    context.strokeStyle = halo;
    context.lineWidth = 1;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Square} place
 */
function paintAxes(context, place) {
  const { left, top, side } = place;
  const style = getComputedStyle(context.canvas);
  context.fillStyle = style.color;
  context.font = `11px ${style.fontFamily}`;
  for (const tick of TICKS) {
    const text = String(tick).replace("-", "−");
    const { x, y } = toPixels({ x: tick, y: tick }, place);
    const inner = (/** @type {number} */ value, /** @type {number} */ low) => Math.min(low + side - 6, Math.max(low + 6, value));
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(text, inner(x, left), top + side + 5);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(text, left - 5, inner(y, top));
  }
  context.strokeStyle = style.borderColor;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, side + 1, side + 1);
  const zero = toPixels({ x: 0, y: 0 }, place);
  const [from, to] = [toPixels({ x: LOW, y: HIGH }, place), toPixels({ x: HIGH, y: LOW }, place)];
  context.globalAlpha = 0.35;
  context.beginPath();
  context.moveTo(zero.x, from.y);
  context.lineTo(zero.x, to.y);
  context.moveTo(from.x, zero.y);
  context.lineTo(to.x, zero.y);
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} at
 */
function paintCross(context, { x, y }) {
  for (const [colour, width] of /** @type {[string, number][]} */ ([[theme().halo, 4], [theme().edge, 1.5]])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - 9, y);
    context.lineTo(x + 9, y);
    context.moveTo(x, y - 9);
    context.lineTo(x, y + 9);
    context.stroke();
  }
}
