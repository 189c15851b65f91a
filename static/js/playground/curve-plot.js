/** A small picture on a canvas: a curve with a histogram behind it. It is drawn often, so the curve is kept as a picture. */

import { resized } from "../shared/canvas.js";
import { compact } from "../shared/readable.js";
import { ticks } from "../shared/ticks.js";
import { rangeOf } from "./curve-strokes.js";

/** @typedef {import("./curve-strokes.js").Stroke} Stroke */
/** @typedef {{ink: string, soft: string, line: string, curve: string, bars: string}} Palette */

const MARGIN = { left: 34, right: 8, top: 8, bottom: 20 };
/** The tallest bar's share of the height. */
const TALLEST = 0.92;

export class CurvePlot {
  #canvas;
  #context;
  #picture = document.createElement("canvas");
  #width = 0;
  #height = 0;
  #reach = 1;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /**
   * @param {number} width in CSS pixels
   * @param {number} height
   */
  resize(width, height) {
    [this.#width, this.#height] = [width, height];
    for (const canvas of [this.#canvas, this.#picture]) resized(canvas, width, height);
  }

  /**
   * Keep the picture of a curve over −reach…reach; `show` brings it to the eye.
   * @param {Stroke[]} drawn
   * @param {number} reach
   * @param {Palette} palette
   */
  keep(drawn, reach, palette) {
    this.#reach = reach;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#picture.getContext("2d"));
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.#width, this.#height);
    const [low, high] = rangeOf(drawn);
    const across = (/** @type {number} */ x) => this.#across(x);
    const down = (/** @type {number} */ y) => MARGIN.top + ((high - y) / (high - low)) * this.#inner.height;
    this.#axes(context, palette, { across, down, low, high });
    context.strokeStyle = palette.curve;
    context.lineWidth = 2.5;
    context.lineJoin = "round";
    context.beginPath();
    for (const stroke of drawn) stroke.forEach(([x, y], i) => (i === 0 ? context.moveTo(across(x), down(y)) : context.lineTo(across(x), down(y))));
    context.stroke();
  }

  get #inner() {
    return { width: this.#width - MARGIN.left - MARGIN.right, height: this.#height - MARGIN.top - MARGIN.bottom };
  }

  /** @param {number} x */
  #across(x) {
    return MARGIN.left + ((x + this.#reach) / (2 * this.#reach)) * this.#inner.width;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Palette} palette
   * @param {{across: (x: number) => number, down: (y: number) => number, low: number, high: number}} scale
   */
  #axes(context, palette, { across, down, low, high }) {
    context.strokeStyle = palette.line;
    context.fillStyle = palette.soft;
    context.lineWidth = 1;
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    for (const share of [-1, -0.5, 0, 0.5, 1]) {
      const x = across(share * this.#reach);
      this.#line(context, [x, MARGIN.top], [x, this.#height - MARGIN.bottom]);
      if (share * 2 === Math.round(share) * 2 || this.#width > 260) context.fillText(label(share * this.#reach), x + (share === 1 ? -6 : 0), this.#height - 6);
    }
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const y of ticks(low, high, 4)) {
      this.#line(context, [MARGIN.left, down(y)], [this.#width - MARGIN.right, down(y)]);
      context.fillText(label(y), MARGIN.left - 5, down(y));
    }
    context.strokeStyle = palette.soft;
    this.#line(context, [MARGIN.left, down(0)], [this.#width - MARGIN.right, down(0)]);
    context.textBaseline = "alphabetic";
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {[number, number]} from
   * @param {[number, number]} to
   */
  #line(context, from, to) {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }

  /**
   * Show the curve with a histogram over the same window behind it.
   * @param {number[]} counts
   * @param {string} colour
   */
  show(counts, colour) {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const { width, height } = this.#inner;
    const most = Math.max(1, ...counts);
    const bottom = this.#height - MARGIN.bottom;
    const step = width / counts.length;
    context.fillStyle = colour;
    counts.forEach((count, bin) => {
      const tall = (count / most) * height * TALLEST;
      context.fillRect(MARGIN.left + bin * step, bottom - tall, Math.max(1, step - 0.5), tall);
    });
    if (this.#picture.width && this.#picture.height) context.drawImage(this.#picture, 0, 0, this.#width, this.#height);
  }
}

/** @param {number} value a round number */
const label = (value) => compact(value, 3);
