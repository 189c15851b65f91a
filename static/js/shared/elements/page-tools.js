/** `<page-tools>`: buttons that open a dialog of the page, which `data-opens` names, or present its figure. */

import { PageElement } from "../element.js";
import { announce } from "../events.js";

class PageTools extends PageElement {
  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).dataset));
    this.hear("presentend", () => /** @type {HTMLElement | null} */ (this.querySelector("[data-act=present]"))?.focus());
  }

  /** @param {DOMStringMap} button */
  #act({ opens, act }) {
    if (act === "present") announce("presentask");
    const dialog = opens && document.getElementById(opens);
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
}

customElements.define("page-tools", PageTools);
