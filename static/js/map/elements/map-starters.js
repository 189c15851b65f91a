/** `<map-starters>`: maps to begin with; the one whose axes and activations the page has tells what to look for. */

import { PageElement } from "../../shared/element.js";
import { changeQuestion, question, questionOf } from "../state.js";

class MapStarters extends PageElement {
  connectedCallback() {
    this.on(this, "click", (event) => this.#follow(/** @type {MouseEvent} */ (event)));
    this.hear("mapchange", () => this.#show());
    this.#show();
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    changeQuestion(questionOf(new URL(link.href).searchParams), { asks: true });
  }

  #show() {
    const subject = subjectOf(question());
    for (const link of this.querySelectorAll("a")) {
      const isShown = subjectOf(questionOf(new URL(link.href).searchParams)) === subject;
      if (isShown) link.ariaCurrent = "true";
      else link.ariaCurrent = null;
      this.find(link.dataset.starter ?? "").hidden = !isShown;
    }
  }
}

/** @param {import("../pixel-plan.js").Question} question @returns {string} what it is about, wherever a reader has zoomed to */
const subjectOf = ({ activations, x, y }) => JSON.stringify([activations, x.vary, y.vary]);

customElements.define("map-starters", MapStarters);
