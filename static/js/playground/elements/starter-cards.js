/** `<starter-cards>`: links to plans that teach; followed without leaving the page, so that the run stays in sight. */

import { PageElement } from "../../shared/element.js";
import { changePlan, plan, planQuery } from "../plan-state.js";

class StarterCards extends PageElement {

  connectedCallback() {
    this.on(this, "click", (event) => this.#follow(event));
    this.hear("planchange", () => this.#mark());
    this.#mark();
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    changePlan(planQuery.plan(new URL(link.href).searchParams));
  }

  /** The card whose plan is the page's. */
  #mark() {
    const query = planQuery.query(plan()).toString();
    for (const link of this.querySelectorAll("a")) {
      const isShown = planQuery.query(planQuery.plan(new URL(link.href).searchParams)).toString() === query;
      link.toggleAttribute("aria-current", isShown);
      if (isShown) link.ariaCurrent = "true";
    }
  }
}

customElements.define("starter-cards", StarterCards);
