/** Heat maps: bytes of a frame turned into the pixels of a small canvas, to be drawn larger. It knows no elements. */

import { divergingTable, fillMixed } from "./colours.js";

/** @typedef {import("./typed-arrays.js").Bytes} Bytes */

/** A canvas of its own size in pixels that keeps one or several maps, one below the other. */
export class HeatMap {
  #canvas = document.createElement("canvas");
  #context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1);

  /** What to draw from. */
  get canvas() {
    return this.#canvas;
  }

  /**
   * @param {number} columns of a map
   * @param {number} rows of all maps
   */
  #resize(columns, rows) {
    if (this.#image.width === columns && this.#image.height === rows) return;
    this.#canvas.width = columns;
    this.#canvas.height = rows;
    this.#image = new ImageData(columns, rows);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /**
   * Maps in which 128 is zero: one for each unit.
   * @param {Bytes} maps of shape (n, rows, columns)
   * @param {number} [strength] of the colours
   */
  show({ values, shape }, strength) {
    const [count, rows, columns] = shape;
    if (!count || !columns) return;
    this.#resize(columns, rows * count);
    const table = divergingTable(strength);
    const pixels = this.#pixels;
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[values[i]];
    this.#context.putImageData(this.#image, 0, 0);
  }

  /**
   * What a network answers over the plane: one map of low to high, or the probability of each class.
   * @param {Bytes} boundary of shape (C, rows, columns)
   */
  showAnswer(boundary) {
    const [classes, rows, columns] = boundary.shape;
    if (classes === 1) {
      this.show(boundary);
      return;
    }
    this.#resize(columns, rows);
    fillMixed(boundary.values, classes, this.#pixels);
    this.#context.putImageData(this.#image, 0, 0);
  }
}
