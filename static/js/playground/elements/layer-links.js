/** `<layer-links>` leads to the other pages that show the activation of the layer which a reader has chosen. */

import { part, write } from "../../shared/parts.js";
import { latestFrame, startedRun } from "../run-record.js";
import { hear } from "../../shared/when-seen.js";

class LayerLinks extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    for (const name of ["layerselect", "unitselect"]) hear(name, ({ layer }) => this.#lead(layer), this.#listening.signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** @param {number} layer whose activation it is; the output has none */
  #lead(layer) {
    const { layers = [] } = latestFrame() ?? startedRun() ?? {};
    const reference = layers[layer]?.reference ?? null;
    this.hidden = reference === null;
    if (reference === null) return;
    write(part(this, "reference"), reference);
    for (const link of this.querySelectorAll("a")) {
      const url = new URL(link.href);
      url.searchParams.set("f", reference);
      link.href = url.href;
    }
  }
}

customElements.define("layer-links", LayerLinks);
