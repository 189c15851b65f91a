/**
 * `<plan-controls>`: the form of the plan, but for its layers and a reader's own points. What a running network can take over it takes over while
 * one drags; everything else starts the run anew when the change is made.
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { changePlan, plan, planQuery, tunePlan } from "../plan-state.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** The data set of a reader's own points. */
const OWN = "own";

class PlanControls extends PageElement {

  connectedCallback() {
    this.on(this, "input", (event) => this.#turn(/** @type {Field} */ (event.target), false));
    this.on(this, "change", (event) => this.#turn(/** @type {Field} */ (event.target), true));
    this.on(this, "submit", (event) => event.preventDefault());
    this.on(this, "click", ({ target }) => "draw" in /** @type {HTMLElement} */ (target).dataset && announce("draw", "open"));
    this.hear("draw", (wish) => wish === "close" && this.#fill());
    this.hear("planchange", () => this.#fill());
    // features are those of two coordinates
    this.hear("runstarted", ({ columns }) => (this.dataset.columns = String(columns.length)));
    // a browser that restores what was typed before would show another plan than runs
    this.#fill();
  }

  /**
   * @param {Field} field
   * @param {boolean} isDone whether the reader has let go of it
   */
  #turn(field, isDone) {
    const twin = field.dataset.twin;
    const named = twin ? this.#field(twin) : field;
    if (!named?.name || named.closest("layer-editor, data-editor")) return;
    if (named.name === "data" && named.value === OWN) {
      // whoever keeps the points has the plan changed, if there are enough of them
      if (isDone) announce("draw", "use");
      this.#describe();
      return;
    }
    if (twin) named.value = fromSlider(/** @type {HTMLInputElement} */ (field));
    else this.#alignSlider(field);
    const complaint = named.validationMessage && (named.dataset.wrong ?? named.validationMessage);
    this.#report(named, complaint);
    if (complaint) return;
    if (named.type === "checkbox") {
      if (isDone) this.#choose(named);
      return;
    }
    const next = planQuery.withValue(plan(), named.name, named.value);
    if ("tunes" in named.dataset) tunePlan({ [named.name]: /** @type {string | number} */ (planQuery.valueOf(next, named.name)) });
    else if (isDone && planQuery.valueOf(plan(), named.name) !== planQuery.valueOf(next, named.name)) changePlan(next);
    if (named.name === "data") this.#describe();
  }

  /** One of several that may be taken together; the last stays. @param {Field} field */
  #choose(field) {
    const { name } = field;
    const boxes = /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll(`[name="${name}"]`)]);
    const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    if (chosen.length === 0) {
      this.#fill();
      this.#report(field, field.closest("fieldset")?.dataset.last ?? "");
      // which it is again
      field.ariaInvalid = "false";
    }
    else if (String(chosen) !== String(planQuery.valueOf(plan(), name))) changePlan(planQuery.withList(plan(), name, chosen));
  }

  /** Show the page's plan. */
  #fill() {
    const shown = plan();
    for (const field of /** @type {NodeListOf<Field>} */ (this.querySelectorAll("[name]:not([name=layer])"))) {
      if (field.closest("data-editor")) continue;
      const own = planQuery.valueOf(shown, field.name);
      const value = String(own);
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = [own].flat().includes(field.value);
      else if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
      // "0.10" is being typed
      else if (field.value !== value && (field !== document.activeElement || Number(field.value) !== Number(value))) {
        field.value = value;
        this.#report(field, "");
      }
      this.#alignSlider(field);
    }
    this.#describe();
  }

  /** @param {Field} field */
  #alignSlider(field) {
    const slider = /** @type {HTMLInputElement | null} */ (this.querySelector(`[data-twin="${field.name}"]`));
    // 0 stands at the beginning, too
    if (slider) slider.value = slider.dataset.scale === "log" ? String(Math.log10(Math.max(Number(field.value), Number.MIN_VALUE))) : field.value;
  }

  /** Title and summary of the chosen data. */
  #describe() {
    const { samples } = plan().data;
    const own = /** @type {HTMLElement | null} */ (this.querySelector(`[name=data][value=${OWN}]`));
    // what a network may take of two coordinates it cannot take of others
    if (own && samples) own.dataset.inputs = String(samples[0].length - 1);
    const about = /** @type {HTMLElement} */ (this.querySelector(".about-data"));
    const chosen = /** @type {HTMLElement | null} */ (this.querySelector("[name=data]:checked"));
    const [title, summary] = /** @type {NodeListOf<HTMLElement>} */ (about.querySelectorAll("b, span"));
    title.textContent = chosen?.dataset.title ?? "";
    summary.textContent = chosen?.dataset.summary ?? "";
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {Field | null} */ (this.querySelector(`[name="${name}"]`));
  }

  /**
   * @param {Field} field
   * @param {string} sentence what is wrong with it, or ""
   */
  #report(field, sentence) {
    field.ariaInvalid = String(sentence !== "");
    const complaint = /** @type {HTMLElement} */ (this.querySelector(".complaint"));
    const place = field.closest(".field, .features") ?? field;
    if (sentence !== "" && place.nextElementSibling !== complaint) place.after(complaint);
    if (sentence !== "" || place.nextElementSibling === complaint) complaint.textContent = sentence;
    complaint.hidden = complaint.textContent === "";
  }
}

/** @param {HTMLInputElement} slider */
function fromSlider({ dataset, value }) {
  return dataset.scale === "log" ? String(Number((10 ** Number(value)).toPrecision(2))) : value;
}

customElements.define("plan-controls", PlanControls);
