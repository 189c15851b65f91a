/** `<starter-list>`: links to plans that teach; followed without leaving the page, so that the run stays in sight. */

import { PageElement } from "../../shared/element.js";
import { changePlan, isAt, planQuery } from "../plan-state.js";

class StarterList extends PageElement {

  connectedCallback() {
    this.on(this, "click", (event) => this.#follow(event));
    this.hear(["planchange", "stopchange"], () => this.#mark());
    this.#mark();
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { query, until } = aimOf(link);
    changePlan(planQuery.plan(query), until);
  }

  /** The link whose plan is the page's, and that stops at the same epoch. */
  #mark() {
    for (const link of this.querySelectorAll("a")) {
      const { query, until } = aimOf(link);
      const isShown = isAt(query, until);
      link.toggleAttribute("aria-current", isShown);
      if (isShown) link.ariaCurrent = "true";
    }
  }
}

/** @param {HTMLAnchorElement} link */
const aimOf = (link) => ({ query: new URL(link.href).searchParams, until: Number(link.dataset.until) });

customElements.define("starter-list", StarterList);
