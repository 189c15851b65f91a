/** Paints points of the plane and its axes onto a canvas; it knows no elements. */

import { classColour, theme, valueColour } from "../shared/colours.js";
import { compact } from "../shared/readable.js";
import { isNamed, ticksOf, toPixels } from "./plane.js";

/** @typedef {import("./plane.js").Point} Point */
/** @typedef {import("./plane.js").Mark} Mark */
/** @typedef {import("./plane.js").Area} Area */

const MANY = 700;
/** Pixels from the plane to the name of its axis, below the numbers. */
const LINE = 19;

/**
 * Filled points are learned from, hollow ones test.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} place
 * @param {Mark[]} samples
 * @param {{targets: [number, number] | null, cross: Point | null, ink?: string}} options targets: of a regression, those in
 *   the two pure colours; ink: of all points, where their height says the target
 */
export function paintPoints(context, place, samples, { targets, cross, ink }) {
  const { canvas } = context;
  context.clearRect(0, 0, canvas.width, canvas.height);
  paintAxes(context, place);
  if (place.plane.names && isNamed(place.plane)) paintNames(context, place, place.plane.names);
  const own = targets ? (/** @type {number} */ label) => valueColour(shareBetween(targets, label)) : classColour;
  const colour = ink ? () => ink : own;
  const radius = samples.length > MANY ? 2.2 : 3;
  context.save();
  context.beginPath();
  context.rect(place.left, place.top, place.width, place.height);
  context.clip();
  for (const sample of samples) paintPoint(context, toPixels(sample, place), colour(sample.label), sample.isTest, radius);
  if (cross) paintCross(context, toPixels(cross, place));
  context.restore();
}

/**
 * @param {[number, number]} range
 * @param {number} value
 * @returns {number} −1 at the low end, 1 at the high one
 */
const shareBetween = ([low, high], value) => (2 * (value - low)) / (high - low) - 1;

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
 * @param {Area} place
 */
export function paintAxes(context, place) {
  const { left, top, width, height } = place;
  const style = getComputedStyle(context.canvas);
  context.fillStyle = style.color;
  context.font = `${style.fontSize} ${style.fontFamily}`;
  const { plane } = place;
  const inner = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ size) => Math.min(low + size - 6, Math.max(low + 6, value));
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const tick of ticksOf(plane.x)) context.fillText(written(tick), inner(toPixels({ x: tick, y: 0 }, place).x, left, width), top + height + 5);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of ticksOf(plane.y)) context.fillText(written(tick), left - 5, inner(toPixels({ x: 0, y: tick }, place).y, top, height));
  context.strokeStyle = style.borderColor;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  const zero = toPixels({ x: 0, y: 0 }, place);
  context.globalAlpha = 0.35;
  context.beginPath();
  if (isBetween(plane.x)) {
    context.moveTo(zero.x, top);
    context.lineTo(zero.x, top + height);
  }
  if (isBetween(plane.y)) {
    context.moveTo(left, zero.y);
    context.lineTo(left + width, zero.y);
  }
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * What the axes are called: below their numbers, and to the left of them.
 * @param {CanvasRenderingContext2D} context as `paintAxes` leaves it
 * @param {Area} place
 * @param {[string, string]} names
 */
function paintNames(context, { left, top, width, height }, [across, up]) {
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText(across, left + width / 2, top + height + LINE, width);
  context.save();
  context.translate(1, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "top";
  context.fillText(up, 0, 0, height);
  context.restore();
}

/** @param {number} tick */
const written = (tick) => compact(tick, 6);

/** @param {[number, number]} range whether 0 lies in it */
const isBetween = ([low, high]) => low <= 0 && 0 <= high;

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
