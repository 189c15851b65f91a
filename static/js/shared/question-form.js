/** What the forms of pages share that train several activations on one plan. */

import { fetchProblem } from "./api.js";
import { PageElement } from "./element.js";
import { report } from "./parts.js";
import { filled } from "./readable.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */
/**
 * @typedef {{
 *   query: () => URLSearchParams,
 *   change: (query: URLSearchParams) => void,
 *   layersWith: (units: number[]) => string[],
 *   toldOfLayers: () => string[][],
 * }} Asked what the page asks: as a query with every name of it, another one, and its layers as a query writes them
 */

/** A form of activations and a plan; a change that is valid is another question. */
export class QuestionForm extends PageElement {
  #asking = new AbortController();
  /** @type {Asked} */
  #asked;

  /** @param {Asked} asked */
  constructor(asked) {
    super();
    this.#asked = asked;
  }

  connectedCallback() {
    this.on(this, "input", (event) => this.#turn(/** @type {Field} */ (event.target)));
    this.on(this, "change", (event) => this.take(/** @type {Field} */ (event.target)));
    this.on(this, "click", (event) => this.#act(/** @type {HTMLElement} */ (event.target)));
    this.on(this, "submit", (event) => event.preventDefault());
    // a browser that restores what was typed before would show another question than is asked
    this.fill();
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  /** @returns {HTMLElement[]} */
  get #rows() {
    return /** @type {HTMLElement[]} */ ([...this.find("rows").children]);
  }

  /** Two fields of one value move together. @param {Field} field */
  #turn(field) {
    const twin = field.dataset.twin ?? "";
    const other = twin ? this.#field(twin) : /** @type {Field | null} */ (this.querySelector(`[data-twin="${field.name}"]`));
    if (other) other.value = field.value;
  }

  /** @param {Field} field that a reader has let go of */
  async take(field) {
    this.#judge(field);
    if (!field.validity.valid) return;
    const row = field.closest(".lane-row");
    if (row && !(await this.#isReadable(/** @type {HTMLElement} */ (row), field.value))) return;
    this.#change();
  }

  /**
   * @param {HTMLElement} row
   * @param {string} reference
   * @returns {Promise<boolean>} whether the server can read it
   */
  async #isReadable(row, reference) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const problem = reference.trim() ? await fetchProblem(reference, this.#asking.signal).catch(() => null) : "";
    if (problem === null) return false;
    report(/** @type {HTMLElement} */ (row.querySelector(".invalid")), problem);
    /** @type {HTMLInputElement} */ (row.querySelector("input")).ariaInvalid = String(problem !== "");
    return problem === "";
  }

  /** What stands in the form is asked, once none of it is wrong. */
  #change() {
    if (this.#form.querySelector("[aria-invalid=true]") || !this.#form.checkValidity()) return;
    const units = this.find("units", HTMLInputElement).value.split(",");
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) {
      const text = String(value).trim();
      if (name !== "layer" && text) query.append(name, text);
    }
    for (const layer of this.#asked.layersWith(units.map(Number))) query.append("layer", layer);
    this.#asked.change(query);
  }

  /** @param {HTMLElement} target */
  #act(target) {
    if ("remove" in target.dataset && this.#rows.length > 1) {
      target.closest(".lane-row")?.remove();
      this.#number();
      this.#change();
    }
    if (target.dataset.part === "add" && this.#rows.length < Number(this.dataset.most)) {
      this.#newRow().querySelector("input")?.focus();
      this.#number();
    }
  }

  #newRow() {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    this.find("rows").append(row);
    return row;
  }

  /** Name the rows by their numbers. */
  #number() {
    this.#rows.forEach((row, i) => {
      for (const named of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[data-label]"))) {
        named.ariaLabel = filled(named.dataset.label ?? "", { n: i + 1 });
      }
    });
  }

  /** Show what the page asks. */
  fill() {
    const query = this.#asked.query();
    const activations = query.getAll("f");
    while (this.#rows.length > activations.length) this.#rows.at(-1)?.remove();
    while (this.#rows.length < activations.length) this.#newRow();
    this.#rows.forEach((row, i) => (/** @type {HTMLInputElement} */ (row.querySelector("input")).value = activations[i]));
    this.#number();
    const units = this.find("units", HTMLInputElement);
    units.value = query.getAll("layer").map((layer) => layer.split(":")[0]).join(", ");
    const told = this.find("told");
    const items = this.#asked.toldOfLayers().map((options, i) => (options.length ? filled(told.dataset.item ?? "", { n: i + 1, options: options.join(" · ") }) : ""));
    report(told, items.filter(Boolean).join(" "));
    for (const field of /** @type {NodeListOf<Field>} */ (this.#form.querySelectorAll("[name]:not([name=f], [name=layer])"))) {
      const value = query.get(field.name) ?? "";
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = query.getAll(field.name).includes(field.value);
      else if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
      else if (field.value !== value && Number(field.value) !== Number(value || NaN)) field.value = value;
      this.#turn(field);
    }
    for (const field of this.#form.querySelectorAll("[aria-invalid=true]")) field.ariaInvalid = "false";
    for (const sentence of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".invalid"))) report(sentence, "");
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {Field | null} */ (this.querySelector(`[name="${name}"]`));
  }

  /** Say what is wrong with a field that a reader has let go of, or with another that is still wrong. @param {Field} field */
  #judge(field) {
    field.ariaInvalid = String(!field.validity.valid);
    const others = /** @type {NodeListOf<Field>} */ (this.#form.querySelectorAll(".field [aria-invalid=true]"));
    const wrong = field.validity.valid ? others[0] : field;
    const complaint = /** @type {HTMLElement} */ (this.querySelector(".complaint"));
    wrong?.closest(".field")?.after(complaint);
    report(complaint, wrong ? (wrong.dataset.wrong ?? wrong.validationMessage) : "");
  }
}
