/** Paints the heads of a network's layers: small curves of their activations over the histograms of now. */

import { rangeOf, strokes } from "./curve-strokes.js";
import { LayerShape } from "./layer-shape.js";

/** @typedef {import("./curve-strokes.js").Stroke} Stroke */
/** @typedef {import("./graph-layout.js").Box} Box */
/** @typedef {import("./messages").Diagnosis} Diagnosis */
/** @typedef {{curve: string, bars: string, line: string}} Palette */
/** @typedef {{drawn: Stroke[], low: number, high: number, reach: number}} Sketch of a curve over −reach…reach */

export class HeadPainter {
  /** @type {CanvasRenderingContext2D | null} */
  #context = null;
  /** Of each hidden layer. @type {Box[]} */
  #boxes = [];
  /** @type {Palette} */
  #palette = { curve: "", bars: "", line: "" };
  /** @type {(Sketch | undefined)[]} */
  #sketches = [];
  #shapes;

  /**
   * @param {number} layers that are hidden
   * @param {() => void} changed hears that there is another curve to paint
   */
  constructor(layers, changed) {
    this.#shapes = Array.from({ length: layers }, (_, layer) => {
      return new LayerShape(({ x, value, kinks }, _reference, reach) => {
        const drawn = strokes(x, value, kinks, "value");
        const [low, high] = rangeOf(drawn);
        this.#sketches[layer] = { drawn, low, high, reach };
        changed();
      });
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context in CSS pixels, of the size of the layout
   * @param {import("./graph-layout.js").GraphLayout} layout its columns are the coordinates and then the layers
   * @param {Palette} palette
   */
  move(context, { columns }, palette) {
    this.#context = context;
    this.#boxes = columns.slice(1, -1).map(({ head }) => head);
    this.#palette = palette;
  }

  /** @param {Palette} palette */
  colour(palette) {
    this.#palette = palette;
  }

  /** @param {Diagnosis[]} layers as they are now */
  paint(layers) {
    this.#shapes.forEach((shape, layer) => {
      const { reference, histogram } = layers[layer];
      const sketch = shape.follow(reference, histogram.reach) ? this.#sketches[layer] : undefined;
      if (sketch && this.#context) this.#paintHead(this.#context, this.#boxes[layer], sketch, histogram.counts);
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   * @param {Sketch} sketch
   * @param {number[]} counts of the histogram over the same window
   */
  #paintHead(context, box, { drawn, low, high, reach }, counts) {
    const { left, top, width, height } = box;
    const across = (/** @type {number} */ x) => left + ((x + reach) / (2 * reach)) * width;
    const down = (/** @type {number} */ y) => top + ((high - y) / (high - low)) * height;
    context.clearRect(left, top, width, height);
    this.#paintBars(context, box, counts);
    context.lineWidth = 1;
    context.strokeStyle = this.#palette.line;
    trace(context, [[[left, down(0)], [left + width, down(0)]], [[across(0), top], [across(0), top + height]]]);
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.strokeStyle = this.#palette.curve;
    trace(context, drawn.map((stroke) => stroke.map(([x, y]) => [across(x), down(y)])));
    context.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   * @param {number[]} counts
   */
  #paintBars(context, { left, top, width, height }, counts) {
    const most = Math.max(1, ...counts);
    const step = width / counts.length;
    context.fillStyle = this.#palette.bars;
    counts.forEach((count, bin) => {
      const tall = (count / most) * height;
      context.fillRect(left + bin * step, top + height - tall, step, tall);
    });
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke[]} lines in pixels
 */
function trace(context, lines) {
  context.beginPath();
  for (const line of lines) line.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
}
