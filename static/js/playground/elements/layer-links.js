/** `<layer-links>` leads to the other pages that show the activation of the layer which a reader has chosen. */

import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { shownFrame, startedRun } from "../run-record.js";

class LayerLinks extends PageElement {

  connectedCallback() {
    this.hear(["layerselect", "unitselect"], ({ layer }) => this.#lead(layer));
  }

  /** @param {number} layer whose activation it is; the output has none */
  #lead(layer) {
    const { layers = [] } = shownFrame() ?? startedRun() ?? {};
    const reference = layers[layer]?.reference ?? null;
    this.hidden = reference === null;
    if (reference === null) return;
    write(this.find("reference"), reference);
    for (const link of this.querySelectorAll("a")) {
      const url = new URL(link.href);
      url.searchParams.set("f", reference);
      link.href = url.href;
    }
  }
}

customElements.define("layer-links", LayerLinks);
