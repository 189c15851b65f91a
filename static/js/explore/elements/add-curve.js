/** `<add-curve>`: a field for a name or an expression, which says at once what is wrong with it. */

import { fetchProblem } from "../../shared/api.js";
import { debounced } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { changeStructure, MOST_CURVES, pageState } from "../../shared/page-state.js";
import { report } from "../../shared/parts.js";
import { withAddedCurve } from "../../shared/query.js";

const PAUSE_MS = 200;

class AddCurve extends PageElement {
  #asking = new AbortController();
  #checkSoon = debounced(() => this.#check(), PAUSE_MS);

  connectedCallback() {
    this.on(this, "input", () => this.#checkSoon());
    this.on(this, "submit", (event) => this.#add(event));
    // what was wrong may be right among other curves
    this.hear("statestructure", () => this.#check());
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input[list]"));
  }

  /** @returns {Promise<boolean>} whether the server can read the field */
  async #check() {
    this.#asking.abort();
    this.#asking = new AbortController();
    const text = this.#field.value.trim();
    if (text === "") return this.#report("");
    const problem = await fetchProblem(text, this.#asking.signal).catch(() => null);
    return problem !== null && this.#report(problem);
  }

  /** @param {SubmitEvent} event */
  async #add(event) {
    event.preventDefault();
    this.#checkSoon.cancel();
    const text = this.#field.value.trim();
    if (text === "" || !(await this.#check())) return this.#field.focus();
    if (pageState().getAll("f").length >= MOST_CURVES) {
      this.#report(this.#problem.dataset.full ?? "");
      return;
    }
    this.#field.value = "";
    // who searches by what stands there hears that nothing does
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    changeStructure(withAddedCurve(pageState(), text));
  }

  get #problem() {
    return /** @type {HTMLElement} */ (this.querySelector(".problem"));
  }

  /**
   * @param {string} sentence what is wrong, or ""
   * @returns {boolean} whether nothing is
   */
  #report(sentence) {
    report(this.#problem, sentence);
    this.#field.setAttribute("aria-invalid", String(sentence !== ""));
    return sentence === "";
  }
}

customElements.define("add-curve", AddCurve);
