/** `<map-view>`: switches of how the answer is shown: the measure or the outcome of each pixel, with the edge of what learned. */

import { PageElement } from "../../shared/element.js";
import { changeView, view } from "../state.js";

class MapView extends PageElement {
  connectedCallback() {
    this.on(this, "change", ({ target }) => this.#take(/** @type {HTMLInputElement} */ (target)));
    this.hear("mapview", () => this.#show());
    this.#show();
  }

  /** @param {HTMLInputElement} box */
  #take({ name, value, checked }) {
    changeView(name === "edge" ? { edge: checked } : { shown: value === "outcome" ? "outcome" : "measure" });
  }

  #show() {
    const { shown, edge } = view();
    for (const box of this.querySelectorAll("input")) box.checked = box.name === "edge" ? edge : box.value === shown;
  }
}

customElements.define("map-view", MapView);
