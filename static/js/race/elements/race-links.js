/** `<race-links>` leads to a map of the page's race: where its activations learn, or the first of them. */

import { PageElement } from "../../shared/element.js";
import { mapOver } from "../../shared/map-link.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { planQuery, race } from "../state.js";

class RaceLinks extends PageElement {
  connectedCallback() {
    this.hear("racechange", () => this.#lead());
    this.#lead();
  }

  #lead() {
    const { plan, activations, target, target_loss } = race();
    const { all = "", some = "" } = this.dataset;
    const most = Number(this.dataset.mostMaps);
    const query = planQuery.wholeQuery(plan);
    // of a pixel, not of a lane
    query.delete("replicas");
    query.set("target", String(target));
    query.set("target_loss", String(target_loss));
    const link = this.find("map", HTMLAnchorElement);
    link.search = String(mapOver(link.search, query, activations, most));
    write(link, activations.length > most ? filled(some, { count: most }) : all);
  }
}

customElements.define("race-links", RaceLinks);
