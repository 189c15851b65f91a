/** `<race-link>` leads to a race of several activations over the page's plan. A reader's own points are in no address. */

import { part } from "../parts.js";
import { wholeQueryOf } from "../plan-query.js";
import { plan } from "../plan-state.js";
import { hear } from "../when-seen.js";

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
    const query = wholeQueryOf(plan());
    query.delete("replicas");
    /** @type {HTMLAnchorElement} */ (part(this, "link")).href = `/race?${query}`;
    this.hidden = plan().data.name === "own";
  }
}

customElements.define("race-link", RaceLink);
