/**
 * `<network-graph>`: the network as it learns, each unit a button over its live heat map, each weight a line. A unit that
 * is chosen is announced as "unitselect", a layer as "layerselect". One unit at a time can be reached by Tab, the others
 * by the arrow keys.
 */

import { calm } from "../../shared/calm.js";
import { onThemeChange } from "../../shared/colours.js";
import { layOut, neighbour } from "../graph-layout.js";
import { GraphPainter } from "../graph-painter.js";
import { filled } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";

/** @typedef {import("../graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("../graph-layout.js").Spot} Spot */
/** @typedef {import("../unit-weights.js").LayerShape & {reference: string | null, title: string, units: number}} Layer */

const LINES_MS = 90;
const NAMES_MS = 500;

class NetworkGraph extends HTMLElement {
  #listening = new AbortController();
  /** @type {Layer[]} */
  #layers = [];
  /** @type {GraphLayout | null} */
  #layout = null;
  /** @type {GraphPainter | null} */
  #painter = null;
  /** @type {any} */
  #frame = null;
  /** The buttons of each layer. @type {HTMLButtonElement[][]} */
  #buttons = [];
  #paintLines = calm((/** @type {any} */ frame) => this.#painter?.paintLines(frame), LINES_MS);
  #nameUnits = calm((/** @type {any} */ frame) => this.#markDead(frame), NAMES_MS);
  #resizing = new ResizeObserver(() => this.#resize());

  connectedCallback() {
    const { signal } = this.#listening;
    hear("runstarted", (detail) => this.#begin(detail), signal);
    hear("runframe", (detail) => this.#paint(detail), signal);
    hear("unitselect", (detail) => this.#press(detail), signal);
    this.#area.addEventListener("click", (event) => this.#select(event), { signal });
    this.#area.addEventListener("keydown", (event) => this.#walk(event), { signal });
    onThemeChange(() => this.#repaint(), signal);
    this.#resizing.observe(this);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#resizing.disconnect();
  }

  get #area() {
    return /** @type {HTMLElement} */ (this.querySelector(".graph-area"));
  }

  /** @param {{layers: Layer[]}} message */
  #begin({ layers }) {
    const shape = (/** @type {Layer[]} */ of) => of.map(({ reference, outputs }) => `${outputs}:${reference}`).join();
    const isSame = shape(layers) === shape(this.#layers);
    this.#layers = layers;
    this.#frame = null;
    if (isSame) return;
    this.#arrange();
    this.#fillArea();
  }

  #arrange() {
    this.#layout = layOut([2, ...this.#layers.map(({ outputs }) => outputs)], this.clientWidth);
    const [lines, units] = this.querySelectorAll("canvas");
    this.#painter = new GraphPainter(lines, units, this.#layout, this.#layers);
    this.#painter.paintCoordinates();
  }

  #resize() {
    if (!this.#layout || this.#layers.length === 0 || this.clientWidth === 0) return;
    this.#arrange();
    this.#place();
    this.#repaint();
  }

  #repaint() {
    this.#painter?.paintCoordinates();
    if (!this.#frame) return;
    this.#painter?.paintUnits(this.#frame);
    this.#painter?.paintLines(this.#frame);
  }

  /** @param {any} frame */
  #paint(frame) {
    // of another network, which has been replaced
    if (frame.weights.length !== this.#layers.length) return;
    this.#frame = frame;
    this.#painter?.paintUnits(frame);
    this.#paintLines(frame);
    this.#nameUnits(frame);
  }

  /** Headings, and a button for each unit. */
  #fillArea() {
    const { coordinates = "" } = this.dataset;
    const names = coordinates.split(" ").map((text) => Object.assign(document.createElement("span"), { className: "coordinate", textContent: text }));
    const headings = this.#layers.map((layer, index) => this.#heading(layer, index));
    this.#buttons = this.#layers.map((layer, index) =>
      Array.from({ length: layer.outputs }, (_, unit) => this.#unitButton(index, unit)),
    );
    this.#buttons[0][0].tabIndex = 0;
    for (const old of this.#area.querySelectorAll("button, span")) old.remove();
    this.#area.append(...names, ...headings.flatMap((heading, index) => [heading, ...this.#buttons[index]]));
    this.#place();
  }

  /**
   * @param {Layer} layer
   * @param {number} index
   */
  #heading({ reference, title }, index) {
    const isOutput = index === this.#layers.length - 1;
    const heading = document.createElement("button");
    Object.assign(heading, { type: "button", className: "layer-name", textContent: isOutput ? this.dataset.output : title });
    heading.title = reference ?? "";
    heading.dataset.layer = String(index);
    if (!isOutput) heading.ariaLabel = filled(this.dataset.layerName ?? "", { layer: index + 1, title });
    return heading;
  }

  /**
   * @param {number} layer
   * @param {number} unit
   */
  #unitButton(layer, unit) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "unit", tabIndex: -1 });
    button.ariaLabel = this.#unitName(layer, unit, false);
    button.ariaPressed = "false";
    Object.assign(button.dataset, { layer, unit });
    return button;
  }

