/** `<exhibit-findings>` keeps the numbers beside a growing figure up to date; a `<template>` says how each is written. */

import { PageElement } from "../../shared/element.js";
import { fill, part, write } from "../../shared/parts.js";
import { compact } from "../../shared/readable.js";

/** @typedef {{name: string, value: number | null, unit: string, says: string}} Finding */

class ExhibitFindings extends PageElement {

  connectedCallback() {
    this.hear("stageshown", ({ findings }) => this.#show(findings));
  }

  /** @param {Finding[]} findings */
  #show(findings) {
    const list = this.find("list");
    fill(list, findings.length, /** @type {HTMLTemplateElement} */ (this.querySelector("template")));
    findings.forEach(({ name, value, unit, says }, i) => {
      const finding = /** @type {Element} */ (list.children[i]);
      write(part(finding, "name"), name);
      write(part(finding, "value"), [compact(value), unit].filter(Boolean).join(" "));
      write(part(finding, "says"), says);
    });
  }
}

customElements.define("exhibit-findings", ExhibitFindings);
