/** `<print-note>`: below a page on paper, the address at which it is found, and the settings that it was printed with. */

import { PageElement } from "../element.js";
import { filled } from "../readable.js";

const FIELDS = '[data-beside="controls"] :is(input:not([type="range"], [type="hidden"]), select)';

class PrintNote extends PageElement {
  connectedCallback() {
    addEventListener("beforeprint", () => this.#write(), { signal: this.signal });
  }

  #write() {
    this.find("address").textContent = location.href;
    const fields = [.../** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (document.querySelectorAll(FIELDS))];
    const shown = fields.filter((field) => field.checkVisibility() && field.value !== "" && !(isBox(field) && !field.checked));
    this.find("settings").replaceChildren(...shown.map((field) => this.#item(field)));
  }

  /** @param {HTMLInputElement | HTMLSelectElement} field */
  #item(field) {
    const item = document.createElement("li");
    const value = field instanceof HTMLSelectElement ? field.selectedOptions[0].text : field.value;
    item.textContent = isBox(field) ? nameOf(field) : filled(this.dataset.setting ?? "", { name: nameOf(field), value });
    return item;
  }
}

/** @param {HTMLInputElement | HTMLSelectElement} field */
const nameOf = (field) => field.ariaLabel ?? ([...(field.labels?.[0]?.childNodes ?? [])].find((node) => node !== field && node.textContent?.trim())?.textContent ?? field.name).trim();

/**
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @returns {field is HTMLInputElement} whether it is one that is checked or not
 */
const isBox = (field) => field.type === "checkbox" || field.type === "radio";

customElements.define("print-note", PrintNote);
