/** `<print-note>`: below a page on paper, the address at which it is found, and the settings that it was printed with. */

import { PageElement } from "../element.js";
import { filled } from "../readable.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

const FIELDS = '[data-beside="controls"] :is(input:not([type="range"], [type="hidden"]), select)';

class PrintNote extends PageElement {
  connectedCallback() {
    addEventListener("beforeprint", () => this.#write(), { signal: this.signal });
  }

  #write() {
    this.find("address").textContent = location.href;
    const fields = [.../** @type {NodeListOf<Field>} */ (document.querySelectorAll(FIELDS))];
    const shown = fields.filter((field) => field.checkVisibility() && field.value !== "" && !(isBox(field) && !field.checked));
    // the fields of one control are one setting
    const settings = Map.groupBy(shown, (field) => field.closest(".knob fieldset") ?? field);
    this.find("settings").replaceChildren(...[...settings].map(([holder, own]) => this.#item(holder, own)));
  }

  /**
   * @param {Element} holder of a setting: a field, or a set of them
   * @param {Field[]} fields that hold its values
   */
  #item(holder, fields) {
    const item = document.createElement("li");
    const name = holder.querySelector("legend")?.textContent?.trim() ?? nameOf(fields[0]);
    const value = fields.map((field) => (field instanceof HTMLSelectElement ? field.selectedOptions[0].text : field.value)).join(", ");
    item.textContent = isBox(fields[0]) ? name : filled(this.dataset.setting ?? "", { name, value });
    return item;
  }
}

/** What a reader calls the field; a slider's number is called as the slider. @param {Field} field */
const nameOf = (field) => field.closest(".knob")?.querySelector("label")?.textContent?.trim() ?? field.ariaLabel ?? ([...(field.labels?.[0]?.childNodes ?? [])].find((node) => node !== field && node.textContent?.trim())?.textContent ?? field.name).trim();

/**
 * @param {Field} field
 * @returns {field is HTMLInputElement} whether it is one that is checked or not
 */
const isBox = (field) => field.type === "checkbox" || field.type === "radio";

customElements.define("print-note", PrintNote);
