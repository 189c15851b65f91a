/**
 * `<data-editor>`: a reader's own points, set and erased on a plot, by number, or read from a CSV text. They become the
 * plan's data when the reader says so.
 */

import { Refusal, sendText } from "../../shared/api.js";
import { onThemeChange } from "../../shared/colours.js";
import { download } from "../../shared/download.js";
import { KeptPoints } from "../kept-points.js";
import { classCount, csvOf, pointsOf, withoutNear, withPoint } from "../own-points.js";
import { part, report, write } from "../../shared/parts.js";
import { changePlan, plan } from "../plan-state.js";
import { HIGH, LOW, toPlane } from "../plane.js";
import { paintPoints } from "../plane-painter.js";
import { filled } from "../../shared/readable.js";
import { startedRun } from "../run-record.js";

/** @typedef {import("../../shared/plan-query.js").Sample} Sample */

const AXIS = { left: 22, top: 6, right: 6, bottom: 18 };
const ERASER_PX = 12;
/** A stroke sets points so far apart. */
const SPACING_PX = 10;

class DataEditor extends HTMLElement {
  #listening = new AbortController();
  #kept = new KeptPoints(plan().data.samples);
  #place = { left: 0, top: 0, side: 0 };
  /** Where the present stroke has set its last point. @type {{x: number, y: number} | null} */
  #pen = null;
  #resizing = new ResizeObserver(() => this.#resize());

  connectedCallback() {
    const { signal } = this.#listening;
    const canvas = this.#canvas;
    canvas.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.#move(event), { signal });
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (this.#pen = null), { signal });
    this.addEventListener("click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).dataset.act), { signal });
    this.addEventListener("keydown", (event) => this.#enter(event), { signal });
    part(this, "file").addEventListener("change", ({ target }) => this.#load(/** @type {HTMLInputElement} */ (target)), { signal });
    onThemeChange(() => this.#show(), signal);
    this.#resizing.observe(canvas);
    this.#show();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#resizing.disconnect();
  }

  get #canvas() {
    return /** @type {HTMLCanvasElement} */ (part(this, "plot"));
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
    this.#show();
  }

  /** @param {string | undefined} act what a button is for */
  #act(act) {
    if (act === "add") this.#add();
    if (act === "clear") this.#change([]);
    if (act === "undo") this.#undo();
    if (act === "copy") this.#copy();
    if (act === "read") this.#read(/** @type {HTMLTextAreaElement} */ (part(this, "csv")).value);
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
    const [x, y, label] = /** @type {HTMLInputElement[]} */ (["x", "y", "label"].map((name) => part(this, name)));
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
    await this.#read(await file.text());
    // so that the same file, mended, can be chosen again
    field.value = "";
  }

  /** @param {string} text */
  async #read(text) {
    try {
      const answer = await sendText("playground/data", text, "text/csv", this.#listening.signal);
      this.#change(JSON.parse(answer).samples);
    } catch (error) {
      this.#report(error instanceof Refusal ? error.message : (this.dataset.offline ?? String(error)));
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
    report(part(this, "problem"), sentence);
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) return;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.#canvas.getContext("2d")?.scale(devicePixelRatio, devicePixelRatio);
    this.#place = { left: AXIS.left, top: AXIS.top, side: Math.min(width - AXIS.left - AXIS.right, height - AXIS.top - AXIS.bottom) };
    this.#show();
  }

  #show() {
    const { points } = this.#kept;
    const context = this.#canvas.getContext("2d");
    const samples = points.map(([x, y, label]) => ({ x, y, label, isTest: false }));
    if (context && this.#place.side > 0) paintPoints(context, this.#place, samples, { classes: classCount(points), cross: null });
    const count = part(this, "count");
    const { text = "", outside = "" } = count.dataset;
    const counted = filled(text, { points: points.length, classes: classCount(points), most: this.#most });
    const far = points.filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) > HIGH).length;
    write(count, far > 0 ? `${counted} ${filled(outside, { far })}` : counted);
    /** @type {HTMLButtonElement} */ (this.querySelector('[data-act="undo"]')).ariaDisabled = String(!this.#kept.canUndo);
    this.dataset.points = String(points.length);
  }
}

customElements.define("data-editor", DataEditor);
