/** Paints the weights of a network onto a canvas, as lines from unit to unit. It knows no elements. */

import { HIGH, LOW } from "../shared/colours.js";
import { courseOf, edgeAt, edgesOf, MOST_LINES, trace } from "./edges.js";
import { preActivations } from "./unit-weights.js";

/** @typedef {import("../shared/typed-arrays.js").Floats} Floats */
/** @typedef {import("./edges.js").Edge} Edge */
/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Place} Place */
/** @typedef {import("./unit-weights.js").LayerShape} LayerShape */

const WIDEST_LINE = 4.5;
/** Lines of like width and sign are stroked together; as many strokes as this for each sign. */
const WIDTHS = 6;

export class WeightPainter {
  #context;
  #layout;
  #inputs;
  /** Those that are painted. @type {Edge[]} */
  #edges = [];

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
    this.#edges = weights.flatMap(({ W }, layer) => {
      const edges = edgesOf(W, this.#inputs[layer], layer);
      this.#paintLayer(edges, W.values.length > MOST_LINES);
      return edges;
    });
  }

  /**
   * @param {Place} pointer
   * @returns {Edge | null} the line that is under it
   */
  at(pointer) {
    return edgeAt(this.#edges, this.#layout, pointer);
  }

  /**
   * @param {Edge[]} edges
   * @param {boolean} isDense
   */
  #paintLayer(edges, isDense) {
    const paths = Array.from({ length: 2 * WIDTHS }, () => new Path2D());
    for (const edge of edges) {
      const bucket = Math.min(WIDTHS - 1, Math.floor(edge.share * WIDTHS)) + (edge.weight > 0 ? WIDTHS : 0);
      trace(paths[bucket], courseOf(edge, this.#layout));
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
