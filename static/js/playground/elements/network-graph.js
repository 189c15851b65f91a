/**
 * `<network-graph>`: the network as it learns, each unit a button over its live heat map, each weight a line, above each
 * layer its curve. A unit that is chosen is announced as "unitselect", a layer as "layerselect". One unit at a time can be
 * reached by Tab, the others by the arrow keys. The features of two coordinates stand where the inputs are; those that are
 * not taken are pale, and a click takes or drops one.
 */

import { calm } from "../../shared/calm.js";
import { resized } from "../../shared/canvas.js";
import { onThemeChange } from "../../shared/colours.js";
import { customProperties } from "../../shared/custom-properties.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { report } from "../../shared/parts.js";
import { EdgeMark } from "../edge-mark.js";
import { edgeName } from "../edge-name.js";
import { FeatureButtons } from "../feature-buttons.js";
import { layOut, neighbour, rowsOf } from "../graph-layout.js";
import { HeadPainter } from "../head-painter.js";
import { changePlan, plan, planQuery } from "../plan-state.js";
import { UnitButtons } from "../unit-buttons.js";
import { UnitPainter } from "../unit-painter.js";
import { WeightPainter } from "../weight-painter.js";

/** @typedef {import("../graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("../edges.js").EdgeSpot} EdgeSpot */
/** @typedef {import("../graph-layout.js").Place} Place */
/** @typedef {import("../input-column.js").Inputs} Inputs */
/** @typedef {import("../messages").Frame} Frame */
/** @typedef {import("../messages").Layer} Layer */

const LINES_MS = 90;
const HEADS_MS = 60;
const NAMES_MS = 500;

class NetworkGraph extends PageElement {
  /** @type {Layer[]} */
  #layers = [];
  /** What the network takes, by name, and what it may take. @type {import("../input-column.js").Inputs} */
  #inputs = { names: [], features: [] };
  /** All features over the plane. @type {import("../../shared/typed-arrays.js").Bytes | null} */
  #featureMaps = null;
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
  /** @type {FeatureButtons | null} */
  #features = null;
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
    this.#features = new FeatureButtons(this.#area, this.dataset.inputName ?? "");
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
    this.hear("planchange", () => report(this.find("last-input"), ""));
    this.on(this.#area, "keydown", (event) => this.#walk(event));
    onThemeChange(() => this.#repaint(), this.signal);
    this.onResize([this], () => this.#resize());
  }

  get #area() {
    return /** @type {HTMLElement} */ (this.querySelector(".graph-area"));
  }

  /** @param {import("../messages").Started} started */
  #begin(started) {
    const inputs = inputsOf(started);
    const { layers, grid, features } = started;
    const shape = (/** @type {Inputs} */ own, /** @type {Layer[]} */ of) => JSON.stringify([own, of.map(({ reference, outputs }) => [reference, outputs])]);
    const isSame = shape(inputs, layers) === shape(this.#inputs, this.#layers);
    this.#layers = layers;
    this.#inputs = inputs;
    this.#inputMaps = grid.inputs.maps;
    this.#featureMaps = features?.maps ?? null;
    this.#frame = null;
    this.#point(null, null);
    if (isSame) {
      this.#paintInputs();
      return;
    }
    this.#buttons = new UnitButtons(this.#area, inputs.features.length > 0 ? [] : inputs.names, layers, this.dataset);
    this.#features?.show(inputs.features);
    this.style.setProperty("--rows", String(rowsOf(inputs, this.#counts)));
    this.#heads = new HeadPainter(layers.length - 1, () => this.#paintHeads());
    this.#arrange();
  }

  /** The inputs over another plane. @param {import("../../shared/typed-arrays.js").Bytes} maps */
  #turn(maps) {
    this.#inputMaps = maps;
    this.#paintInputs();
  }

  #paintInputs() {
    if (this.#inputMaps) this.#units?.paintInputs(this.#inputMaps);
    if (this.#featureMaps) this.#units?.paintOffered(this.#featureMaps, this.#inputs.features);
  }

  /** Units of each layer. */
  get #counts() {
    return this.#layers.map(({ outputs }) => outputs);
  }

  /** Lay the network out in the room that there is. */
  #arrange() {
    const layout = layOut(this.#inputs, this.#counts, this.clientWidth, this.clientHeight);
    const [weights, units] = [...this.querySelectorAll("canvas")].map((canvas) => sized(canvas, layout));
    this.#layout = layout;
    this.#weights = new WeightPainter(weights, layout, this.#layers);
    this.#units = new UnitPainter(units, layout, this.#layers);
    this.#paintInputs();
    this.#heads?.move(units, layout, customProperties(this, "curve", "bars", "line"));
    this.#buttons?.place(layout);
    this.#features?.place(layout);
  }

  #resize() {
    if (this.#layers.length === 0 || this.clientWidth === 0) return;
    this.#arrange();
    this.#repaint();
  }

  #repaint() {
    this.#paintInputs();
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
    const says = this.#marked && this.#frame && edgeName(this.#marked.edge, this.#frame, { inputs: this.#inputs.names, layers: this.#layers }, this.dataset);
    if (says && this.#marked && this.#layout) this.#mark?.show(this.#marked.edge, this.#layout, says, this.#marked.pointer);
    else this.#mark?.hide();
  }

  /** @param {Event} event */
  #select({ target }) {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    report(this.find("last-input"), "");
    if (!button) return;
    if (button.dataset.feature !== undefined) {
      this.#take(button);
      return;
    }
    const layer = Number(button.dataset.layer);
    if (button.dataset.unit === undefined) announce("layerselect", { layer, isEnlarged: true });
    else announce("unitselect", { layer, unit: Number(button.dataset.unit) });
  }

  /** Have the network take a feature, or drop it; the last stays. @param {HTMLButtonElement} button */
  #take(button) {
    const { feature } = button.dataset;
    const taken = /** @type {string[]} */ (planQuery.valueOf(plan(), "features"));
    const wanted = this.#inputs.features.map(({ name }) => name).filter((name) => taken.includes(name) !== (name === feature));
    if (wanted.length > 0) changePlan(planQuery.withList(plan(), "features", wanted));
    else this.#refuse(button, this.dataset.last ?? "");
  }

  /**
   * @param {HTMLButtonElement} button beside which it is said
   * @param {string} sentence
   */
  #refuse({ offsetLeft, offsetTop, offsetWidth }, sentence) {
    const place = this.find("last-input");
    report(place, sentence);
    Object.assign(place.style, { left: `${offsetLeft + offsetWidth + 6}px`, top: `${offsetTop}px` });
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.dataset.feature !== undefined && this.#features?.walk(target, event.key)) event.preventDefault();
    const { layer, unit } = target.dataset;
    if (layer === undefined || unit === undefined || !this.#layout) return;
    const from = { layer: Number(layer), unit: Number(unit) };
    const to = neighbour(from, event.key, this.#layout.columns.slice(1));
    if (to.layer === from.layer && to.unit === from.unit) return;
    event.preventDefault();
    this.#buttons?.focus(to);
  }
}

/**
 * @param {import("../messages").Started} started
 * @returns {Inputs}
 */
function inputsOf({ inputs, features, plan: own }) {
  const taken = /** @type {string[]} */ (planQuery.valueOf(own, "features"));
  const offered = features?.names.map((name, i) => {
    const input = taken.indexOf(name);
    return input < 0 ? { name, title: features.titles[i], input: null } : { name, title: inputs[input], input };
  });
  return { names: inputs, features: offered ?? [] };
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
