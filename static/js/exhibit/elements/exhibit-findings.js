/** `<exhibit-findings>` keeps the numbers beside a growing figure up to date; a `<template>` says how each is written. */

import { PageElement } from "../../shared/element.js";
import { writeFindings } from "../written-findings.js";

class ExhibitFindings extends PageElement {
  connectedCallback() {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    this.hear("stageshown", ({ findings }) => writeFindings(this.find("list"), findings, template));
  }
}

customElements.define("exhibit-findings", ExhibitFindings);
