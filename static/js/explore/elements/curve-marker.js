/**
 * `<curve-marker>`: a line at one x over the chart, with a dot on each curve and the tangent on f. It is dragged, put
 * somewhere by a tap, moved by the keys of a slider, or typed; where it stands is announced as "markermove".
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { changeView, pageState, USUAL_X } from "../../shared/page-state.js";
import { report } from "../../shared/parts.js";
import { withValues } from "../../shared/query.js";
import { compact, filled } from "../../shared/readable.js";
import { kinksOf, linesOf } from "../figure-curves.js";
import { MarkerPainter } from "../marker-painter.js";
import { shapesOf } from "../marker-shapes.js";
import { pointed, pressed } from "../marker-steps.js";
import { panelsOf, xAt } from "../panels.js";

/** Pixels within which a kink attracts a pointer, and that a tap may move. */
const NEAR = 5;

class CurveMarker extends PageElement {
  /** @type {import("../../shared/plot.js").Figure | null} */
  #figure = null;
  /** @type {import("../figure-curves.js").Line[]} */
  #lines = [];
  /** Of the chart: to ask for it while curves move would have the page laid out. */
  #size = { width: 0, height: 0 };
  /** @type {MarkerPainter | undefined} */
  #painter;
  /** Where a tap was before there was a chart to read x from. @type {{clientX: number} | null} */
  #early = null;
  /** Where a pointer went down that may be a tap. @type {PointerEvent | null} */
  #down = null;

  connectedCallback() {
    this.#painter ??= new MarkerPainter(this.querySelector("svg.marker"), this.dataset);
    this.hear("figureshown", (figure) => {
      this.querySelector(".marker-still")?.remove();
      this.#figure = figure;
      this.#lines = linesOf(figure);
      this.#place();
      if (this.#early) this.#point(this.#early);
    });
    this.hear("viewchange", () => this.#place());
    this.hear("soundmove", (x) => this.#painter?.point(this.#panels, x));
    this.hear("readings", (readings) => this.#painter?.label(readings));
    this.onResize([this.#overlay], () => {
      const { clientWidth: width, clientHeight: height } = this.#overlay;
      this.#size = { width, height };
      this.#paint();
    });
    this.on(this.#slider, "keydown", (event) => this.#press(event));
    this.on(this.#slider, "input", () => this.#put(pointed(Number(this.#slider.value), this.#window, this.#kinks, this.#near)));
    this.on(this.#field, "input", () => this.#type());
    this.on(this.#overlay, "pointerdown", (event) => this.#grab(event));
    this.on(this.#canvas, "pointerdown", (event) => (this.#down = event.isPrimary && event.button === 0 ? event : null));
    this.on(window, "pointerup", (event) => this.#tap(event));
  }

  get #canvas() {
    return this.find("canvas");
  }

  get #overlay() {
    return /** @type {SVGSVGElement} */ (this.querySelector("svg.marker"));
  }

  get #slider() {
    return this.find("slider", HTMLInputElement);
  }

  get #field() {
    return this.find("field", HTMLInputElement);
  }

  /** @returns {number[]} what the chart shows of x */
  get #window() {
    return this.#figure?.layout.xaxis.range ?? [Number(this.#slider.min), Number(this.#slider.max)];
  }

  get #kinks() {
    return kinksOf(this.#lines);
  }

  /** How far a kink attracts, in x. */
  get #near() {
    const [low, high] = this.#window;
    return (NEAR * (high - low)) / this.#size.width;
  }

  get #panels() {
    return this.#figure && this.#size.width > 0 ? panelsOf(this.#figure, this.#size) : [];
  }

  /** Where the marker is asked to stand. */
  get #asked() {
    return Number(pageState().get("x") ?? USUAL_X);
  }

  /** Where it stands: a window that leaves it out has it at its nearer end. */
  get #x() {
    const [low, high] = this.#window;
    return Math.min(high, Math.max(low, this.#asked));
  }

  #place() {
    const x = this.#x;
    const [low, high] = this.#window;
    Object.assign(this.#slider, { min: String(low), max: String(high), value: String(x) });
    this.#slider.ariaValueText = compact(x);
    if (document.activeElement !== this.#field) this.#field.value = String(x);
    const isOutside = pageState().has("x") && (this.#asked < low || this.#asked > high);
    report(this.find("outside"), isOutside ? filled(this.dataset.outside ?? "", { x: compact(this.#asked) }) : "");
    this.#paint();
    announce("markermove", x);
  }

  #paint() {
    const panels = this.#panels;
    if (panels.length > 0) this.#painter?.paint(panels, shapesOf(this.#lines, panels, this.#x), this.#x);
  }

  /** @param {number} x */
  #put(x) {
    changeView(withValues(pageState(), "x", [String(x)], [USUAL_X]));
  }

  #type() {
    report(this.find("problem"), this.#field.validationMessage);
    if (this.#field.validity.valid) this.#put(this.#field.valueAsNumber);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const x = event.ctrlKey || event.altKey || event.metaKey ? null : pressed(event, this.#x, this.#window);
    if (x === null) return;
    event.preventDefault();
    this.#put(x);
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    const dragging = new AbortController();
    const handle = /** @type {Element} */ (event.target);
    handle.setPointerCapture(event.pointerId);
    const follow = (/** @type {Event} */ moved) => this.#point(/** @type {PointerEvent} */ (moved));
    handle.addEventListener("pointermove", follow, { signal: dragging.signal });
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => dragging.abort(), { signal: dragging.signal });
    this.#slider.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #tap(event) {
    const start = this.#down;
    this.#down = null;
    if (start?.pointerId !== event.pointerId) return;
    const isOnPlot = start.target instanceof Element && start.target.closest("activation-chart") !== null;
    if (!isOnPlot || Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > NEAR) return;
    this.#point(event);
    this.#slider.focus({ preventScroll: true });
  }

  /** @param {{clientX: number}} event */
  #point({ clientX }) {
    const [panel] = this.#panels;
    this.#early = panel ? null : { clientX };
    if (!panel) return;
    const x = xAt(panel, clientX - this.#overlay.getBoundingClientRect().left);
    this.#put(pointed(x, this.#window, this.#kinks, this.#near));
  }
}

customElements.define("curve-marker", CurveMarker);
