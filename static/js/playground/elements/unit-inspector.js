/**
 * `<unit-inspector>` shows one unit large: where it answers what, its equation with numbers, and its weights, which can be
 * changed by hand while the run is paused. It follows "unitselect".
 */

import { calm } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { send } from "../../shared/live.js";
import { report, write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { equation, subscript } from "../equation.js";
import { isLive, shownFrame, startedRun } from "../run-record.js";
import { WeightFields } from "../weight-fields.js";
import "./unit-map.js";
import "./unit-picture.js";

/** @typedef {import("../messages").Started} Started */
/** @typedef {import("../graph-layout.js").Spot} Spot */

const PAUSE_MS = 150;
/** Longer sums are folded. */
const FOLDED = 8;

class UnitInspector extends PageElement {
  /** @type {Spot | null} */
  #spot = null;
  #isFolded = true;
  /** @type {WeightFields | null} */
  #fields = null;
  #show = calm(() => this.#write(), PAUSE_MS);

  connectedCallback() {
    this.hear("unitselect", (spot) => this.#open(spot));
    this.hear("runstarted", (run) => this.#follow(run));
    this.hear("frameshown", () => this.#spot && this.#show());
    this.on(this.find("close"), "click", () => this.#close());
    this.on(this.find("all"), "click", () => this.#unfold());
    this.on(document, "keydown", ({ key }) => key === "Escape" && !this.hidden && this.#close());
    this.on(this, ["focusin", "focusout"], ({ type, target }) => this.#mark(type === "focusin" ? /** @type {HTMLElement} */ (target) : null));
    this.on(this, "change", ({ target }) => this.#edit(/** @type {HTMLElement} */ (target)));
  }

  /** @param {Spot} spot */
  #open(spot) {
    this.#spot = spot;
    this.hidden = false;
    this.#isFolded = true;
    this.#name();
    this.#build();
    this.scrollIntoView({ block: "nearest" });
  }

  #close() {
    const hadFocus = this.contains(document.activeElement);
    const { layer, unit } = this.#spot ?? {};
    this.hidden = true;
    this.#spot = null;
    // the unit from which the reader came
    const origin = document.querySelector(`[data-layer="${layer}"][data-unit="${unit}"]`);
    if (hadFocus && origin instanceof HTMLElement) origin.focus();
  }

  /** @param {Started} run as it began; a unit that it lacks cannot be shown */
  #follow({ layers }) {
    if (!this.#spot) return;
    const { layer, unit } = this.#spot;
    if (unit >= (layers[layer]?.outputs ?? 0)) this.#close();
    else this.#name();
    // the weights of its first frame may be others in number
    this.#fields = null;
  }

  #name() {
    const run = startedRun();
    if (!this.#spot || !run) return;
    const { layer, unit } = this.#spot;
    const { title, reference } = run.layers[layer];
    const { hidden = "", output = "" } = this.find("title").dataset;
    const isOutput = reference === null;
    const number = isOutput && run.loss === "cross_entropy" ? unit : unit + 1;
    write(this.find("title"), filled(isOutput ? output : hidden, { layer: layer + 1, unit: number, title }));
    const inputs = this.find("inputs");
    const { below = "" } = inputs.dataset;
    write(inputs, layer === 0 ? "" : filled(below, { layer }));
  }

  #unfold() {
    this.#isFolded = !this.#isFolded;
    this.#build();
  }

  /** The names of what comes in. @returns {string[]} */
  get #inputs() {
    const rows = shownFrame()?.weights[this.#spot?.layer ?? 0].W.shape[0] ?? 0;
    return this.#spot?.layer === 0 ? (startedRun()?.inputs ?? []) : Array.from({ length: rows }, (_, i) => `a${subscript(i + 1)}`);
  }

  /** Fields for the weights of the chosen unit. */
  #build() {
    const frame = shownFrame();
    const run = startedRun();
    if (!this.#spot || !run || !frame) return;
    this.find("equation").style.minHeight = "";
    const inputs = this.#inputs;
    const most = this.#isFolded ? FOLDED : inputs.length;
    const all = this.find("all");
    all.hidden = inputs.length <= FOLDED;
    all.setAttribute("aria-expanded", String(!this.#isFolded));
    write(all, filled((this.#isFolded ? all.dataset.more : all.dataset.less) ?? "", { count: inputs.length }));
    const layer = run.layers[this.#spot.layer];
    this.#fields = new WeightFields(this.find("weights"), { layer, unit: this.#spot.unit, inputs: inputs.slice(0, most), hasBias: frame.weights[this.#spot.layer].b !== undefined });
    this.#write();
  }

  #write() {
    const frame = shownFrame();
    const run = startedRun();
    if (!this.#spot || !run || !frame) return;
    if (!this.#fields) {
      this.#build();
      return;
    }
    const { layer, unit } = this.#spot;
    const described = run.layers[layer];
    const weights = frame.weights[layer];
    const name = described.reference?.match(/^\w+/)?.[0] ?? "";
    const lines = equation({
      layer: { ...described, reference: frame.layers[layer].reference },
      unit,
      weights,
      inputs: this.#inputs,
      loss: described.reference === null ? run.loss : null,
      isAcross: (this.dataset.across ?? "").split(" ").includes(name),
      learned: learnedOf(frame.layers[layer].learned, weights, unit),
      most: this.#isFolded ? FOLDED : Infinity,
    });
    write(this.find("equation"), lines.join("\n"));
    const normalised = this.find("normalised");
    const { layer: overLayer = "", batch = "" } = normalised.dataset;
    report(normalised, !weights.scale ? "" : weights.mean ? batch : filled(overLayer, { count: described.pre_activations }));
    this.#fields.write(weights);
    this.#fields.allow(frame.state === "paused" && isLive());
    const locked = this.find("locked");
    const { running = "", past = "" } = locked.dataset;
    report(locked, isLive() ? (frame.state === "running" ? running : "") : past);
    this.#hold();
    this.dataset.state = "drawn";
  }

  /** A number that has become shorter must not pull up what stands below. */
  #hold() {
    const text = this.find("equation");
    text.style.minHeight = `${Math.max(text.offsetHeight, Number.parseFloat(text.style.minHeight) || 0)}px`;
  }

  /** Have the weight marked of which the field has the focus. @param {HTMLElement | null} target */
  #mark(target) {
    const { quantity, row } = target?.dataset ?? {};
    announce("weightfocus", quantity === "W" && this.#spot ? { ...this.#spot, input: Number(row) } : null);
  }

  /** @param {HTMLElement} target */
  #edit(target) {
    if (!(target instanceof HTMLInputElement) || !target.dataset.quantity || !this.#spot) return;
    const { quantity, row, column } = target.dataset;
    if (target.value === "" || !target.reportValidity()) return;
    announce("weightedit");
    send({ type: "edit", layer: this.#spot.layer, quantity, row: Number(row), column: Number(column), value: target.valueAsNumber });
  }
}

/**
 * What the activation of a unit has learned.
 * @param {Record<string, number>} learned by its layer
 * @param {import("../messages").Weights} weights
 * @param {number} unit
 * @returns {Record<string, number>} of what each unit has for itself, its own
 */
function learnedOf(learned, weights, unit) {
  return Object.fromEntries(Object.entries(learned).map(([name, value]) => [name, weights[name].values.length > 1 ? weights[name].values[unit] : value]));
}

customElements.define("unit-inspector", UnitInspector);
