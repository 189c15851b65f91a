/**
 * `<activation-picker>`: cards of activations, of which a field's words and the traits that are ticked leave some. A click on
 * one is announced as "activationpick".
 */

import { debounced } from "../calm.js";
import { PageElement } from "../element.js";
import { announce } from "../events.js";
import { write } from "../parts.js";
import { filled } from "../readable.js";

/** Milliseconds without a change after which a listener is told what is left. */
const REST_MS = 500;

class ActivationPicker extends PageElement {
  #tellSoon = debounced(() => this.#tell(), REST_MS);

  connectedCallback() {
    const field = this.#field;
    if (field) this.on(field, "input", () => this.#sift());
    this.on(this, "change", () => this.#sift());
    this.on(this, "click", (event) => this.#pick(event));
  }

  get #field() {
    return /** @type {HTMLInputElement | null} */ (document.getElementById(this.dataset.field ?? ""));
  }

  get #items() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("li"))];
  }

  #sift() {
    const words = (this.#field?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("input:checked"));
    const traits = [...ticked].map((box) => box.value);
    // what is no word of a card is on its way to be an expression, and hides none of them
    const isSearch = words.length > 0 && this.#items.some(({ dataset }) => words.every((word) => dataset.words?.includes(word)));
    for (const item of this.#items) {
      const own = item.dataset.traits?.split(" ") ?? [];
      const isFound = !isSearch || words.every((word) => item.dataset.words?.includes(word));
      item.hidden = !isFound || !traits.every((trait) => own.includes(trait));
    }
    for (const family of this.querySelectorAll(".family")) {
      /** @type {HTMLElement} */ (family).hidden = family.querySelector("li:not([hidden])") === null;
    }
    this.find("families").scrollTop = 0;
    this.#tellSoon();
  }

  #tell() {
    const all = this.#items;
    const found = all.filter(({ hidden }) => !hidden).length;
    const { none = "", found: some = "" } = this.dataset;
    write(this.find("found"), found === 0 ? none : filled(some, { found, all: all.length }));
  }

  /** @param {MouseEvent} event */
  #pick(event) {
    const card = /** @type {Element} */ (event.target).closest("a[data-pick]");
    if (!(card instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    announce("activationpick", { name: card.dataset.pick ?? "", title: card.textContent.trim(), picker: this });
  }
}

customElements.define("activation-picker", ActivationPicker);
