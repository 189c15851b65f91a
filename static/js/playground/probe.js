/** What a reader points at in a plot of the plane: the place under the pointer, or the cross that arrow keys move. */

import { toPlane, walked } from "./plane.js";

/** @typedef {import("../shared/element.js").PageElement} PageElement */
/** @typedef {import("./plane.js").Point} Point */
/** @typedef {import("./plane.js").Area} Area */

export class Probe {
  /** @type {Point | null} */
  #point = null;
  #steps;
  #area;
  #moved;

  /**
   * @param {number} steps of an arrow key from one end of the plane to the other
   * @param {() => Area} area where the plot draws the plane, in CSS pixels
   * @param {(before: Point | null) => void} moved
   */
  constructor(steps, area, moved) {
    this.#steps = steps;
    this.#area = area;
    this.#moved = moved;
  }

  /** Null while a reader points at nothing. */
  get point() {
    return this.#point;
  }

  /** Forget the point, without telling. */
  clear() {
    this.#point = null;
  }

  /**
   * Follow a reader for as long as `element` is on the page.
   * @param {PageElement} element
   * @param {HTMLCanvasElement} canvas of the plot
   */
  follow(element, canvas) {
    element.on(canvas, ["pointermove", "pointerdown"], ({ offsetX: x, offsetY: y }) => this.#aim(toPlane({ x, y }, this.#area())));
    element.on(canvas, ["pointerleave", "blur"], () => this.#aim(null));
    element.on(canvas, "keydown", (event) => this.#walk(event));
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const point = walked(this.#point, event.key, this.#steps, this.#area().plane);
    if (!point) return;
    event.preventDefault();
    this.#aim(point);
  }

  /** @param {Point | null} point */
  #aim(point) {
    const before = this.#point;
    this.#point = point;
    this.#moved(before);
  }
}
