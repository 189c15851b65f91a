/** `<run-numbers>` writes loss and accuracy as they are now, as often as a reader can follow. */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { percent, readable } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";

class RunNumbers extends HTMLElement {
  #listening = new AbortController();
  #show = calm((/** @type {any} */ frame) => this.#write(frame), READABLE_MS);

  connectedCallback() {
    const { signal } = this.#listening;
    hear("runframe", (detail) => this.#show(detail), signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** @param {Record<string, any>} frame */
  #write(frame) {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-show]"))) {
      const name = cell.dataset.show ?? "";
      const text = name.endsWith("accuracy") ? percent(frame[name]) : readable(frame[name]);
      if (cell.textContent !== text) cell.textContent = text;
    }
  }
}

customElements.define("run-numbers", RunNumbers);
