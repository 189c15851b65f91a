/** `<exhibit-controls>`: the sliders, fields and choices of an exhibit; each change is a change of the page's state. */

import { fetchProblem } from "../../shared/api.js";
import { debounced } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { changeStructure, changeValue, pageState } from "../../shared/page-state.js";
import { report } from "../../shared/parts.js";
import { withValues } from "../../shared/query.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

const PAUSE_MS = 200;

class ExhibitControls extends PageElement {
  #asking = new AbortController();
  /** The control whose references are being typed, or have been last. @type {HTMLElement | null} */
  #typed = null;
  #checkSoon = debounced(() => this.#typed && this.#check(this.#typed), PAUSE_MS);

  connectedCallback() {
    this.on(this, "input", ({ target }) => this.#act(/** @type {Field} */ (target), false));
    this.on(this, "change", ({ target }) => this.#act(/** @type {Field} */ (target), true));
    this.on(this, "submit", (event) => event.preventDefault());
  }

  /**
   * @param {Field} field
   * @param {boolean} isDone whether the reader has let go of it
   */
  #act(field, isDone) {
    const control = field.closest("[data-control]");
    if (!(control instanceof HTMLElement)) return;
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
        else this.#wait(control);
    }
  }

  /**
   * @param {HTMLElement} control
   * @param {Field} field
   */
  #turn(control, field) {
    report(complaintOf(control), field.validationMessage);
    if (!field.validity.valid) return;
    if (control.dataset.control === "slider") for (const twin of control.querySelectorAll("input")) if (twin !== field) twin.value = field.value;
    changeValue(this.#changed(control));
  }

  /** @param {HTMLElement} control whose references are being typed */
  #wait(control) {
    this.#typed = control;
    this.#checkSoon();
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
    report(complaintOf(control), problem);
    return problem === "";
  }

  /** @param {HTMLElement} control whose references have been typed */
  async #choose(control) {
    this.#checkSoon.cancel();
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

/** The place where what is wrong with `control` stands. @param {HTMLElement} control */
const complaintOf = (control) => /** @type {HTMLElement} */ (control.querySelector(".invalid"));

customElements.define("exhibit-controls", ExhibitControls);
