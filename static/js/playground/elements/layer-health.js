/** `<layer-health>`: a table of the layers: the norm of each one's gradient, and the shares of dead and saturated units. */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { part, write } from "../../shared/parts.js";
import { filled, percent, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { shownFrame } from "../run-record.js";

const PAUSE_MS = 150;
/** The powers of ten at both ends of a bar, the same at all times, so that runs can be compared. */
const SMALLEST = -8;
const LARGEST = 2;

class LayerHealth extends PageElement {

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear("runstarted", ({ layers }) => this.#build(layers));
    this.hear("frameshown", draw);
    this.hear(["layerselect", "unitselect"], ({ layer }) => this.#mark(layer));
    this.on(this, "click", ({ target }) => this.#choose(/** @type {Element} */ (target)));
  }

  get #rows() {
    return [...this.find("rows").children];
  }

  /** @param {{reference: string | null}[]} layers */
  #build(layers) {
    const template = this.find("row", HTMLTemplateElement);
    const { hidden = "", output = "" } = template.dataset;
    const rows = layers.map(({ reference }, i) => {
      const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
      write(part(row, "name"), filled(reference === null ? output : hidden, { number: i + 1 }));
      write(part(row, "reference"), reference ?? "");
      return row;
    });
    this.find("rows").replaceChildren(...rows);
    this.#mark(0);
  }

  #draw() {
    const layers = shownFrame()?.layers ?? [];
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
    if (layer >= 0) announce("layerselect", { layer });
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
