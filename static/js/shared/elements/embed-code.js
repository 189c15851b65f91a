/** `<embed-code>`: a dialog with the HTML that shows this page, as it stands, in another. */

import { addressState } from "../address.js";
import { PageElement } from "../element.js";
import { frameOf, inManner } from "../manner.js";

class EmbedCode extends PageElement {
  connectedCallback() {
    this.hear("addresschange", () => this.#write());
    this.on(this, "change", () => this.#write());
    this.#write();
  }

  #write() {
    const boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("input:checked"))];
    const state = addressState().toString();
    const page = location.origin + location.pathname + (state && `?${state}`);
    const address = inManner(page, `embed=${boxes.map((box) => box.name)}`);
    const code = frameOf({ address, title: document.title, height: this.dataset.height ?? "" });
    this.find("code", HTMLTextAreaElement).value = code;
    this.find("copy").dataset.text = code;
  }
}

customElements.define("embed-code", EmbedCode);
