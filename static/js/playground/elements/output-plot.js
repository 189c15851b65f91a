/**
 * `<output-plot>`: what the network answers over the plane, behind the points that it learns from and is tested on; of one
 * input, as curves over the points. Under the pointer, or the cross that arrow keys move, it reads the numbers.
 */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { resized } from "../../shared/canvas.js";
import { classColour, HIGH, onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { HeatMap } from "../../shared/heat-map.js";
import { part, report } from "../../shared/parts.js";
import { between, compact, filled, percent, readable } from "../../shared/readable.js";
import { paintCurve, paintGuide, paintNames } from "../line-painter.js";
import { paintPoints } from "../plane-painter.js";
import { areaIn, cellOf, coordinate, nearestSample, samplesOf, squareIn, toPlane, USUAL } from "../plane.js";
import { Probe } from "../probe.js";
import { indexAt, rowsOf } from "../unit-lines.js";

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
  #place = { left: 0, top: 0, width: 0, height: 0, plane: USUAL };
  #readSoon = calm(() => this.#read(), READABLE_MS);

  connectedCallback() {
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("gridshown", (grid) => this.#turn(grid));
    this.hear("frameshown", (frame) => this.#paint(frame));
    onThemeChange(() => this.#resize(), this.signal);
    const { front } = this.#canvases;
    this.#probe.follow(this, front);
    this.on(front, "click", ({ offsetX: x, offsetY: y }) => this.#choose(toPlane({ x, y }, this.#place)));
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
    this.toggleAttribute("data-line", run.grid.is_line);
    this.#name(run);
    const scaled = this.find("scaled");
    const { points = "", targets = "" } = scaled.dataset;
    report(scaled, run.scaled.targets ? targets : run.scaled.points ? points : "");
    this.#resize();
  }

  /** Another plane through the same points. @param {import("../messages").Grid} grid */
  #turn(grid) {
    if (!this.#run) return;
    this.#run = { ...this.#run, grid };
    // that of the other plane is about to come
    this.#frame = null;
    this.#samples = samplesOf(this.#run.data, this.#run);
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
    // where the height says the target, no colour does
    values.hidden = targets === null || this.#isLine;
    this.find("curve").hidden = targets === null || !this.#isLine;
    ["low", "high"].forEach((end, i) => (part(values, end).textContent = targets ? compact(targets[i], 3) : ""));
  }

  get #isLine() {
    return this.#run?.grid.is_line ?? false;
  }

  /** @param {Frame} frame */
  #paint(frame) {
    this.#frame = frame;
    this.#paintAnswer(frame);
    if (this.#probe.point) this.#readSoon();
  }

  #repaint() {
    this.#paintData();
    if (this.#frame) this.#paintAnswer(this.#frame);
  }

  #resize() {
    const { back, front } = this.#canvases;
    const { clientWidth: width, clientHeight: height } = front;
    if (width === 0) return;
    const density = Math.min(2, devicePixelRatio);
    const [across, up] = this.#run?.grid.names ?? ["x", "y"];
    front.setAttribute("aria-label", filled((this.#isLine ? this.dataset.along : this.dataset.plane) ?? "", { across, up }));
    for (const canvas of [back, front]) resized(canvas, width, height, density);
    const place = this.#isLine ? areaIn : squareIn;
    this.#place = place(width, height, this.#run?.grid ?? USUAL, Number.parseFloat(getComputedStyle(front).fontSize));
    this.#repaint();
  }

  /** A plane through a training point goes through another one, which is clicked. @param {Point | null} point */
  #choose(point) {
    const view = this.#run?.grid.view;
    if (!point || !view || view.sample === null || view.kind !== "columns") return;
    const learned = this.#samples.filter(({ isTest }) => !isTest);
    const sample = nearestSample(learned, point, NEAR_PX, this.#place);
    if (sample) announce("planewish", { ...view, sample: sample.row });
  }

  /** What changes with every frame: the map behind the points, or the curves before them. @param {Frame} frame */
  #paintAnswer({ boundary, curves }) {
    const { back, front } = this.#canvases;
    if (curves) {
      this.#paintCurves(front, rowsOf(curves.answer));
      return;
    }
    const context = back.getContext("2d");
    if (!context) return;
    this.#map.showAnswer(boundary);
    const picture = this.#map.canvas;
    const { left, top, width, height } = this.#place;
    context.imageSmoothingQuality = "high";
    // the first and last cells are centred on the edge of the plane, so half of each falls outside
    context.drawImage(picture, 0.5, 0.5, picture.width - 1, picture.height - 1, left, top, width, height);
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Float32Array[]} answers a target, the probability of class 1, or of each class
   */
  #paintCurves(canvas, answers) {
    const context = canvas.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const colours = answers.map((_, number) => (answers.length === 1 ? HIGH : classColour(number)));
    answers.forEach((values, i) => paintCurve(context, this.#place, values, { colour: colours[i], width: 2.5, hasHalo: true }));
    paintNames(context, this.#place, this.#run?.grid.names ?? ["", ""]);
    const { point } = this.#probe;
    if (!point) return;
    const index = indexAt(point.x, this.#place.plane.x, answers[0].length);
    paintGuide(context, this.#place, point.x, answers.map((values, i) => ({ y: values[index], colour: colours[i] })));
  }

  /** What changes with the data alone: the points and the axes, and over a plane the cross. */
  #paintData() {
    const { back, front } = this.#canvases;
    const context = (this.#isLine ? back : front).getContext("2d");
    if (!context) return;
    const targets = this.#run?.targets ?? null;
    const cross = this.#hasFocus && !this.#isLine ? this.#probe.point : null;
    const ink = this.#isLine && targets ? getComputedStyle(front).color : undefined;
    paintPoints(context, this.#place, this.#samples, { targets, cross, ink });
  }

  get #hasFocus() {
    return document.activeElement === this.#canvases.front;
  }

  /** Show the cross where it is now, and no longer where it was. @param {Point | null} before */
  #show(before) {
    if (this.#isLine && this.#frame) this.#paintAnswer(this.#frame);
    else if (this.#hasFocus && (before || this.#probe.point)) this.#paintData();
    this.#readSoon();
  }

  /** Write what is under the probe. */
  #read() {
    const reading = /** @type {HTMLElement} */ (this.querySelector(".reading"));
    const { idle = "", train = "", test = "" } = this.dataset;
    const { point } = this.#probe;
    if (!point || !this.#frame) {
      reading.textContent = idle;
      return;
    }
    const { x, y } = point;
    const { plane } = this.#place;
    const [across, up] = this.#run?.grid.names ?? ["x", "y"];
    const sample = nearestSample(this.#samples, point, NEAR_PX, this.#place);
    const label = sample ? (this.#run?.class_names?.[sample.label] ?? readable(sample.label)) : "";
    const near = sample ? filled(sample.isTest ? test : train, { label }) : "";
    reading.textContent = `${filled(this.#answer(point, this.#frame), { x: coordinate(x, plane.x), y: coordinate(y, plane.y), across, up })} ${near}`;
  }

  /**
   * @param {Point} point
   * @param {Frame} frame
   */
  #answer(point, { boundary: { values, shape }, curves }) {
    const { class: ofClass = "", target: ofTarget = "", lineClass = "", lineTarget = "" } = this.dataset;
    const [named, target] = curves ? [lineClass, lineTarget] : [ofClass, ofTarget];
    const [count, rows, columns] = shape;
    const cell = cellOf(point, shape, this.#place.plane);
    const { targets, class_names: names } = /** @type {Started} */ (this.#run);
    if (targets) return filled(target, { value: readable(curves ? curves.answer.values[cell] : between(targets, values[cell] / 255)) });
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
