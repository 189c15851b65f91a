/**
 * `<share-button>` copies the link to all that the page shows, and says so in its place; where the browser may not copy, it
 * shows the link to be copied by hand.
 */

import { copy } from "../../shared/clipboard.js";
import { PageElement } from "../../shared/element.js";
import { report, write } from "../../shared/parts.js";
import { link } from "../plan-state.js";

const SHOWN_MS = 2000;

class ShareButton extends PageElement {
  #label = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #shown;

  connectedCallback() {
    const button = this.find("share");
    this.#label = button.textContent ?? "";
    this.on(button, "click", () => this.#share(button));
    this.hear("planchange", () => this.#clear());
  }

  /** @param {HTMLElement} button */
  async #share(button) {
    const address = await link();
    this.#clear();
    if (address === null) report(this.find("problem"), this.dataset.many ?? "");
    else if (await copy(address)) this.#say(button);
    else this.#show(address);
  }

  /** What an earlier link was about. */
  #clear() {
    report(this.find("problem"), "");
    this.find("by-hand").hidden = true;
  }

  /** @param {HTMLElement} button */
  #say(button) {
    write(button, button.dataset.done ?? "");
    clearTimeout(this.#shown);
    this.#shown = setTimeout(() => write(button, this.#label), SHOWN_MS);
  }

  /** @param {string} address */
  #show(address) {
    this.find("by-hand").hidden = false;
    const field = this.find("address", HTMLInputElement);
    field.value = address;
    field.select();
  }
}

customElements.define("share-button", ShareButton);
