/**
 * `<data-editor>`: a reader's own points, set and erased on a plot, by number, or read from a CSV text. They become the
 * plan's data when the reader says so.
 */

import { sendText, sentenceOf } from "../../shared/api.js";
import { resized } from "../../shared/canvas.js";
import { onThemeChange } from "../../shared/colours.js";
import { download } from "../../shared/download.js";
import { PageElement } from "../../shared/element.js";
import { report, write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { KeptPoints } from "../kept-points.js";
import { classCount, csvOf, pointsOf, withoutNear, withPoint } from "../own-points.js";
import { changePlan, plan } from "../plan-state.js";
import { paintPoints } from "../plane-painter.js";
import { HIGH, LOW, squareIn, toPlane } from "../plane.js";
import { startedRun } from "../run-record.js";

/** @typedef {import("../../shared/plan-query.js").Sample} Sample */

const ERASER_PX = 12;
/** A stroke sets points so far apart. */
const SPACING_PX = 10;

class DataEditor extends PageElement {
  #kept = new KeptPoints(plan().data.samples);
  #place = { left: 0, top: 0, side: 0 };
  /** Where the present stroke has set its last point. @type {{x: number, y: number} | null} */
  #pen = null;

  connectedCallback() {
    const canvas = this.#canvas;
    this.on(canvas, "pointerdown", (event) => this.#press(event));
    this.on(canvas, "pointermove", (event) => this.#move(event));
    this.on(canvas, ["pointerup", "pointercancel"], () => (this.#pen = null));
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).dataset.act));
    this.on(this, "keydown", (event) => this.#enter(event));
    this.on(this.find("file"), "change", ({ target }) => this.#load(/** @type {HTMLInputElement} */ (target)));
    onThemeChange(() => this.#show(), this.signal);
    this.onResize([canvas], () => this.#resize());
    this.#show();
  }

  get #canvas() {
    return this.find("plot", HTMLCanvasElement);
  }

  get #most() {
    return Number(this.dataset.most);
  }

  /** What a click does: the label that it sets, or null where it erases. */
  get #label() {
    const chosen = /** @type {HTMLInputElement} */ (this.querySelector('[data-part="tools"] input:checked'));
    return chosen.value === "erase" ? null : Number(chosen.value);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    // a finger that draws does not scroll; a pen that leaves the plot comes back to it
    this.#canvas.setPointerCapture(event.pointerId);
    this.#draw(event);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#pen) return;
    const distance = Math.hypot(event.offsetX - this.#pen.x, event.offsetY - this.#pen.y);
    if (this.#label === null || distance >= SPACING_PX) this.#draw(event);
  }

  /** @param {PointerEvent} event */
  #draw({ offsetX: x, offsetY: y }) {
    this.#pen = { x, y };
    const place = toPlane(this.#pen, this.#place);
    if (!place) return;
    const { points } = this.#kept;
    const within = (ERASER_PX / this.#place.side) * (HIGH - LOW);
    this.#change(this.#label === null ? withoutNear(points, place, within) : withPoint(points, place, this.#label, this.#most));
  }

  /** @param {Sample[]} points */
  #change(points) {
    this.#kept.change(points);
    this.#report("");
    write(this.find("understood"), "");
    this.#show();
  }

  /** @param {string | undefined} act what a button is for */
  #act(act) {
    if (act === "add") this.#add();
    if (act === "clear") this.#change([]);
    if (act === "undo") this.#undo();
    if (act === "copy") this.#copy();
    if (act === "read") this.#read(this.find("csv", HTMLTextAreaElement).value);
    if (act === "use") this.#use();
    if (act === "save") download(csvOf(this.#kept.points), "own-points.csv", "text/csv");
  }

  /**
   * Enter in a field adds the point, and does not send the form around it.
   * @param {KeyboardEvent} event
   */
  #enter(event) {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (event.target.closest('[data-part="numbers"]')) this.#add();
  }

  #add() {
    const [x, y, label] = /** @type {HTMLInputElement[]} */ (["x", "y", "label"].map((name) => this.find(name)));
    const wrong = [x, y, label].find((field) => !field.reportValidity());
    if (wrong) return;
    this.#change(withPoint(this.#kept.points, { x: x.valueAsNumber, y: y.valueAsNumber }, label.valueAsNumber, this.#most));
  }

  #undo() {
    this.#kept.undo();
    this.#show();
  }

  /** Begin with the points of the run. */
  #copy() {
    const run = startedRun();
    if (!run) return;
    if (run.classes === null) this.#report(this.dataset.targets ?? "");
    else this.#change(pointsOf([run.data.train, run.data.test]));
  }

  /** @param {HTMLInputElement} field in which a file has been chosen */
  async #load(field) {
    const file = field.files?.[0];
    if (!file) return;
    await this.#read(file);
    // so that the same file, mended, can be chosen again
    field.value = "";
  }

  /** @param {string | File} text in a file, of which the server finds out the encoding */
  async #read(text) {
    try {
      const { samples, understood } = JSON.parse(await sendText("playground/data", text, "text/csv", this.signal));
      this.#change(samples);
      write(this.find("understood"), understood);
    } catch (error) {
      this.#report(sentenceOf(error, this.dataset.offline));
    }
  }

  #use() {
    const { points } = this.#kept;
    if (classCount(points) < 2) {
      this.#report(this.dataset.few ?? "");
      return;
    }
    const next = plan();
    next.data = { ...next.data, name: "own", samples: points };
    this.#report("");
    changePlan(next);
  }

  /** @param {string} sentence */
  #report(sentence) {
    report(this.find("problem"), sentence);
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) return;
    resized(this.#canvas, width, height);
    this.#place = squareIn(width, height);
    this.#show();
  }

  #show() {
    const { points } = this.#kept;
    const context = this.#canvas.getContext("2d");
    const samples = points.map(([x, y, label]) => ({ x, y, label, isTest: false }));
    if (context && this.#place.side > 0) paintPoints(context, this.#place, samples, { classes: classCount(points), cross: null });
    const count = this.find("count");
    const { text = "", outside = "" } = count.dataset;
    const counted = filled(text, { points: points.length, classes: classCount(points), most: this.#most });
    const far = points.filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) > HIGH).length;
    write(count, far > 0 ? `${counted} ${filled(outside, { far })}` : counted);
    /** @type {HTMLButtonElement} */ (this.querySelector('[data-act="undo"]')).ariaDisabled = String(!this.#kept.canUndo);
    this.dataset.points = String(points.length);
  }
}

customElements.define("data-editor", DataEditor);
