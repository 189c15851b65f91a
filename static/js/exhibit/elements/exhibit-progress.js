/** `<exhibit-progress>`: how much of a long measurement is done, and a button that has it done again. */

import { part } from "../../shared/parts.js";
import { hear } from "../../shared/when-seen.js";

class ExhibitProgress extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    const bar = /** @type {HTMLProgressElement} */ (part(this, "bar"));
    hear("stageshown", ({ done }) => (bar.value = done), signal);
    part(this, "again").addEventListener("click", () => document.dispatchEvent(new Event("again")), { signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }
}

customElements.define("exhibit-progress", ExhibitProgress);
