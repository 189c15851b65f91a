/** `<activation-gallery>`: search among the cards; a card adds its curve to the chart, or takes it away. */

import { PageElement } from "../../shared/element.js";
import { changeStructure, MOST_CURVES, pageState } from "../../shared/page-state.js";
import { withAddedCurve, withoutCurve } from "../../shared/query.js";

class ActivationGallery extends PageElement {

  connectedCallback() {
    this.on(this, "input", (event) => this.#search(/** @type {HTMLInputElement} */ (event.target).value));
    this.on(this, "click", (event) => this.#choose(event));
    this.hear(["statestructure", "statesettled"], () => this.#mark());
    this.#mark();
  }

  get #status() {
    return /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
  }

  /** @param {string} text every word of it must be found */
  #search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of this.querySelectorAll("li")) {
      item.hidden = !words.every((word) => item.dataset.words?.includes(word));
    }
    for (const family of this.querySelectorAll(".family")) {
      /** @type {HTMLElement} */ (family).hidden = family.querySelector("li:not([hidden])") === null;
    }
    const isEmpty = this.querySelector("li:not([hidden])") === null;
    this.#status.textContent = isEmpty ? (this.#status.dataset.none ?? "") : "";
  }

  /** @param {MouseEvent} event */
  #choose(event) {
    const card = /** @type {Element} */ (event.target).closest("a[data-add]");
    if (!(card instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const shown = pageState().getAll("f");
    const at = shown.indexOf(card.dataset.add ?? "");
    this.#status.textContent = "";
    if (at >= 0 && shown.length > 1) changeStructure(withoutCurve(pageState(), at));
    else if (at >= 0) this.#status.textContent = this.#status.dataset.only ?? "";
    else if (shown.length >= MOST_CURVES) this.#status.textContent = this.#status.dataset.full ?? "";
    else changeStructure(withAddedCurve(pageState(), card.dataset.add ?? ""));
  }

  #mark() {
    const shown = new Set(pageState().getAll("f"));
    for (const card of this.querySelectorAll("a[data-add]")) {
      if (shown.has(/** @type {HTMLElement} */ (card).dataset.add ?? "")) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
  }
}

customElements.define("activation-gallery", ActivationGallery);
