/** `<window-controls>`: which panels are shown, from where to where, how high, and in which precision. */

import { PageElement } from "../../shared/element.js";
import { changeValue, pageState } from "../../shared/page-state.js";
import { report } from "../../shared/parts.js";
import { tidied, withValues, zoomed } from "../../shared/query.js";

class WindowControls extends PageElement {

  connectedCallback() {
    this.hear("chartzoom", (window) => this.#drag(window));
    this.on(this, "input", () => this.#apply());
    this.on(this, "submit", (event) => event.preventDefault());
    this.on(this, "click", (event) => this.#zoom(/** @type {HTMLElement} */ (event.target).dataset.zoom));
  }

  get #problem() {
    return /** @type {HTMLElement} */ (this.querySelector(".problem"));
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.querySelector(`[name="${name}"]`));
  }

  #apply() {
    const panels = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('[name="show"]'))];
    const shown = panels.filter((box) => box.checked).map((box) => box.value);
    const complaint = this.#complaint(shown);
    report(this.#problem, complaint);
    if (complaint !== "") return;
    let next = pageState();
    for (const name of ["low", "high", "dtype"]) {
      const field = this.#field(name);
      next = withValues(next, name, [field.value], [field.dataset.default ?? ""]);
    }
    for (const name of ["bottom", "top"]) {
      const field = this.#field(name);
      next = withValues(next, name, [field.value], [""]);
    }
    for (const name of ["slope", "axes"]) {
      const box = /** @type {HTMLInputElement} */ (this.#field(name));
      next = withValues(next, name, box.checked ? [box.value] : [], []);
    }
    const usual = panels.filter((box) => "usual" in box.dataset).map((box) => box.value);
    changeValue(withValues(next, "show", shown, usual));
  }

  /**
   * @param {string[]} shown
   * @returns {string} what is wrong with the fields, or ""
   */
  #complaint(shown) {
    const [low, high] = [this.#field("low"), this.#field("high")];
    const [bottom, top] = [this.#field("bottom"), this.#field("top")];
    const { order = "", heights = "", none = "" } = this.#problem.dataset;
    if (shown.length === 0) return none;
    const wrong = [low, high, bottom, top].find((field) => field.validationMessage !== "");
    if (wrong) return wrong.validationMessage;
    if (Number(low.value) >= Number(high.value)) return order;
    return bottom.value !== "" && top.value !== "" && Number(bottom.value) >= Number(top.value) ? heights : "";
  }

  /** @param {string | undefined} factor a number, or "reset" */
  #zoom(factor) {
    if (factor === undefined) return;
    const [low, high] = [this.#field("low"), this.#field("high")];
    if (factor === "reset") this.#drag(null);
    else this.#move(zoomed(Number(low.value), Number(high.value), Number(factor)));
  }

  /** @param {[number, number] | null} window dragged in the chart; null: the usual one */
  #drag(window) {
    const usual = [this.#field("low"), this.#field("high")].map((field) => Number(field.dataset.default));
    this.#move(window ? tidied(...window) : usual);
  }

  /** @param {number[]} window */
  #move([low, high]) {
    this.#field("low").value = String(low);
    this.#field("high").value = String(high);
    this.#apply();
  }
}

customElements.define("window-controls", WindowControls);
