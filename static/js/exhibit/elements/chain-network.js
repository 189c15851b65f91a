/**
 * `<chain-network>`: the network of backpropagation with its numbers, which the server writes. Here it follows the page's
 * state, lights the path of the weight that is pointed at or has the focus, and turns drags and keys into moves of the
 * page's controls: a number is moved, a weight is watched, a pass is gone through.
 */

import { fetchPage } from "../../shared/api.js";
import { PageElement } from "../../shared/element.js";
import { isFree, keysAct } from "../../shared/keys.js";
import { newest } from "../../shared/newest.js";
import { pageState } from "../../shared/page-state.js";
import { write } from "../../shared/parts.js";
import { mirror } from "../mirror.js";
import { KEYS, moved, tidy, turned } from "../walk.js";

/** @typedef {{part: HTMLElement, x: number, y: number, value: number, isMoved: boolean}} Drag */

const TURNS = /** @type {Record<string, string>} */ ({ ArrowLeft: "previous", ArrowRight: "next" });
const STEP = 0.1;
const PX_A_STEP = 4;

class ChainNetwork extends PageElement {
  /** The weight that is pointed at, and the one that has the focus. */
  #pointed = "";
  #focused = "";
  /** @type {Drag | null} */
  #drag = null;
  #follow = newest(async () => {
    const page = await fetchPage(pageState()).catch(() => null);
    const fresh = page?.querySelector(this.localName);
    if (fresh) mirror(this, fresh);
    this.#prepare();
    this.#light();
  });

  connectedCallback() {
    this.#prepare();
    this.hear("statechange", () => this.#follow());
    this.on(this, "click", (event) => this.#click(event));
    this.on(this, "pointerover", ({ target }) => this.#point(weightAt(target)));
    this.on(this, "pointerleave", () => this.#point(""));
    this.on(this, "focusin", ({ target }) => this.#focus(weightAt(target)));
    this.on(this, "focusout", () => this.#focus(""));
    this.on(this, "pointerdown", (event) => this.#grasp(event));
    this.on(this, "pointermove", (event) => this.#pull(event));
    this.on(this, "pointerup", () => this.#release());
    this.on(this, "pointercancel", () => (this.#drag = null));
    this.on(this, "keydown", (event) => this.#press(event));
    this.on(document, "keydown", (event) => this.#walk(event));
  }

  /** Without a script nothing can be moved, and nothing says that it could. */
  #prepare() {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-moves]"))) {
      const { min, max } = fieldOf(part);
      const { label = "", value = "", text = "" } = part.dataset;
      const said = { role: "spinbutton", tabindex: "0", "aria-label": label, "aria-valuetext": text, "aria-valuemin": min, "aria-valuemax": max };
      for (const [name, content] of Object.entries(said)) if (part.getAttribute(name) !== content) part.setAttribute(name, content);
      // a number that has left the range of numbers is said as a text alone
      if (Number.isFinite(Number(value))) part.setAttribute("aria-valuenow", value);
      else part.removeAttribute("aria-valuenow");
    }
  }

  /** @param {string} weight */
  #point(weight) {
    if (weight === this.#pointed) return;
    this.#pointed = weight;
    this.#light();
  }

  /** @param {string} weight */
  #focus(weight) {
    this.#focused = weight;
    this.#light();
    write(this.find("said"), weight && (this.querySelector(`.product[data-paths="${weight}"] .said`)?.textContent ?? ""));
  }

  /** Light the path of the weight that the reader looks at, or else of the watched one. */
  #light() {
    const lit = this.#pointed || this.#focused || this.dataset.watched || "";
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-paths]"))) {
      part.dataset.lit = part.dataset.paths?.split(" ").includes(lit) ? "yes" : "no";
    }
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const turn = /** @type {Element} */ (event.target).closest("[data-turn]");
    if (!(turn instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#turn(turn.dataset.turn ?? "");
  }

  /** @param {string} turn */
  #turn(turn) {
    const [steps, phase] = ["steps", "phase"].map((name) => fieldIn(`control-${name}-knob`));
    const stand = { steps: Number(steps.value), phase: Number(phase.value) };
    const next = turned(stand, turn, { steps: Number(steps.max), phase: Number(phase.max) });
    set(phase, next.phase);
    set(steps, next.steps);
  }

  /** @param {string} weight that is to be watched */
  #watch(weight) {
    const field = select();
    if (field.value === weight) return;
    field.value = weight;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {PointerEvent} event */
  #grasp(event) {
    const part = movableAt(event.target);
    if (!part || event.button !== 0) return;
    this.#drag = { part, x: event.clientX, y: event.clientY, value: this.#valueOf(part), isMoved: false };
    part.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #pull({ clientX, clientY }) {
    if (!this.#drag) return;
    const { part, x, y, value } = this.#drag;
    const steps = Math.round((clientX - x + y - clientY) / PX_A_STEP);
    if (steps === 0 && !this.#drag.isMoved) return;
    this.#drag.isMoved = true;
    this.#move(part, value, steps);
  }

  #release() {
    const { part, isMoved } = this.#drag ?? {};
    this.#drag = null;
    if (part?.dataset.weight && !isMoved) this.#watch(part.dataset.weight);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const part = movableAt(event.target);
    if (!part || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key in KEYS) this.#move(part, this.#valueOf(part), KEYS[key]);
    else if (key in TURNS) this.#turn(TURNS[key]);
    else if (["Enter", " "].includes(key) && part.dataset.weight) this.#watch(part.dataset.weight);
    else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    if (!(event.key in TURNS) || !isFree(event) || !keysAct()) return;
    event.preventDefault();
    this.#turn(TURNS[event.key]);
  }

  /**
   * What a move begins from: the control, which may be ahead of the server's answer; a weight that has gone some steps
   * is no longer where its control stands.
   * @param {HTMLElement} part
   */
  #valueOf(part) {
    return Number(part.dataset.weight && this.#steps > 0 ? part.dataset.value : fieldOf(part).value);
  }

  get #steps() {
    return Number(fieldIn("control-steps-knob").value);
  }

  /**
   * Move a number of the network, if it is one still, by some steps from `value`. Weights are moved where they begin:
   * after some steps of learning those of now are a new beginning.
   * @param {HTMLElement} part
   * @param {number} value
   * @param {number} by
   */
  #move(part, value, by) {
    if (!Number.isFinite(value)) return;
    const field = fieldOf(part);
    const next = moved(value, by, { step: STEP, low: Number(field.min), high: Number(field.max) });
    if (part.dataset.weight && this.#steps > 0) {
      for (const weight of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-weight][data-moves]"))) {
        const now = Number(weight.dataset.value);
        if (Number.isFinite(now)) fieldOf(weight).value = String(tidy(now));
      }
      set(fieldIn("control-steps-knob"), 0);
    }
    set(field, next);
  }
}

/** @param {EventTarget | null} target */
const movableAt = (target) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-moves]"));

/** @param {EventTarget | null} target */
function weightAt(target) {
  const weight = /** @type {Element} */ (target).closest("[data-weight]");
  return weight?.getAttribute("data-weight") ?? "";
}

/** The control that a number of the network stands for. @param {HTMLElement} part */
const fieldOf = (part) => fieldIn(part.dataset.moves ?? "");

/** @param {string} knob */
const fieldIn = (knob) => /** @type {HTMLInputElement} */ (document.querySelector(`#${knob} input[type="number"]`));

const select = () => /** @type {HTMLSelectElement} */ (document.getElementById("control-watched"));

/**
 * @param {HTMLInputElement} field
 * @param {number} value
 */
function set(field, value) {
  if (Number(field.value) === value) return;
  field.value = String(value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

customElements.define("chain-network", ChainNetwork);
