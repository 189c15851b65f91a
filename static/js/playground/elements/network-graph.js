/**
 * `<network-graph>`: the network as it learns, each unit a button over its live heat map, each weight a line, above each
 * layer its curve. A unit that is chosen is announced as "unitselect", a layer as "layerselect". One unit at a time can be
 * reached by Tab, the others by the arrow keys.
 */

import { calm } from "../../shared/calm.js";
import { resized } from "../../shared/canvas.js";
import { onThemeChange } from "../../shared/colours.js";
import { customProperties } from "../../shared/custom-properties.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { EdgeMark } from "../edge-mark.js";
import { edgeName } from "../edge-name.js";
import { layOut, neighbour, rowsOf } from "../graph-layout.js";
import { HeadPainter } from "../head-painter.js";
import { UnitButtons } from "../unit-buttons.js";
import { UnitPainter } from "../unit-painter.js";
import { WeightPainter } from "../weight-painter.js";

/** @typedef {import("../graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("../edges.js").EdgeSpot} EdgeSpot */
/** @typedef {import("../graph-layout.js").Place} Place */
/** @typedef {import("../messages").Frame} Frame */
/** @typedef {import("../messages").Layer} Layer */

const LINES_MS = 90;
const HEADS_MS = 60;
const NAMES_MS = 500;

class NetworkGraph extends PageElement {
  /** @type {Layer[]} */
  #layers = [];
  /** What the network takes, by name. @type {string[]} */
  #inputs = [];
  /** What that is over the plane. @type {import("../../shared/typed-arrays.js").Bytes | null} */
  #inputMaps = null;
  /** @type {GraphLayout | null} */
  #layout = null;
  /** @type {WeightPainter | null} */
  #weights = null;
  /** @type {UnitPainter | null} */
  #units = null;
  /** @type {HeadPainter | null} */
  #heads = null;
  /** @type {UnitButtons | null} */
  #buttons = null;
  /** @type {EdgeMark | null} */
  #mark = null;
  /** The weight that is marked, and where a pointer is on it. @type {{edge: EdgeSpot, pointer: Place | null} | null} */
  #marked = null;
  /** @type {Frame | null} */
  #frame = null;
  // the frame is read when its time has come: one that waited may be of a network that has been replaced
  #paintWeights = calm(() => this.#frame && this.#drawWeights(this.#frame), LINES_MS);
  #paintHeads = calm(() => this.#frame && this.#heads?.paint(this.#frame.layers), HEADS_MS);
  #nameUnits = calm(() => this.#frame && this.#buttons?.markDead(this.#frame.layers), NAMES_MS);

