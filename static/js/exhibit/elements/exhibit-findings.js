/** `<exhibit-findings>` keeps the numbers beside a growing figure up to date; a `<template>` says how each is written. */

import { part, write } from "../../shared/parts.js";
import { compact } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";

/** @typedef {{name: string, value: number | null, unit: string, says: string}} Finding */

class ExhibitFindings extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    hear("stageshown", ({ findings }) => this.#show(findings), this.#listening.signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** @param {Finding[]} findings */
  #show(findings) {
    const list = part(this, "list");
    const pattern = /** @type {HTMLTemplateElement} */ (this.querySelector("template")).content;
    while (list.childElementCount > findings.length) list.lastElementChild?.remove();
    while (list.childElementCount < findings.length) list.append(pattern.cloneNode(true));
    findings.forEach(({ name, value, unit, says }, i) => {
      const finding = /** @type {Element} */ (list.children[i]);
      write(part(finding, "name"), name);
      write(part(finding, "value"), [compact(value), unit].filter(Boolean).join(" "));
      write(part(finding, "says"), says);
    });
  }
}

customElements.define("exhibit-findings", ExhibitFindings);
