/**
 * `<chart-gestures>` around the chart: the wheel with Ctrl or ⌘, and two fingers, zoom along x. The window that comes of it
 * is announced as "chartzoom".
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { pinched, zoomedAbout } from "../../shared/query.js";
import { panelsOf, xAt } from "../panels.js";

/** How much a pixel of the wheel zooms: a notch of 100 by a quarter. */
const ZOOM = 0.0023;
/** Pixels of a line, for wheels that count in lines. */
const LINE = 16;

class ChartGestures extends PageElement {
  /** @type {import("../../shared/plot.js").Figure | null} */
  #figure = null;
  /** Where each finger is, in pixels of the page. @type {Map<number, number>} */
  #fingers = new Map();
  /** What two fingers have been put on. @type {{window: number[], x: number[]} | null} */
  #pinch = null;

  connectedCallback() {
    this.hear("figureshown", (figure) => (this.#figure = figure));
    this.addEventListener("wheel", (event) => this.#wheel(event), { passive: false, signal: this.signal });
    this.on(this, "pointerdown", (event) => this.#touch(event));
    this.on(window, "pointermove", (event) => this.#slide(event));
    this.on(window, ["pointerup", "pointercancel"], ({ pointerId }) => this.#lift(pointerId));
  }

  get #panel() {
    return this.#figure && panelsOf(this.#figure, { width: this.clientWidth, height: this.clientHeight })[0];
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const panel = this.#panel;
    if (!panel || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    announce("chartzoom", zoomedAbout(panel.x, this.#x(event.clientX), Math.exp(pixels * ZOOM)));
  }

  /** @param {PointerEvent} event */
  #touch({ pointerType, pointerId, clientX }) {
    if (pointerType !== "touch") return;
    this.#fingers.set(pointerId, clientX);
    const panel = this.#panel;
    if (panel && this.#fingers.size === 2) this.#pinch = { window: panel.x, x: [...this.#fingers.values()].map((at) => this.#x(at)) };
  }

  /** @param {PointerEvent} event */
  #slide({ pointerId, clientX }) {
    if (!this.#fingers.has(pointerId)) return;
    this.#fingers.set(pointerId, clientX);
    const panel = this.#panel;
    if (!panel || !this.#pinch) return;
    const { window, x } = this.#pinch;
    const left = this.getBoundingClientRect().left;
    const shares = [...this.#fingers.values()].map((at) => (at - left - panel.left) / (panel.right - panel.left));
    announce("chartzoom", pinched(window, [0, 1].map((i) => ({ x: x[i], to: shares[i] }))));
  }

  /** @param {number} pointer */
  #lift(pointer) {
    this.#fingers.delete(pointer);
    this.#pinch = null;
  }

  /**
   * @param {number} clientX
   * @returns {number} what of x is there
   */
  #x(clientX) {
    const panel = this.#panel;
    return panel ? xAt(panel, clientX - this.getBoundingClientRect().left) : Number.NaN;
  }
}

customElements.define("chart-gestures", ChartGestures);
