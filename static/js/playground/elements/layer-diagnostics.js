/**
 * `<layer-diagnostics>` lets a reader choose the layer that the diagnostics look at; a choice made elsewhere on the page,
 * "layerselect" or "unitselect", is followed.
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { filled } from "../../shared/readable.js";
import "./layer-curve.js";
import "./layer-health.js";
import "./learned-chart.js";

class LayerDiagnostics extends PageElement {

  connectedCallback() {
    const select = this.find("layer", HTMLSelectElement);
    this.hear("runstarted", ({ layers }) => this.#offer(select, layers));
    this.hear(["layerselect", "unitselect"], ({ layer }) => (select.value = String(layer)));
    this.hear("layerselect", ({ isEnlarged }) => isEnlarged && this.scrollIntoView({ block: "nearest" }));
    this.on(select, "change", () => choose(Number(select.value)));
  }

  /**
   * @param {HTMLSelectElement} select
   * @param {{reference: string | null}[]} layers
   */
  #offer(select, layers) {
    const { hidden = "", output = "" } = select.dataset;
    const options = layers.map(({ reference }, i) => {
      const text = filled(reference === null ? output : hidden, { number: i + 1, reference: reference ?? "" });
      return new Option(text, String(i));
    });
    const chosen = Math.min(Number(select.value || 0), layers.length - 1);
    select.replaceChildren(...options);
    select.value = String(chosen);
    choose(chosen);
  }
}

/** @param {number} layer */
function choose(layer) {
  announce("layerselect", { layer });
}

customElements.define("layer-diagnostics", LayerDiagnostics);
