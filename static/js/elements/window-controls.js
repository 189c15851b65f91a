/** `<window-controls>`: which panels are shown, from where to where, and in which precision. */

import { changeValue, pageState } from "../page-state.js";
import { withValues, zoomed } from "../query.js";

const PANELS = ["value", "derivative", "second_derivative"];

class WindowControls extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => this.#apply());
    this.addEventListener("submit", (event) => event.preventDefault());
    this.addEventListener("click", (event) => this.#zoom(/** @type {HTMLElement} */ (event.target).dataset.zoom));
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.querySelector(`[name="${name}"]`));
  }

  #apply() {
    const shown = [...this.querySelectorAll('[name="show"]:checked')].map((box) => /** @type {HTMLInputElement} */ (box).value);
    const complaint = this.#complaint(shown);
    const problem = /** @type {HTMLElement} */ (this.querySelector(".problem"));
    problem.textContent = complaint;
    problem.hidden = complaint === "";
    if (complaint !== "") return;
    let next = withValues(pageState(), "show", shown, PANELS);
    for (const name of ["low", "high", "dtype"]) {
      const field = this.#field(name);
      next = withValues(next, name, [field.value], [field.dataset.default ?? ""]);
    }
    changeValue(next);
  }

  /**
   * @param {string[]} shown
   * @returns {string} what is wrong with the fields, or ""
   */
  #complaint(shown) {
    const [low, high] = [this.#field("low"), this.#field("high")];
    const { order = "", none = "" } = /** @type {HTMLElement} */ (this.querySelector(".problem")).dataset;
    if (shown.length === 0) return none;
    return low.validationMessage || high.validationMessage || (Number(low.value) < Number(high.value) ? "" : order);
  }

  /** @param {string | undefined} factor a number, or "reset" */
  #zoom(factor) {
    if (factor === undefined) return;
    const [low, high] = [this.#field("low"), this.#field("high")];
    const [from, to] =
      factor === "reset"
        ? [low.dataset.default, high.dataset.default]
        : zoomed(Number(low.value), Number(high.value), Number(factor));
    low.value = String(from);
    high.value = String(to);
    this.#apply();
  }
}

customElements.define("window-controls", WindowControls);
