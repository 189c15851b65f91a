/** `<copy-button>` copies the text of its button, and says so in its place; where it may not, it shows the text to copy. */

import { copy } from "../clipboard.js";
import { PageElement } from "../element.js";

const SHOWN_MS = 1500;

class CopyButton extends PageElement {
  #label = "";
  /** @type {number | undefined} */
  #shown;

  connectedCallback() {
    this.#label = this.#button.textContent;
    this.on(this, "click", () => this.#copy());
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  }

  async #copy() {
    const { text = "", done = "" } = this.#button.dataset;
    this.#button.textContent = (await copy(text)) ? done : text;
    clearTimeout(this.#shown);
    this.#shown = setTimeout(() => (this.#button.textContent = this.#label), SHOWN_MS);
  }
}

customElements.define("copy-button", CopyButton);
