/**
 * `<race-link>` leads to a race of several activations over the page's plan, where there is one: a reader's own points are
 * in no address, and neither values (`data-valued` names such data) nor a network without layers can be raced for.
 */

import { part } from "../../shared/parts.js";
import { plan, planQuery } from "../plan-state.js";
import { hear } from "../../shared/when-seen.js";

class RaceLink extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    hear("planchange", () => this.#lead(), this.#listening.signal);
    this.#lead();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  #lead() {
    const { data, network } = plan();
    const query = planQuery.wholeQuery(plan());
    query.delete("replicas");
    /** @type {HTMLAnchorElement} */ (part(this, "link")).href = `/race?${query}`;
    const valued = this.dataset.valued?.trim().split(" ") ?? [];
    this.hidden = data.name === "own" || valued.includes(data.name) || network.hidden.length === 0;
  }
}

customElements.define("race-link", RaceLink);
