/** `<layer-health>`: a table of the layers: the norm of each one's gradient, and the shares of dead and saturated units. */

import { part, write } from "../../shared/parts.js";
import { filled, percent, readable } from "../../shared/readable.js";
import { latestFrame } from "../run-record.js";
import { hear, whenSeen } from "../../shared/when-seen.js";

const PAUSE_MS = 150;
/** The powers of ten at both ends of a bar, the same at all times, so that runs can be compared. */
const SMALLEST = -8;
const LARGEST = 2;

class LayerHealth extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, signal);
    hear("runstarted", ({ layers }) => this.#build(layers), signal);
    hear("runframe", draw, signal);
    for (const name of ["layerselect", "unitselect"]) hear(name, ({ layer }) => this.#mark(layer), signal);
    this.addEventListener("click", ({ target }) => this.#choose(/** @type {Element} */ (target)), { signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  get #rows() {
    return [...part(this, "rows").children];
  }

  /** @param {{reference: string | null}[]} layers */
  #build(layers) {
    const template = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (part(this, "row")));
    const { hidden = "", output = "" } = template.dataset;
    const rows = layers.map(({ reference }, i) => {
      const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
      write(part(row, "name"), filled(reference === null ? output : hidden, { number: i + 1 }));
      write(part(row, "reference"), reference ?? "");
      return row;
    });
    part(this, "rows").replaceChildren(...rows);
    this.#mark(0);
  }

  #draw() {
    const layers = latestFrame()?.layers ?? [];
    this.#rows.forEach((row, i) => {
      const { gradient_norm, dead, saturated, reference } = layers[i] ?? {};
      write(part(row, "reference"), reference ?? "");
      measure(row, "gradient", readable(gradient_norm, 2), position(gradient_norm));
      measure(row, "dead", percent(dead), dead ?? 0);
      measure(row, "saturated", percent(saturated), saturated ?? 0);
    });
    this.dataset.state = "drawn";
  }

  /** @param {number} layer */
  #mark(layer) {
    this.#rows.forEach((row, i) => row.querySelector("button")?.setAttribute("aria-pressed", String(i === layer)));
  }

  /** @param {Element} target */
  #choose(target) {
    const row = target.closest("tr");
    const layer = row ? this.#rows.indexOf(row) : -1;
    if (layer >= 0) document.dispatchEvent(new CustomEvent("layerselect", { detail: { layer } }));
  }
}

/**
 * @param {Element} row
 * @param {string} name
 * @param {string} text
 * @param {number} share of the bar's length
 */
function measure(row, name, text, share) {
  const cell = part(row, name);
  write(part(cell, "number"), text);
  part(cell, "bar").style.transform = `scaleX(${share.toFixed(3)})`;
}

/**
 * @param {number | null | undefined} norm
 * @returns {number} its place on the log scale, 0…1
 */
function position(norm) {
  if (!norm) return 0;
  return Math.min(1, Math.max(0.004, (Math.log10(norm) - SMALLEST) / (LARGEST - SMALLEST)));
}

customElements.define("layer-health", LayerHealth);
