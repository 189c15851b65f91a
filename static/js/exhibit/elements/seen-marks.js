/** `<seen-marks>` says of each exhibit in it how many of its questions were answered in this browser. */

import { PageElement } from "../../shared/element.js";
import { part, write } from "../../shared/parts.js";
import { forget, seen } from "../../shared/seen.js";

class SeenMarks extends PageElement {
  connectedCallback() {
    this.on(this.find("forget"), "click", () => {
      forget();
      this.#show();
    });
    // a reader comes back to a page that the browser has kept
    addEventListener("pageshow", () => this.#show(), { signal: this.signal });
    this.#show();
  }

  #show() {
    const known = seen();
    for (const card of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-slug]"))) {
      const count = Number(card.dataset.steps);
      const done = (known[card.dataset.slug ?? ""] ?? []).filter((step) => step >= 1 && step <= count).length;
      const says = done >= count ? this.dataset.done : this.dataset.begun;
      write(part(card, "seen"), done === 0 ? "" : (says ?? "").replace("{done}", String(done)).replace("{count}", String(count)));
    }
    this.find("forget").hidden = Object.keys(known).length === 0;
  }
}

customElements.define("seen-marks", SeenMarks);
