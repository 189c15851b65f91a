/** `<exhibit-controls>`: the sliders, fields and choices of an exhibit; each change is a change of the page's state. */

import { fetchProblem } from "../../shared/api.js";
import { changeStructure, changeValue, pageState } from "../../shared/page-state.js";
import { withValues } from "../../shared/query.js";

const PAUSE_MS = 200;

class ExhibitControls extends HTMLElement {
  #asking = new AbortController();
  /** @type {number | undefined} */
  #pause;

  connectedCallback() {
    this.addEventListener("input", this);
    this.addEventListener("change", this);
    this.addEventListener("submit", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "submit") return event.preventDefault();
    const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
    const control = field.closest("[data-control]");
    if (control instanceof HTMLElement) this.#act(event.type, control, field);
  }

  /**
   * @param {string} type of the event: "input" while something moves, "change" when it is done
   * @param {HTMLElement} control
   * @param {HTMLInputElement | HTMLSelectElement} field
   */
  #act(type, control, field) {
    const isDone = type === "change";
    switch (control.dataset.control) {
      case "slider":
      case "cells":
        if (!isDone) this.#turn(control, field);
        break;
      case "choice":
      case "flag":
        if (isDone) changeStructure(this.#changed(control));
        break;
      default:
        if (isDone) this.#choose(control);
        else this.#checkSoon(control);
    }
  }

  /**
   * @param {HTMLElement} control
   * @param {HTMLInputElement | HTMLSelectElement} field
   */
  #turn(control, field) {
    report(control, field.validationMessage);
    if (!field.validity.valid) return;
    if (control.dataset.control === "slider") for (const twin of control.querySelectorAll("input")) if (twin !== field) twin.value = field.value;
    changeValue(this.#changed(control));
  }

  /** @param {HTMLElement} control whose references are being typed */
  #checkSoon(control) {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#check(control), PAUSE_MS);
  }

  /**
   * @param {HTMLElement} control
   * @returns {Promise<boolean>} whether the server can read every reference
   */
  async #check(control) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const problems = await Promise.all(valuesOf(control).map((text) => fetchProblem(text, signal))).catch(() => null);
    if (problems === null) return false;
    const problem = problems.find((sentence) => sentence !== "") ?? "";
    report(control, problem);
    return problem === "";
  }

  /** @param {HTMLElement} control whose references have been typed */
  async #choose(control) {
    clearTimeout(this.#pause);
    if (!(await this.#check(control))) return;
    const next = this.#changed(control);
    if (next.toString() !== pageState().toString()) changeStructure(next);
  }

  /**
   * The page's state with what stands in `control` now.
   * @param {HTMLElement} control
   */
  #changed(control) {
    const { name = "", defaults = "[]" } = control.dataset;
    return withValues(pageState(), name, ...joined(control, valuesOf(control), JSON.parse(defaults)));
  }
}

/**
 * What stands in the fields of `control`, empty ones left out.
 * @param {HTMLElement} control
 * @returns {string[]}
 */
function valuesOf(control) {
  const fields = [.../** @type {NodeListOf<HTMLInputElement>} */ (control.querySelectorAll("input:not([type=range]), select"))];
  if (control.dataset.control === "flag") return fields.map((box) => String(box.checked));
  return fields.map((field) => field.value.trim()).filter(Boolean);
}

/**
 * Values and defaults as the address writes them: cells with commas, other lists name by name.
 * @param {HTMLElement} control
 * @param {string[]} values
 * @param {string[]} defaults
 * @returns {[string[], string[]]}
 */
function joined(control, values, defaults) {
  if (control.dataset.control === "cells") return [[values.join()], [defaults.join()]];
  return values.length ? [values, defaults] : [defaults, defaults];
}

/**
 * @param {HTMLElement} control
 * @param {string} sentence what is wrong with it, or ""
 */
function report(control, sentence) {
  const complaint = /** @type {HTMLElement} */ (control.querySelector(".invalid"));
  complaint.textContent = sentence;
  complaint.hidden = sentence === "";
}

customElements.define("exhibit-controls", ExhibitControls);
