/**
 * `<race-link>` leads to a race of several activations over the page's plan, where there is one: a reader's own points are
 * in no address, and a network without layers has no activations to race.
 */

import { PageElement } from "../../shared/element.js";
import { fromRoot } from "../../shared/root.js";
import { plan, planQuery } from "../plan-state.js";

class RaceLink extends PageElement {

  connectedCallback() {
    this.hear("planchange", () => this.#lead());
    this.#lead();
  }

  #lead() {
    const { data, network } = plan();
    const query = planQuery.wholeQuery(plan());
    query.delete("replicas");
    this.find("link", HTMLAnchorElement).href = fromRoot(`/race?${query}`);
    this.hidden = data.name === "own" || network.hidden.length === 0;
  }
}

customElements.define("race-link", RaceLink);
