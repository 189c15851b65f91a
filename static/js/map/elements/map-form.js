/** `<map-form>`: what is varied, and what is learned; a change that is valid is another question. */

import { fetchAxes } from "../../shared/api.js";
import { QuestionForm } from "../../shared/question-form.js";
import { axisChoices, changeQuestion, choiceOf, layersWith, mapQuery, measureTitles, offerAxes, question, questionOf, toldOfLayers } from "../state.js";

const AXES = /** @type {const} */ (["x", "y"]);
/** What an axis has beside what it varies, which that choice usually has. */
const RANGE = /** @type {const} */ (["low", "high", "scale"]);

class MapForm extends QuestionForm {
  /** The activations whose choices the axes offer. */
  #offered = "";

  constructor() {
    super({ query: mapQuery, change: (query) => changeQuestion(questionOf(query), { asks: false }), layersWith, toldOfLayers });
  }

  connectedCallback() {
    this.#offered = question().activations.join("\n");
    super.connectedCallback();
    this.hear("mapchange", () => this.#follow());
    this.hear("mapchoices", () => this.fill());
  }

  fill() {
    for (const axis of AXES) this.#offer(this.#field(axis));
    const titles = measureTitles();
    for (const option of /** @type {HTMLSelectElement} */ (this.#field("measure")).options) {
      option.text = titles[/** @type {keyof typeof titles} */ (option.value)];
    }
    super.fill();
  }

  /** @param {import("../../shared/question-form.js").Field} field */
  take(field) {
    // another quantity has another range, which is to be changed with it
    if (AXES.some((axis) => axis === field.name)) this.#usual(field);
    return super.take(field);
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLSelectElement} */ (this.querySelector(`[name="${name}"]`));
  }

  /** @param {import("../../shared/question-form.js").Field} field of what an axis varies */
  #usual({ name, value }) {
    const choice = choiceOf(value);
    if (!choice) return;
    for (const end of RANGE) this.#field(`${name}_${end}`).value = String(choice[end]);
  }

  /** Let a field offer what can be varied with these activations. @param {HTMLSelectElement} select */
  #offer(select) {
    const asked = question()[select.name === "x" ? "x" : "y"].vary;
    // what these activations lack stays in sight, for the server to say so
    const offered = [...axisChoices(), ...(choiceOf(asked) ? [] : [{ name: asked, title: asked }])];
    if ([...select.options].map(({ value }) => value).join() === offered.map(({ name }) => name).join()) return;
    select.replaceChildren(...offered.map(({ name, title }) => new Option(title, name)));
  }

  async #follow() {
    const activations = question().activations;
    const wanted = activations.join("\n");
    this.fill();
    if (wanted === this.#offered) return;
    this.#offered = wanted;
    const axes = await fetchAxes(activations).catch(() => null);
    if (axes && this.#offered === wanted) offerAxes(axes);
  }
}

customElements.define("map-form", MapForm);