  /**
   * @param {number} layer
   * @param {number} unit
   * @param {boolean} isDead
   */
  #unitName(layer, unit, isDead) {
    const { unitName = "", deadName = "", outputName = "" } = this.dataset;
    const pattern = layer === this.#layers.length - 1 ? outputName : isDead ? deadName : unitName;
    return filled(pattern, { layer: layer + 1, unit: unit + 1 });
  }

  /** Put headings and buttons where the layout has them. */
  #place() {
    const { columns, size, width, height } = /** @type {GraphLayout} */ (this.#layout);
    Object.assign(this.#area.style, { width: `${width}px`, height: `${height}px` });
    this.#area.style.setProperty("--unit", `${size}px`);
    const room = columns.length > 1 ? columns[1].left - columns[0].left - 4 : size;
    const headings = /** @type {NodeListOf<HTMLElement>} */ (this.#area.querySelectorAll(".layer-name"));
    headings.forEach((heading, layer) => {
      const { left, width: own } = columns[layer + 1];
      const most = Math.max(own, Math.min(room, own + 40));
      heading.classList.toggle("narrow", most < 64);
      Object.assign(heading.style, { left: `${Math.min(left + (own - most) / 2, width - most)}px`, width: `${most}px` });
    });
    const coordinates = /** @type {NodeListOf<HTMLElement>} */ (this.#area.querySelectorAll(".coordinate"));
    [[...coordinates], ...this.#buttons].forEach((column, i) =>
      column.forEach((element, unit) => {
        const { x, y } = columns[i].places[unit];
        Object.assign(element.style, { left: `${x - size / 2}px`, top: `${y - size / 2}px` });
      }),
    );
  }

  /** @param {any} frame */
  #markDead({ layers }) {
    this.#buttons.slice(0, -1).forEach((buttons, layer) => {
      const dead = new Set(layers[layer]?.dead_units);
      buttons.forEach((button, unit) => {
        if (("dead" in button.dataset) === dead.has(unit)) return;
        if (dead.has(unit)) button.dataset.dead = "";
        else delete button.dataset.dead;
        button.ariaLabel = this.#unitName(layer, unit, dead.has(unit));
      });
    });
  }

  /** @param {Event} event */
  #select({ target }) {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (!button) return;
    const layer = Number(button.dataset.layer);
    if (button.dataset.unit === undefined) announce("layerselect", { layer });
    else announce("unitselect", { layer, unit: Number(button.dataset.unit) });
  }

  /** @param {Spot} spot */
  #press(spot) {
    for (const button of this.#buttons.flat()) button.ariaPressed = "false";
    const pressed = this.#buttons[spot.layer]?.[spot.unit];
    if (!pressed) return;
    pressed.ariaPressed = "true";
    this.#stopAt(pressed);
  }

  /** @param {HTMLButtonElement} button the one that Tab leads to */
  #stopAt(button) {
    for (const other of this.#buttons.flat()) other.tabIndex = -1;
    button.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const { layer, unit } = /** @type {HTMLElement} */ (event.target).dataset;
    if (layer === undefined || unit === undefined || !this.#layout) return;
    const from = { layer: Number(layer), unit: Number(unit) };
    const to = neighbour(from, event.key, this.#layout.columns.slice(1));
    if (to.layer === from.layer && to.unit === from.unit) return;
    event.preventDefault();
    const button = this.#buttons[to.layer][to.unit];
    this.#stopAt(button);
    button.focus();
  }
}

/**
 * @param {string} name
 * @param {object} detail
 */
function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

customElements.define("network-graph", NetworkGraph);
