/** `<curve-choice>`: what is picked gets a curve on the chart, or loses it; the last choice can be undone. */

import { PageElement } from "../../shared/element.js";
import { changeStructure, MOST_CURVES, pageState } from "../../shared/page-state.js";
import { write } from "../../shared/parts.js";
import { withAddedCurve, withCurves, withoutCurve } from "../../shared/query.js";
import { filled } from "../../shared/readable.js";

class CurveChoice extends PageElement {
  /** The curves before the last choice, while it can be undone. @type {string[] | null} */
  #before = null;
  /** The curves that the last choice has left. */
  #after = "";
  /** What was picked last. */
  #name = "";

  connectedCallback() {
    this.hear("activationpick", ({ name, title }) => this.#choose(name, title));
    this.on(this.#undo, "click", () => this.#takeBack());
    this.hear(["statestructure", "statesettled"], () => this.#mark());
    this.#mark();
  }

  get #undo() {
    return this.find("undo", HTMLButtonElement);
  }

  /** @type {(name: string, title: string) => void} */
  #choose(name, title) {
    const shown = pageState().getAll("f");
    const at = shown.indexOf(name);
    this.#name = name;
    if (at >= 0 && shown.length === 1) this.#say("only", title, null);
    else if (at < 0 && shown.length >= MOST_CURVES) this.#say("full", title, null);
    else {
      const next = at >= 0 ? withoutCurve(pageState(), at) : withAddedCurve(pageState(), name);
      this.#after = next.getAll("f").join();
      changeStructure(next);
      this.#say(at >= 0 ? "removed" : "added", title, shown);
    }
  }

  #takeBack() {
    const before = this.#before;
    this.#say("", "", null);
    if (before) changeStructure(withCurves(pageState(), before));
    /** @type {HTMLElement | null} */ (this.querySelector(`a[data-pick="${this.#name}"]`))?.focus();
  }

  /**
   * @param {string} kind of sentence, or ""
   * @param {string} title of the activation
   * @param {string[] | null} before the curves that Undo brings back
   */
  #say(kind, title, before) {
    const said = this.find("said");
    this.#before = before;
    this.#undo.hidden = before === null;
    write(said.querySelector("[role=status]"), filled(said.dataset[kind] ?? "", { title }));
  }

  #mark() {
    const shown = pageState().getAll("f");
    // other curves than the last choice has left: it is past
    if (this.#before && shown.join() !== this.#after) this.#say("", "", null);
    for (const card of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("a[data-pick]"))) {
      if (shown.includes(card.dataset.pick ?? "")) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
  }
}

customElements.define("curve-choice", CurveChoice);
