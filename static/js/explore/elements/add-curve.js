/** `<add-curve>`: a field for a name or an expression, which says at once what is wrong with it. */

import { fetchProblem } from "../../shared/api.js";
import { changeStructure, MOST_CURVES, pageState } from "../../shared/page-state.js";
import { withAddedCurve } from "../../shared/query.js";

const PAUSE_MS = 200;

class AddCurve extends HTMLElement {
  #listening = new AbortController();
  #asking = new AbortController();
  /** @type {number | undefined} */
  #pause;

  connectedCallback() {
    this.addEventListener("input", () => this.#checkSoon());
    this.addEventListener("submit", (event) => this.#add(event));
    // what was wrong may be right among other curves
    document.addEventListener("statestructure", () => this.#check(), { signal: this.#listening.signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input[list]"));
  }

  #checkSoon() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#check(), PAUSE_MS);
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
    clearTimeout(this.#pause);
    const text = this.#field.value.trim();
    if (text === "" || !(await this.#check())) return this.#field.focus();
    if (pageState().getAll("f").length >= MOST_CURVES) {
      this.#report(this.#problem.dataset.full ?? "");
      return;
    }
    this.#field.value = "";
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
    this.#problem.textContent = sentence;
    this.#problem.hidden = sentence === "";
    this.#field.setAttribute("aria-invalid", String(sentence !== ""));
    return sentence === "";
  }
}

customElements.define("add-curve", AddCurve);
