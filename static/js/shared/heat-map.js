/** Heat maps: bytes of a frame turned into the pixels of a small canvas, to be drawn larger. It knows no elements. */

import { divergingTable, fillMixed } from "./colours.js";

/** @typedef {import("./typed-arrays.js").Bytes} Bytes */

/** A canvas of its own size in pixels that keeps one or several square maps, one below the other. */
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
   * @param {number} side of a map
   * @param {number} count of maps
   */
  #resize(side, count) {
    if (this.#image.width === side && this.#image.height === side * count) return;
    this.#canvas.width = side;
    this.#canvas.height = side * count;
    this.#image = new ImageData(side, side * count);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /**
   * Maps in which 128 is zero: one for each unit.
   * @param {Bytes} maps of shape (n, side, side)
   * @param {number} [strength] of the colours
   */
  show({ values, shape }, strength) {
    const [count, side] = shape;
    if (!count || !side) return;
    this.#resize(side, count);
    const table = divergingTable(strength);
    const pixels = this.#pixels;
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[values[i]];
    this.#context.putImageData(this.#image, 0, 0);
  }

  /**
   * What a network answers over the plane: one map of low to high, or the probability of each class.
   * @param {Bytes} boundary of shape (C, side, side)
   */
  showAnswer(boundary) {
    const [classes, side] = boundary.shape;
    if (classes === 1) {
      this.show(boundary);
      return;
    }
    this.#resize(side, 1);
    fillMixed(boundary.values, classes, this.#pixels);
    this.#context.putImageData(this.#image, 0, 0);
  }
}
