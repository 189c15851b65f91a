/** Paints the weights of a network onto a canvas, as lines from unit to unit. It knows no elements. */

import { HIGH, LOW } from "../shared/colours.js";
import { preActivations, reach, sizeOfNumber, strongest } from "./unit-weights.js";

/** @typedef {import("../shared/typed-arrays.js").Floats} Floats */
/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Place} Place */
/** @typedef {import("./unit-weights.js").LayerShape} LayerShape */

const WIDEST_LINE = 4.5;
/** Lines of like width and sign are stroked together; as many strokes as this for each sign. */
const WIDTHS = 6;
/** Of more weights than this between two layers, the strongest are drawn. */
const MOST_LINES = 500;
/** A weight below this share of the strongest is not seen. */
const FAINT = 0.02;

export class WeightPainter {
  #context;
  #layout;
  #inputs;

  /**
   * @param {CanvasRenderingContext2D} context in CSS pixels, of the size of the layout
   * @param {GraphLayout} layout its columns are the coordinates and then the layers
   * @param {LayerShape[]} layers
   */
  constructor(context, layout, layers) {
    this.#context = context;
    this.#layout = layout;
    this.#inputs = preActivations(layers);
  }

  /** @param {{weights: {W: Floats}[]}} frame */
  paint({ weights }) {
    this.#context.clearRect(0, 0, this.#layout.width, this.#layout.height);
    weights.forEach(({ W }, layer) => this.#paintLayer(W, layer));
  }

  /**
   * @param {Floats} weights of shape (in, pre-activations)
   * @param {number} layer
   */
  #paintLayer({ values, shape: [inputs, width] }, layer) {
    const { columns, size } = this.#layout;
    const [from, to] = [columns[layer].places, columns[layer + 1].places];
    const most = reach(values) || 1;
    const isDense = values.length > MOST_LINES;
    const faintest = Math.max(FAINT, sizeOfNumber(MOST_LINES, values) / most);
    const paths = Array.from({ length: 2 * WIDTHS }, () => new Path2D());
    for (let input = 0; input < inputs; input++) {
      for (let unit = 0; unit < to.length; unit++) {
        const weight = strongest(values, input * width, this.#inputs[layer][unit]);
        const share = Math.abs(weight) / most;
        if (!(share >= faintest)) continue;
        const bucket = Math.min(WIDTHS - 1, Math.floor(share * WIDTHS)) + (weight > 0 ? WIDTHS : 0);
        trace(paths[bucket], from[input], to[unit], size / 2);
      }
    }
    paths.forEach((path, bucket) => {
      const share = ((bucket % WIDTHS) + 1) / WIDTHS;
      this.#context.strokeStyle = bucket < WIDTHS ? LOW : HIGH;
      this.#context.globalAlpha = isDense ? 0.3 : 0.25 + 0.65 * share;
      this.#context.lineWidth = isDense ? 1 : 0.5 + share * (WIDEST_LINE - 0.5);
      this.#context.stroke(path);
    });
  }
}

/**
 * @param {Path2D} path
 * @param {Place} from
 * @param {Place} to
 * @param {number} half the side of a unit
 */
function trace(path, from, to, half) {
  const [start, end] = [from.x + half, to.x - half];
  const bend = (end - start) / 2;
  path.moveTo(start, from.y);
  path.bezierCurveTo(start + bend, from.y, end - bend, to.y, end, to.y);
}
