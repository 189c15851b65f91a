/** Paints curves along the line of one input, their axes' names, and where a reader points; it knows no elements. */

import { HIGH, theme } from "../shared/colours.js";
import { toPixels } from "./plane.js";
import { sketchHeightOf } from "./unit-lines.js";

/** @typedef {import("./plane.js").Area} Area */
/** @typedef {import("./unit-lines.js").Values} Values */
/** @typedef {{colour: string, width: number, opacity?: number, hasHalo?: boolean}} Pen */

/** Around a curve that crosses points. */
const HALO = 2;

/**
 * A curve over the whole width, with gaps where a value is not finite; what is above or below the area is cut off.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {Values} values
 * @param {Pen} pen
 */
export function paintCurve(context, area, values, { colour, width, opacity = 1, hasHalo = false }) {
  const { left, top, width: wide, height: tall, plane } = area;
  const [low, high] = plane.y;
  context.save();
  context.beginPath();
  context.rect(left, top, wide, tall);
  context.clip();
  context.beginPath();
  let isDown = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const x = left + (i / (values.length - 1)) * wide;
    const y = top + ((high - value) / (high - low)) * tall;
    if (!Number.isFinite(value)) isDown = false;
    else if (isDown) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isDown = true;
    }
  }
  context.lineJoin = "round";
  context.globalAlpha = opacity;
  if (hasHalo) stroke(context, theme().halo, width + HALO);
  stroke(context, colour, width);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} colour
 * @param {number} width
 */
function stroke(context, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/**
 * What the axes are called: that along the line at its right end, the other at its top.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {[string, string]} names
 */
export function paintNames(context, { left, top, width, height }, [along, up]) {
  const style = getComputedStyle(context.canvas);
  context.font = `${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.strokeStyle = theme().halo;
  context.lineWidth = HALO;
  context.textBaseline = "alphabetic";
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => {
    context.strokeText(text, x, y, width - 12);
    context.fillText(text, x, y, width - 12);
  };
  context.textAlign = "right";
  write(along, left + width - 6, top + height - 6);
  context.textAlign = "left";
  write(up, left + 6, top + 14);
}

/**
 * A line through the place to which a reader points, and a dot on each curve there.
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {number} x
 * @param {{y: number, colour: string}[]} dots
 */
export function paintGuide(context, area, x, dots) {
  const { top, height } = area;
  const at = toPixels({ x, y: 0 }, area).x;
  context.beginPath();
  context.moveTo(at, top);
  context.lineTo(at, top + height);
  stroke(context, theme().edge, 1);
  for (const { y, colour } of dots) {
    const place = toPixels({ x, y }, area).y;
    if (!(place >= top && place <= top + height)) continue;
    context.beginPath();
    context.arc(at, place, 4, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    stroke(context, theme().halo, 1.5);
  }
}

/**
 * A small picture of a curve: 0 as a pale line, no numbers.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./graph-layout.js").Box} box
 * @param {Values} values
 */
export function paintSketch(context, { left, top, width, height }, values) {
  const [low, high] = sketchHeightOf(values);
  context.fillStyle = theme().halo;
  context.fillRect(left, top, width, height);
  const zero = top + (high / (high - low)) * height;
  context.globalAlpha = 0.3;
  context.beginPath();
  context.moveTo(left, zero);
  context.lineTo(left + width, zero);
  stroke(context, theme().edge, 1);
  context.globalAlpha = 1;
  const plane = { x: /** @type {[number, number]} */ ([0, 1]), y: /** @type {[number, number]} */ ([low, high]) };
  paintCurve(context, { left, top, width, height, plane }, values, { colour: HIGH, width: 2 });
}
