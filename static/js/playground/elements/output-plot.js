/**
 * `<output-plot>`: what the network answers over the plane, behind the points that it learns from and is tested on. Under
 * the pointer, or the cross that arrow keys move, it reads the numbers.
 */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { resized } from "../../shared/canvas.js";
import { onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { HeatMap } from "../../shared/heat-map.js";
import { part, report } from "../../shared/parts.js";
import { between, filled, percent, readable } from "../../shared/readable.js";
import { paintPoints } from "../plane-painter.js";
import { cellOf, coordinate, nearestSample, samplesOf, squareIn, USUAL } from "../plane.js";
import { Probe } from "../probe.js";

/** @typedef {import("../messages").Frame} Frame */
/** @typedef {import("../messages").Started} Started */
/** @typedef {import("../plane.js").Point} Point */

const STEPS = 48;
const NEAR_PX = 9;

class OutputPlot extends PageElement {
  #map = new HeatMap();
  /** @type {Started | null} */
  #run = null;
  /** @type {Frame | null} */
  #frame = null;
  /** @type {import("../plane.js").Sample[]} */
  #samples = [];
  #probe = new Probe(STEPS, () => this.#place, (before) => this.#show(before));
  #place = { left: 0, top: 0, side: 0, plane: USUAL };
  #readSoon = calm(() => this.#read(), READABLE_MS);

  connectedCallback() {
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("frameshown", (frame) => this.#paint(frame));
    onThemeChange(() => this.#resize(), this.signal);
    const { front } = this.#canvases;
    this.#probe.follow(this, front);
    this.onResize([front], () => this.#resize());
  }

  get #canvases() {
    const [back, front] = this.querySelectorAll("canvas");
    return { back, front };
  }

  /** @param {Started} run */
  #begin(run) {
    this.#run = run;
    this.#frame = null;
    this.#samples = samplesOf(run.data, run);
    // the points that the page came with
    this.querySelector(".still")?.remove();
    this.#name(run);
    const scaled = this.find("scaled");
    const { points = "", targets = "" } = scaled.dataset;
    report(scaled, run.scaled.targets ? targets : run.scaled.points ? points : "");
    this.#resize();
  }

  /** Say in the legend what the classes are called, or which targets have the pure colours. @param {Started} run */
  #name({ class_names: names, targets }) {
    for (const key of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-class]"))) {
      const name = names?.[Number(key.dataset.class)];
      key.hidden = name === undefined;
      part(key, "name").textContent = filled(this.dataset.name ?? "", { name: name ?? "" });
    }
    const values = this.find("values");
    values.hidden = targets === null;
    ["low", "high"].forEach((end, i) => (part(values, end).textContent = targets ? readable(targets[i]) : ""));
  }

  /** @param {Frame} frame */
  #paint(frame) {
    this.#frame = frame;
    this.#map.showAnswer(frame.boundary);
    this.#paintBack();
    if (this.#probe.point) this.#readSoon();
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
    for (const canvas of [back, front]) resized(canvas, width, height, density);
    this.#place = squareIn(width, height, this.#run?.grid, Number.parseFloat(getComputedStyle(front).fontSize));
    this.#repaint();
  }

  /** The answer. The first and last cells of its map are centred on the edge of the plane, so half of each falls outside. */
  #paintBack() {
    const context = this.#canvases.back.getContext("2d");
    const picture = this.#map.canvas;
    if (!context || !this.#frame) return;
    const { left, top, side } = this.#place;
    context.imageSmoothingQuality = "high";
    const edge = picture.height > 1 ? 0.5 : 0;
    context.drawImage(picture, 0.5, edge, picture.width - 1, picture.height - 2 * edge, left, top, side, side);
  }

  /** The points and the axes; they change with the data alone. */
  #paintFront() {
    const context = this.#canvases.front.getContext("2d");
    if (!context) return;
    const cross = this.#hasFocus ? this.#probe.point : null;
    paintPoints(context, this.#place, this.#samples, { targets: this.#run?.targets ?? null, cross });
  }

  get #hasFocus() {
    return document.activeElement === this.#canvases.front;
  }

  /** Show the cross where it is now, and no longer where it was. @param {Point | null} before */
  #show(before) {
    if (this.#hasFocus && (before || this.#probe.point)) this.#paintFront();
    this.#readSoon();
  }

  /** Write what is under the probe. */
  #read() {
    const reading = /** @type {HTMLElement} */ (this.querySelector(".reading"));
    const { idle = "", sample: sampleText = "", train = "", test = "" } = this.dataset;
    const { point } = this.#probe;
    if (!point || !this.#frame) {
      reading.textContent = idle;
      return;
    }
    const { x, y } = point;
    const { plane } = this.#place;
    const sample = nearestSample(this.#samples, point, NEAR_PX, this.#place);
    const label = sample ? (this.#run?.class_names?.[sample.label] ?? readable(sample.label)) : "";
    const near = sample ? filled(sampleText, { kind: sample.isTest ? test : train, label }) : "";
    reading.textContent = `${filled(this.#answer(point, this.#frame), { x: coordinate(x, plane.x), y: coordinate(y, plane.y) })} ${near}`;
  }

  /**
   * @param {Point} point
   * @param {Frame} frame
   */
  #answer(point, { boundary: { values, shape } }) {
    const { class: named = "", target = "" } = this.dataset;
    const [count, rows, columns] = shape;
    const cell = cellOf(point, shape, this.#place.plane);
    const { targets, class_names: names } = /** @type {Started} */ (this.#run);
    if (targets) return filled(target, { value: readable(between(targets, values[cell] / 255)) });
    const shares = Array.from({ length: count }, (_, c) => values[c * rows * columns + cell]);
    // of two classes, the map has the probability of the second
    const winner = count === 1 ? 1 : shares.indexOf(Math.max(...shares));
    const share = shares[count === 1 ? 0 : winner] / 255;
    // of two classes the second is said, which the map shows
    const so = count === 1 && share < 0.5 ? 0 : winner;
    return filled(named, { name: names?.[winner] ?? "", value: percent(share), winner: names?.[so] ?? "" });
  }
}

customElements.define("output-plot", OutputPlot);
