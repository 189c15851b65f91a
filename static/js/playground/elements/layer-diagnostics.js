/**
 * `<layer-diagnostics>` lets a reader choose the layer that the diagnostics look at; a choice made elsewhere on the page,
 * "layerselect" or "unitselect", is followed.
 */

import { part } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";
import "./layer-curve.js";
import "./layer-health.js";
import "./learned-chart.js";

class LayerDiagnostics extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    const select = /** @type {HTMLSelectElement} */ (part(this, "layer"));
    hear("runstarted", ({ layers }) => this.#offer(select, layers), signal);
    for (const name of ["layerselect", "unitselect"]) hear(name, ({ layer }) => (select.value = String(layer)), signal);
    select.addEventListener("change", () => choose(Number(select.value)), { signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
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
  document.dispatchEvent(new CustomEvent("layerselect", { detail: { layer } }));
}

customElements.define("layer-diagnostics", LayerDiagnostics);
