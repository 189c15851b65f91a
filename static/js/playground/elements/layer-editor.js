/** `<layer-editor>`: the hidden layers, one row each: how many units, any activation, and more; what is wrong is kept and explained. */

import { fetchProblem } from "../../shared/api.js";
import { PageElement } from "../../shared/element.js";
import { withLayers } from "../../shared/plan-query.js";
import { report as told } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { changePlan, plan, planQuery } from "../plan-state.js";

const PAUSE_MS = 200;

class LayerEditor extends PageElement {
  #asking = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  connectedCallback() {
    this.on(this, "input", (event) => this.#check(/** @type {HTMLInputElement} */ (event.target)));
    this.on(this, "change", (event) => this.#apply(/** @type {HTMLInputElement} */ (event.target)));
    this.on(this, "click", (event) => this.#act(/** @type {HTMLElement} */ (event.target)));
    this.hear("planchange", () => this.#fill());
    this.#fill();
  }

  get #list() {
    return /** @type {HTMLElement} */ (this.querySelector(".layers"));
  }

  /** @returns {HTMLElement[]} */
  get #rows() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** Show the layers of the page's plan. */
  #fill() {
    const { hidden } = plan().network;
    while (this.#rows.length > hidden.length) this.#rows.at(-1)?.remove();
    while (this.#rows.length < hidden.length) this.#list.append(this.#newRow(this.#rows.length + 1));
    hidden.forEach((layer, index) => show(this.#rows[index], layer));
    const none = /** @type {HTMLElement} */ (this.querySelector(".no-layers"));
    none.hidden = hidden.length > 0;
    const add = /** @type {HTMLButtonElement} */ (this.querySelector("[data-add]"));
    add.ariaDisabled = String(hidden.length >= Number(this.dataset.most));
  }

  /** @param {number} number of the layer, from 1 */
  #newRow(number) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    row.dataset.number = String(number);
    /** @type {HTMLElement} */ (row.querySelector(".layer-number")).textContent = String(number);
    for (const named of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[data-label]"))) {
      named.ariaLabel = filled(named.dataset.label ?? "", { n: number });
    }
    return row;
  }

  /** @param {HTMLElement} button */
  #act(button) {
    const { hidden } = plan().network;
    if ("add" in button.dataset && button.ariaDisabled !== "true") {
      changePlan(withLayers(plan(), [...hidden, hidden.at(-1) ?? planQuery.layer(4, "tanh")]));
      part(/** @type {HTMLElement} */ (this.#rows.at(-1)), ".activation").focus();
    }
    if ("remove" in button.dataset) {
      const index = this.#rows.findIndex((row) => row.contains(button));
      changePlan(withLayers(plan(), hidden.toSpliced(index, 1)));
      const heir = this.#rows[Math.min(index, this.#rows.length - 1)];
      const next = heir ? heir.querySelector("[data-remove]") : this.querySelector("[data-add]");
      /** @type {HTMLElement} */ (next).focus();
    }
  }

  /**
   * Say while one types whether the server can read it.
   * @param {HTMLInputElement} field
   */
  #check(field) {
    clearTimeout(this.#pause);
    if (!field.matches(".activation")) return;
    this.#pause = setTimeout(() => this.#judge(field), PAUSE_MS);
  }

  /**
   * @param {HTMLInputElement} field
   * @returns {Promise<boolean>} whether it can be used
   */
  async #judge(field) {
    const row = /** @type {HTMLElement} */ (field.closest(".layer"));
    clearTimeout(this.#pause);
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    const isReference = field.matches(".activation") && field.value.trim() !== "";
    const problem = (field.validationMessage && (field.dataset.wrong ?? field.validationMessage)) || (isReference ? await fetchProblem(field.value.trim(), signal).catch(() => null) : "");
    if (problem === null || signal.aborted) return false;
    report(row, problem, field);
    return problem === "";
  }

  /** @param {HTMLInputElement} field */
  async #apply(field) {
    const row = /** @type {HTMLElement} */ (field.closest(".layer"));
    if (!(await this.#judge(field)) || !row.isConnected) return;
    const { hidden } = plan().network;
    const index = this.#rows.indexOf(row);
    const changed = changedBy(field, hidden[index]);
    if (planQuery.layerText(changed) === part(row, "[name=layer]").value) return;
    changePlan(withLayers(plan(), hidden.with(index, changed)));
  }
}

/**
 * @param {HTMLElement} row
 * @param {string} selector
 */
function part(row, selector) {
  return /** @type {HTMLInputElement} */ (row.querySelector(selector));
}

/**
 * Write into a row what has changed in its layer; what has been typed beside it and is wrong stays.
 * @param {HTMLElement} row
 * @param {import("../../shared/plan-query.js").HiddenLayer} layer
 */
function show(row, layer) {
  part(row, "[name=layer]").value = planQuery.layerText(layer);
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll(".units, .activation, [data-option]"))) {
    const value = String(layer[nameOf(field)]);
    if (field.dataset.shown === value) continue;
    field.dataset.shown = value;
    field.value = value;
    report(row, "", field);
  }
  told(part(row, "[data-part=told]"), planQuery.told(layer).join(" · "));
}

/** What of its layer a field shows. @param {HTMLElement} field */
const nameOf = (field) => field.dataset.option ?? (field.matches(".units") ? "units" : "activation");

/**
 * @param {HTMLInputElement} field
 * @param {import("../../shared/plan-query.js").HiddenLayer} layer
 * @returns {import("../../shared/plan-query.js").HiddenLayer} a copy with what stands in the field
 */
function changedBy(field, layer) {
  const name = nameOf(field);
  if (name === "units") return { ...layer, units: Number(field.value) };
  return name === "activation" ? { ...layer, activation: field.value.trim() } : planQuery.withOption(layer, name, field.value);
}

/**
 * @param {HTMLElement} row
 * @param {string} sentence what is wrong, or ""
 * @param {HTMLInputElement} field in which it is wrong
 */
function report(row, sentence, field) {
  field.ariaInvalid = String(sentence !== "");
  const complaint = part(row, ".invalid");
  complaint.textContent = sentence;
  complaint.hidden = sentence === "";
}

customElements.define("layer-editor", LayerEditor);
