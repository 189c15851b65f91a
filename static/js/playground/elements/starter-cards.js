/** `<starter-cards>`: links to plans that teach; followed without leaving the page, so that the run stays in sight. */

import { changePlan, plan, planQuery } from "../plan-state.js";
import { hear } from "../../shared/when-seen.js";

class StarterCards extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    this.addEventListener("click", (event) => this.#follow(event), { signal });
    hear("planchange", () => this.#mark(), signal);
    this.#mark();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
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
