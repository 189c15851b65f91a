/**
 * `<data-editor>`: a reader's own points, set and erased on the large plot, by number, or read from a table, which need not
 * be of two inputs. They become the plan's data when the reader says so. It is opened, used and closed by the event "draw".
 */

import { calm } from "../../shared/calm.js";
import { resized } from "../../shared/canvas.js";
import { onThemeChange } from "../../shared/colours.js";
import { download } from "../../shared/download.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { HeatMap } from "../../shared/heat-map.js";
import { report, write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { KeptPoints } from "../kept-points.js";
import { classesOf, csvOf, inputsOf, labelOf, placed, pointsOf, withoutNear, withPoint } from "../own-points.js";
import { changePlan, plan } from "../plan-state.js";
import { paintPoints } from "../plane-painter.js";
import { planeAround, squareIn, toPixels, toPlane, USUAL } from "../plane.js";
import { shownFrame, startedRun } from "../run-record.js";

/** @typedef {import("../../shared/plan-query.js").Sample} Sample */

const ERASER_PX = 12;
/** A stroke sets points so far apart. */
const SPACING_PX = 10;
/** How much of the network's answer is seen behind the points. */
const PALE = 0.45;
const ANSWER_MS = 250;

class DataEditor extends PageElement {
  #kept = new KeptPoints(plan().data);
  #place = { left: 0, top: 0, width: 0, height: 0, plane: USUAL };
  /** Where the present stroke has set its last point. @type {{x: number, y: number} | null} */
  #pen = null;
  /** To where the focus returns. @type {Element | null} */
  #opener = null;
  #map = new HeatMap();
  #followRun = calm(() => !this.hidden && this.#show(), ANSWER_MS);

  connectedCallback() {
    const canvas = this.#canvas;
    this.on(canvas, "pointerdown", (event) => this.#press(event));
    this.on(canvas, "pointermove", (event) => this.#move(event));
    this.on(canvas, ["pointerup", "pointercancel"], () => (this.#pen = null));
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).dataset.act));
    this.on(this, "keydown", (event) => this.#type(event));
    onThemeChange(() => this.#show(), this.signal);
    this.onResize([canvas], () => this.#resize());
    this.hear("draw", (wish) => this.#follow(wish));
    this.hear("tableread", ({ samples, columns, task }) => this.#take(samples, { columns, task }));
    this.hear("frameshown", () => this.#followRun());
    this.#show();
  }

  /** Over the plot of the output. */
  get #canvas() {
    return /** @type {HTMLCanvasElement} */ (document.getElementById("own-plot"));
  }

  get #most() {
    return Number(this.dataset.most);
  }

  get #mostClasses() {
    return Number(this.dataset.mostClasses);
  }

  /** What a click does: the label that it sets, or null where it erases. */
  get #label() {
    const chosen = /** @type {HTMLInputElement} */ (this.querySelector('[data-part="tools"] input:checked'));
    if (chosen.value === "erase") return null;
    return chosen.value === "field" ? labelOf(this.find("label", HTMLInputElement).value) : labelOf(chosen.value);
  }

  /** @param {PageEvents["draw"][0]} wish */
  #follow(wish) {
    if (wish === "use" && this.#areEnough) this.#use();
    else this.#turn(wish !== "close");
  }

  /** @param {boolean} isOpen */
  #turn(isOpen) {
    const hadFocus = this.contains(document.activeElement);
    if (isOpen && this.hidden) this.#opener = document.activeElement;
    this.toggleAttribute("hidden", !isOpen);
    this.#canvas.hidden = !isOpen || !this.#isDrawn;
    if (!isOpen) {
      if (hadFocus && this.#opener instanceof HTMLElement) this.#opener.focus();
      return;
    }
    this.#show();
    this.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement} */ (this.querySelector(this.#isDrawn ? '[data-part="tools"] input:checked' : '[data-act="use"]')).focus({ preventScroll: true });
  }

  /** Whether the points are of a plane, on which they can be set. */
  get #isDrawn() {
    return inputsOf(this.#kept.points) === 2;
  }

  /** Whether a network can learn from the points. */
  get #areEnough() {
    const classes = classesOf(this.#kept.points, this.#mostClasses);
    return classes === null || classes.length > 1;
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
    const isNear = (/** @type {{x: number, y: number}} */ point) => {
      const at = toPixels(point, this.#place);
      return Math.hypot(at.x - x, at.y - y) <= ERASER_PX;
    };
    this.#change(this.#label === null ? withoutNear(points, isNear) : withPoint(points, placed(place, this.#place.plane), this.#label, this.#most));
  }

  /** @param {Sample[]} points */
  #change(points) {
    announce("tableleft");
    this.#take(points);
  }

  /**
   * @param {Sample[]} points
   * @param {{columns: string[] | null, task: string | null}} [about]
   */
  #take(points, about) {
    this.#kept.change(points, about);
    report(this.find("problem"), "");
    this.#show();
  }

  /** @param {string | undefined} act what a button is for */
  #act(act) {
    if (act === "add") this.#add();
    if (act === "clear") this.#change([]);
    if (act === "undo") this.#undo();
    if (act === "copy") this.#copy();
    if (act === "use") this.#use();
    if (act === "close") announce("draw", "close");
    if (act === "save") download(csvOf(this.#kept.points, this.#kept.columns), "own-points.csv", "text/csv");
  }

  /**
   * Enter in a field adds the point, and does not send the form around it; Escape closes the editor.
   * @param {KeyboardEvent} event
   */
  #type(event) {
    if (event.key === "Escape") {
      // alone, whatever else is open
      event.stopPropagation();
      announce("draw", "close");
    }
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (event.target.closest('[data-part="numbers"]')) this.#add();
  }

  #add() {
    const [x, y, label] = /** @type {HTMLInputElement[]} */ (["x", "y", "label"].map((name) => this.find(name)));
    const wrong = [x, y, label].find((field) => !field.reportValidity());
    if (wrong) return;
    this.#change(withPoint(this.#kept.points, { x: x.valueAsNumber, y: y.valueAsNumber }, labelOf(label.value), this.#most));
  }

  #undo() {
    this.#kept.undo();
    announce("tableleft");
    this.#show();
  }

  /** Begin with the points of the run. */
  #copy() {
    const run = startedRun();
    if (!run) return;
    const { samples, columns } = plan().data;
    announce("tableleft");
    if (samples) this.#take(samples, { columns, task: null });
    else this.#take(pointsOf([run.data.train, run.data.test], run.class_names, run.columns.length), { columns: run.columns, task: null });
  }

  #use() {
    if (!this.#areEnough) {
      report(this.find("problem"), this.dataset.few ?? "");
      return;
    }
    const next = plan();
    const { points, columns, task } = this.#kept;
    next.data = { ...next.data, name: "own", samples: points, columns, task: task ?? next.data.task };
    changePlan(next);
    if (!this.hidden) announce("draw", "close");
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) return;
    resized(this.#canvas, width, height);
    this.#show();
  }

  #show() {
    const { points } = this.#kept;
    const classes = classesOf(points, this.#mostClasses);
    const isDrawn = this.#isDrawn;
    const offered = this.#offer(classes);
    if (isDrawn) this.#paint(points, offered);
    for (const name of ["tools", "numbers"]) this.find(name).hidden = !isDrawn;
    this.#canvas.hidden = this.hidden || !isDrawn;
    const wide = this.find("wide");
    report(wide, isDrawn ? "" : filled(wide.dataset.text ?? "", { inputs: inputsOf(points) }));
    const count = this.find("count");
    const { text = "", targets = "" } = count.dataset;
    write(count, filled(classes ? text : targets, { points: points.length, classes: classes?.length ?? 0, most: this.#most }));
    /** @type {HTMLButtonElement} */ (this.querySelector('[data-act="undo"]')).ariaDisabled = String(!this.#kept.canUndo);
    this.dataset.points = String(points.length);
  }

  /**
   * Let a reader choose among the classes that there are and, of numbers, others beside them.
   * @param {(number | string)[] | null} classes null where labels are targets
   * @returns {(number | string)[] | null} what is offered
   */
  #offer(classes) {
    const areDigits = classes?.every((label) => Number.isInteger(label) && 0 <= Number(label) && Number(label) < this.#mostClasses);
    const offered = areDigits ? Array.from({ length: this.#mostClasses }, (_, i) => i) : classes;
    const tools = /** @type {NodeListOf<HTMLLabelElement>} */ (this.querySelectorAll("[data-tool]"));
    tools.forEach((tool, i) => {
      const name = offered?.[i];
      tool.hidden = name === undefined;
      write(tool.querySelector("[data-part=name]"), String(name ?? ""));
      const input = /** @type {HTMLInputElement} */ (tool.querySelector("input"));
      input.value = String(name ?? "field");
      input.ariaLabel = filled(this.dataset.set ?? "", { name: name ?? "" });
      if (tool.hidden && input.checked) /** @type {HTMLInputElement} */ (this.querySelector('input[value="field"]')).checked = true;
    });
    return offered;
  }

  /**
   * @param {Sample[]} points
   * @param {(number | string)[] | null} classes in the order of their colours
   */
  #paint(points, classes) {
    const context = this.#canvas.getContext("2d");
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!context || width === 0) return;
    const values = points.map(([, , label]) => Number(label));
    const samples = points.map(([x, y, label]) => ({ x: Number(x), y: Number(y), label: classes ? classes.indexOf(label) : Number(label), isTest: false }));
    this.#place = squareIn(width, height, planeAround(samples));
    const targets = /** @type {[number, number]} */ ([Math.min(...values), Math.max(...values)]);
    paintPoints(context, this.#place, samples, { targets: classes ? null : targets, cross: null });
    this.#paintAnswer(context);
  }

  /** What the network of now answers, behind the points, where both are over the same plane. @param {CanvasRenderingContext2D} context */
  #paintAnswer(context) {
    const { left, top, width, height, plane } = this.#place;
    const frame = shownFrame();
    if (!frame || JSON.stringify(startedRun()?.grid, ["x", "y"]) !== JSON.stringify(plane, ["x", "y"])) return;
    this.#map.showAnswer(frame.boundary);
    const { canvas } = this.#map;
    context.save();
    Object.assign(context, { globalCompositeOperation: "destination-over", globalAlpha: PALE });
    context.drawImage(canvas, 0.5, 0.5, canvas.width - 1, canvas.height - 1, left, top, width, height);
    context.restore();
  }
}

customElements.define("data-editor", DataEditor);
