/** `<run-numbers>` writes loss and accuracy as they are now, as often as a reader can follow. */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { percent, readable } from "../../shared/readable.js";

/** @typedef {import("../messages").Frame} Frame */

class RunNumbers extends PageElement {
  #show = calm((/** @type {Frame} */ frame) => this.#write(frame), READABLE_MS);

  connectedCallback() {
    this.hear("frameshown", (frame) => this.#show(frame));
  }

  /** @param {Frame} frame */
  #write(frame) {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-show]"))) {
      const name = /** @type {keyof import("../history.js").Score} */ (cell.dataset.show);
      const text = name.endsWith("accuracy") ? percent(frame[name]) : readable(frame[name]);
      if (cell.textContent !== text) cell.textContent = text;
    }
  }
}

customElements.define("run-numbers", RunNumbers);
