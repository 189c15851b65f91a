/**
 * `<activation-dialog>`: a button with `data-picks` opens the cards of all activations; the one that is picked is written into
 * the field of the button's row, as if it had been typed.
 */

import { fetchPart, sentenceOf } from "../api.js";
import { PageElement } from "../element.js";
import { report } from "../parts.js";

class ActivationDialog extends PageElement {
  /** The field that is written into. @type {HTMLInputElement | null} */
  #field = null;

  connectedCallback() {
    this.on(document, "click", (event) => this.#open(/** @type {Element} */ (event.target)));
    this.on(this.find("close"), "click", () => this.#dialog.close());
    this.on(this.#dialog, "close", () => this.#field?.focus());
    this.hear("activationpick", ({ name, picker }) => this.contains(picker) && this.#take(name));
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  /** @param {Element} target of a click */
  async #open(target) {
    const field = target.closest("[data-picks]")?.parentElement?.querySelector("input.activation");
    if (!(field instanceof HTMLInputElement)) return;
    this.#field = field;
    this.#dialog.showModal();
    const cards = this.find("cards");
    if (cards.childElementCount > 0) return;
    const problem = this.find("problem");
    try {
      cards.replaceChildren(await fetchPart("picker"));
      report(problem, "");
    } catch (error) {
      report(problem, sentenceOf(error, problem.dataset.offline));
    }
  }

  /** @param {string} name */
  #take(name) {
    if (this.#field) {
      this.#field.value = name;
      for (const kind of ["input", "change"]) this.#field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    this.#dialog.close();
  }
}

customElements.define("activation-dialog", ActivationDialog);
