/**
 * `<output-plot>`: what the network answers over the plane, behind the points that it learns from and is tested on. Under
 * the pointer, or the cross that arrow keys move, it reads the numbers.
 */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { onThemeChange } from "../../shared/colours.js";
import { HeatMap } from "../../shared/heat-map.js";
import { cellOf, HIGH, nearestSample, samplesOf, toPixels, toPlane } from "../plane.js";
import { paintPoints } from "../plane-painter.js";
import { filled, percent, readable } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";

/** @typedef {import("../plane.js").Point} Point */

const AXIS = { left: 22, bottom: 18, top: 6, right: 6 };
const STEP = 0.25;
const NEAR_PX = 9;
const ARROWS = /** @type {Record<string, Point>} */ ({
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
});

class OutputPlot extends HTMLElement {
  #listening = new AbortController();
  #map = new HeatMap();
  /** @type {any} */
  #run = null;
  /** @type {any} */
  #frame = null;
  /** @type {import("../plane.js").Sample[]} */
  #samples = [];
  /** What is being read. @type {Point | null} */
  #probe = null;
  #place = { left: 0, top: 0, side: 0 };
  #readSoon = calm(() => this.#read(), READABLE_MS);
  #resizing = new ResizeObserver(() => this.#resize());

  connectedCallback() {
    const { signal } = this.#listening;
    hear("runstarted", (detail) => this.#begin(detail), signal);
    hear("runframe", (detail) => this.#paint(detail), signal);
    onThemeChange(() => this.#repaint(), signal);
    const { front } = this.#canvases;
    front.addEventListener("pointermove", (event) => this.#point({ x: event.offsetX, y: event.offsetY }), { signal });
    front.addEventListener("pointerdown", (event) => this.#point({ x: event.offsetX, y: event.offsetY }), { signal });
    front.addEventListener("pointerleave", () => this.#aim(null), { signal });
    front.addEventListener("keydown", (event) => this.#walk(event), { signal });
    front.addEventListener("blur", () => this.#aim(null), { signal });
    this.#resizing.observe(front);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#resizing.disconnect();
  }

  get #canvases() {
    const [back, front] = this.querySelectorAll("canvas");
    return { back, front };
  }

  /** @param {any} message */
  #begin(message) {
    this.#run = message;
    this.#frame = null;
    this.#samples = samplesOf(message.data);
    for (const key of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-class]"))) {
      const name = key.dataset.class ?? "";
      key.hidden = message.classes === null ? name !== "values" : !(Number(name) < message.classes);
    }
    this.#paintFront();
  }

  /** @param {any} frame */
  #paint(frame) {
    this.#frame = frame;
    this.#map.showAnswer(frame.boundary);
    this.#paintBack();
    if (this.#probe) this.#readSoon(undefined);
  }

  #repaint() {
    if (this.#frame) this.#map.showAnswer(this.#frame.boundary);
    this.#paintBack();
    this.#paintFront();
  }

  #resize() {
    const { back, front } = this.#canvases;
    const { clientWidth: width, clientHeight: height } = front;
    if (width === 0) return;
    const density = Math.min(2, devicePixelRatio);
    for (const canvas of [back, front]) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
      canvas.getContext("2d")?.scale(density, density);
    }
    this.#place = { left: AXIS.left, top: AXIS.top, side: Math.min(width - AXIS.left - AXIS.right, height - AXIS.top - AXIS.bottom) };
    this.#repaint();
  }

  /** The answer. The first and last cells of its map are centred on the edge of the plane, so half of each falls outside. */
  #paintBack() {
    const context = this.#canvases.back.getContext("2d");
    const picture = this.#map.canvas;
    if (!context || !this.#frame) return;
    const { left, top, side } = this.#place;
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0.5, 0.5, picture.width - 1, picture.height - 1, left, top, side, side);
  }

  /** The points and the axes; they change with the data alone. */
  #paintFront() {
    const context = this.#canvases.front.getContext("2d");
    if (!context) return;
    const cross = this.#probe && document.activeElement === this.#canvases.front ? this.#probe : null;
    paintPoints(context, this.#place, this.#samples, { classes: this.#run?.classes ?? null, cross });
  }

  /** @param {Point} pixels */
  #point(pixels) {
    this.#aim(toPlane(pixels, this.#place));
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (/** @type {number} */ value) => Math.min(HIGH, Math.max(-HIGH, Math.round(value / STEP) * STEP));
    const from = this.#probe ?? { x: 0, y: 0 };
    this.#aim({ x: within(from.x + step.x), y: within(from.y + step.y) });
  }

  /** @param {Point | null} probe */
  #aim(probe) {
    const hadCross = this.#probe !== null && document.activeElement === this.#canvases.front;
    this.#probe = probe;
    if (hadCross || (probe && document.activeElement === this.#canvases.front)) this.#paintFront();
    this.#readSoon(undefined);
  }

  /** Write what is under the probe. */
  #read() {
    const reading = /** @type {HTMLElement} */ (this.querySelector(".reading"));
    const { idle = "", sample: sampleText = "", train = "", test = "" } = this.dataset;
    if (!this.#probe || !this.#frame) {
      reading.textContent = idle;
      return;
    }
    const { x, y } = this.#probe;
    const sample = nearestSample(this.#samples, this.#probe, (NEAR_PX / this.#place.side) * 2 * HIGH);
    const near = sample ? filled(sampleText, { kind: sample.isTest ? test : train, label: readable(sample.label) }) : "";
    reading.textContent = `${filled(this.#answer(this.#probe), { x: x.toFixed(2), y: y.toFixed(2) }).replaceAll("-", "−")} ${near}`;
  }

  /** @param {Point} point */
  #answer(point) {
    const { two = "", many = "", target = "" } = this.dataset;
    const { values, shape } = this.#frame.boundary;
    const [count, side] = shape;
    const cell = cellOf(point, side);
    if (this.#run.classes === null) return filled(target, { value: ((2 * values[cell]) / 255 - 1).toFixed(2) });
    if (count === 1) return filled(two, { value: percent(values[cell] / 255) });
    const shares = Array.from({ length: count }, (_, c) => values[c * side * side + cell]);
    const winner = shares.indexOf(Math.max(...shares));
    return filled(many, { winner, value: percent(shares[winner] / 255) });
  }
}

customElements.define("output-plot", OutputPlot);
