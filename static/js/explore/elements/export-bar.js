/** `<export-bar>`: the page's state to take away: its address, its numbers. */

import { copy } from "../../shared/clipboard.js";
import { PageElement } from "../../shared/element.js";
import { pageState } from "../../shared/page-state.js";
import { without } from "../../shared/query.js";
import { fromRoot } from "../../shared/root.js";

/** What a query says of panels alone, which numbers have not. */
const OF_A_FIGURE = ["show", "bottom", "top", "slope", "axes"];

class ExportBar extends PageElement {

  connectedCallback() {
    this.on(this, "click", (event) => this.#act(/** @type {HTMLElement} */ (event.target)));
    this.hear(["statestructure", "statesettled"], () => this.#address());
  }

  /** The links follow the state; the numbers have no panels. */
  #address() {
    const figure = without(pageState(), "x");
    const curves = OF_A_FIGURE.reduce(without, figure);
    for (const link of this.querySelectorAll("a[data-export]")) {
      const kind = /** @type {HTMLElement} */ (link).dataset.export;
      const path = kind === "figure" ? `figures/curves?${figure}` : `curves?${curves}`;
      link.setAttribute("href", fromRoot(`/api/v1/${path}${kind === "csv" ? "&format=csv" : ""}`));
    }
  }

  /** @param {HTMLElement} button */
  async #act(button) {
    const { copy: copied, done = "" } = button.dataset;
    if (copied === undefined) return;
    const link = location.origin + fromRoot(`/?${pageState()}`);
    const status = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    status.textContent = (await copy(link)) ? done : link;
  }
}

customElements.define("export-bar", ExportBar);