  connectedCallback() {
    const path = /** @type {SVGPathElement} */ (this.querySelector(".edge-mark path"));
    this.#mark = new EdgeMark(path, this.find("edge-text"));
    this.hear("weightfocus", (edge) => this.#point(edge, null));
    this.on(this.#area, ["pointermove", "pointerdown"], (event) => this.#pointAt(event));
    // a finger that has been lifted has not gone elsewhere
    this.on(this.#area, "pointerleave", ({ pointerType }) => pointerType !== "touch" && this.#point(null, null));
    this.on(this.#area, ["pointerover", "focusin"], ({ target }) => announce("unitpoint", spotOf(/** @type {Element} */ (target))));
    this.on(this.#area, ["pointerleave", "focusout"], () => announce("unitpoint", null));
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("gridshown", ({ inputs }) => this.#turn(inputs.maps));
    this.hear("frameshown", (frame) => this.#paint(frame));
    this.hear("unitselect", (spot) => this.#buttons?.press(spot));
    this.hear(["layerselect", "unitselect"], ({ layer }) => this.#buttons?.choose(layer));
    this.on(this.#area, "click", (event) => this.#select(event));
    this.on(this.#area, "keydown", (event) => this.#walk(event));
    onThemeChange(() => this.#repaint(), this.signal);
    this.onResize([this], () => this.#resize());
  }

  get #area() {
    return /** @type {HTMLElement} */ (this.querySelector(".graph-area"));
  }

  /** @param {import("../messages").Started} message */
  #begin({ layers, inputs, grid }) {
    const shape = (/** @type {string[]} */ names, /** @type {Layer[]} */ of) => [...names, ...of.map(({ reference, outputs }) => `${outputs}:${reference}`)].join();
    const isSame = shape(inputs, layers) === shape(this.#inputs, this.#layers);
    this.#layers = layers;
    this.#inputs = inputs;
    this.#inputMaps = grid.inputs.maps;
    this.#frame = null;
    this.#point(null, null);
    if (isSame) {
      this.#units?.paintInputs(this.#inputMaps);
      return;
    }
    this.#buttons = new UnitButtons(this.#area, inputs, layers, this.dataset);
    this.style.setProperty("--rows", String(rowsOf(this.#counts)));
    this.#heads = new HeadPainter(layers.length - 1, () => this.#paintHeads());
    this.#arrange();
  }

  /** The inputs over another plane. @param {import("../../shared/typed-arrays.js").Bytes} maps */
  #turn(maps) {
    this.#inputMaps = maps;
    this.#units?.paintInputs(maps);
  }

  /** Units of each column, that of the inputs first. */
  get #counts() {
    return [this.#inputs.length, ...this.#layers.map(({ outputs }) => outputs)];
  }

  /** Lay the network out in the room that there is. */
  #arrange() {
    const layout = layOut(this.#inputs, this.#counts.slice(1), this.clientWidth, this.clientHeight);
    const [weights, units] = [...this.querySelectorAll("canvas")].map((canvas) => sized(canvas, layout));
    this.#layout = layout;
    this.#weights = new WeightPainter(weights, layout, this.#layers);
    this.#units = new UnitPainter(units, layout, this.#layers);
    if (this.#inputMaps) this.#units.paintInputs(this.#inputMaps);
    this.#heads?.move(units, layout, customProperties(this, "curve", "bars", "line"));
    this.#buttons?.place(layout);
  }

  #resize() {
    if (this.#layers.length === 0 || this.clientWidth === 0) return;
    this.#arrange();
    this.#repaint();
  }

  #repaint() {
    if (this.#inputMaps) this.#units?.paintInputs(this.#inputMaps);
    this.#heads?.colour(customProperties(this, "curve", "bars", "line"));
    if (!this.#frame) return;
    this.#paintHeads();
    this.#units?.paint(this.#frame);
    this.#drawWeights(this.#frame);
  }

  /** @param {Frame} frame */
  #drawWeights(frame) {
    this.#weights?.paint(frame);
    this.#read();
  }

  /** @param {Frame} frame */
  #paint(frame) {
    // of another network, which has been replaced
    if (frame.weights.length !== this.#layers.length) return;
    this.#frame = frame;
    // the server's pictures of it have had their time
    for (const still of this.querySelectorAll(".network-still")) still.remove();
    this.#units?.paint(frame);
    this.#paintWeights();
    this.#paintHeads();
    this.#nameUnits();
  }

  /** @param {PointerEvent} event */
  #pointAt({ target, clientX, clientY }) {
    const { left, top } = this.#area.getBoundingClientRect();
    const pointer = { x: clientX - left, y: clientY - top };
    const isUnit = /** @type {HTMLElement} */ (target).closest("button") !== null;
    this.#point(isUnit ? null : (this.#weights?.at(pointer) ?? null), pointer);
  }

  /**
   * @param {EdgeSpot | null} edge
   * @param {Place | null} pointer
   */
  #point(edge, pointer) {
    this.#marked = edge && { edge, pointer };
    this.#read();
  }

  /** Say what the marked weight is now. */
  #read() {
    const says = this.#marked && this.#frame && edgeName(this.#marked.edge, this.#frame, { inputs: this.#inputs, layers: this.#layers }, this.dataset);
    if (says && this.#marked && this.#layout) this.#mark?.show(this.#marked.edge, this.#layout, says, this.#marked.pointer);
    else this.#mark?.hide();
  }

  /** @param {Event} event */
  #select({ target }) {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (!button) return;
    const layer = Number(button.dataset.layer);
    if (button.dataset.unit === undefined) announce("layerselect", { layer, isEnlarged: true });
    else announce("unitselect", { layer, unit: Number(button.dataset.unit) });
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const { layer, unit } = /** @type {HTMLElement} */ (event.target).dataset;
    if (layer === undefined || unit === undefined || !this.#layout) return;
    const from = { layer: Number(layer), unit: Number(unit) };
    const to = neighbour(from, event.key, this.#layout.columns.slice(1));
    if (to.layer === from.layer && to.unit === from.unit) return;
    event.preventDefault();
    this.#buttons?.focus(to);
  }
}

/**
 * @param {Element} target of an event
 * @returns {import("../graph-layout.js").Spot | null} the unit that it is
 */
function spotOf(target) {
  const { layer, unit } = /** @type {HTMLElement | null} */ (target.closest("button.unit"))?.dataset ?? {};
  return layer === undefined ? null : { layer: Number(layer), unit: Number(unit) };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {GraphLayout} layout
 * @returns {CanvasRenderingContext2D} of `canvas` in the layout's size
 */
function sized(canvas, { width, height }) {
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  return resized(canvas, width, height, Math.min(2, devicePixelRatio));
}

customElements.define("network-graph", NetworkGraph);
