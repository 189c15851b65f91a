/**
 * `<plan-links>` leads to a race of several activations over the page's plan, and to a map of its own, where there are
 * such: a reader's own points are in no address, and a network without layers has no activations.
 */

import { PageElement } from "../../shared/element.js";
import { mapOver } from "../../shared/map-link.js";
import { fromRoot } from "../../shared/root.js";
import { plan, planQuery } from "../plan-state.js";

class PlanLinks extends PageElement {

  connectedCallback() {
    this.hear("planchange", () => this.#lead());
    this.#lead();
  }

  #lead() {
    const { data, network } = plan();
    const query = planQuery.wholeQuery(plan());
    // in a race and on a map they count for something else
    query.delete("replicas");
    this.find("race", HTMLAnchorElement).href = fromRoot(`/race?${query}`);
    const map = this.find("map", HTMLAnchorElement);
    map.search = String(mapOver(map.search, query, network.hidden.map(({ activation }) => activation), Number(this.dataset.mostMaps)));
    this.hidden = data.name === "own" || network.hidden.length === 0;
  }
}

customElements.define("plan-links", PlanLinks);
