/**
 * Buttons over the picture of a network: one for each unit, and the headings of the layers. One unit at a time can be
 * reached by Tab.
 */

import { filled } from "../shared/readable.js";
import { FRAME } from "./graph-layout.js";
import { isBlock, shortName } from "./input-column.js";

/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Spot} Spot */
/** @typedef {import("./messages").Layer} Layer */

/** Of the headings. */
const TOP = 4;

export class UnitButtons {
  #area;
  #texts;
  #headings;
  /** Inputs that cannot be chosen, then the buttons of each layer. @type {HTMLElement[][]} */
  #columns;
  /** Of each layer. @type {HTMLButtonElement[][]} */
  #buttons;

  /**
   * @param {HTMLElement} area to fill, in place of the buttons of another network
   * @param {string[]} inputs the names of those that cannot be chosen
   * @param {Layer[]} layers
   * @param {DOMStringMap} texts output, layerName, unitName, deadName and outputName
   */
  constructor(area, inputs, layers, texts) {
    this.#area = area;
    this.#texts = texts;
    const names = inputs.map((name) => inputOf(name, !isBlock(inputs.length)));
    this.#headings = layers.map((layer, index) => this.#heading(layer, index, index === layers.length - 1));
    this.#buttons = [];
    for (const [index, layer] of layers.entries()) {
      const isOutput = index === layers.length - 1;
      this.#buttons.push(Array.from({ length: layer.outputs }, (_, unit) => this.#unitButton(index, unit, isOutput)));
    }
    this.#columns = [names, ...this.#buttons];
    this.#buttons[0][0].tabIndex = 0;
    for (const old of area.querySelectorAll("button:not(.feature), span.input")) old.remove();
    area.append(...names, ...this.#headings.flatMap((heading, index) => [heading, ...this.#buttons[index]]));
  }

  /**
   * @param {Layer} layer
   * @param {number} index
   * @param {boolean} isOutput
   */
  #heading({ reference, title }, index, isOutput) {
    const { output = "", layerName = "" } = this.#texts;
    const heading = document.createElement("button");
    Object.assign(heading, { type: "button", className: "layer-name" });
    heading.append(Object.assign(document.createElement("span"), { textContent: isOutput ? output : title }));
    heading.title = reference ?? "";
    heading.ariaPressed = "false";
    heading.style.top = `${TOP}px`;
    heading.dataset.layer = String(index);
    if (!isOutput) heading.ariaLabel = filled(layerName, { layer: index + 1, title });
    return heading;
  }

  /**
   * @param {number} layer
   * @param {number} unit
   * @param {boolean} isOutput
   */
  #unitButton(layer, unit, isOutput) {
    const { unitName = "", outputName = "" } = this.#texts;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "unit", tabIndex: -1 });
    button.ariaLabel = nameOf(isOutput ? outputName : unitName, layer, unit);
    button.ariaPressed = "false";
    Object.assign(button.dataset, { layer, unit });
    return button;
  }

  /** Put names, headings and buttons where they belong. @param {GraphLayout} layout */
  place({ columns, size, width, height }) {
    Object.assign(this.#area.style, { width: `${width}px`, height: `${height}px` });
    this.#area.style.setProperty("--unit", `${size}px`);
    this.#headings.forEach((heading, layer) => {
      const { head } = columns[layer + 1];
      const isOutput = layer === this.#headings.length - 1;
      heading.classList.toggle("narrow", head.width < 64);
      // the name, and under it the curve
      const bottom = isOutput ? head.top : head.top + head.height + FRAME;
      Object.assign(heading.style, { left: `${head.left - FRAME}px`, width: `${head.width + 2 * FRAME}px`, height: `${bottom - TOP}px` });
    });
    this.#columns.forEach((column, i) =>
      column.forEach((element, unit) => {
        const { places, size } = columns[i];
        const { x, y } = places[unit];
        if (i === 0) element.style.setProperty("--unit", `${size}px`);
        Object.assign(element.style, { left: `${x - size / 2}px`, top: `${y - size / 2}px` });
      }),
    );
  }

  /** Say of each hidden unit whether it is dead. @param {{dead_units: number[]}[]} layers */
  markDead(layers) {
    const { unitName = "", deadName = "" } = this.#texts;
    this.#buttons.slice(0, -1).forEach((buttons, layer) => {
      const dead = new Set(layers[layer]?.dead_units);
      buttons.forEach((button, unit) => {
        const isDead = dead.has(unit);
        if ("dead" in button.dataset === isDead) return;
        if (isDead) button.dataset.dead = "";
        else delete button.dataset.dead;
        button.ariaLabel = nameOf(isDead ? deadName : unitName, layer, unit);
      });
    });
  }

  /** Mark the layer that the diagnostics look at. @param {number} layer */
  choose(layer) {
    this.#headings.forEach((heading, i) => (heading.ariaPressed = String(i === layer)));
  }

  /** @param {Spot} spot */
  press(spot) {
    for (const button of this.#buttons.flat()) button.ariaPressed = "false";
    const pressed = this.#buttons[spot.layer]?.[spot.unit];
    if (!pressed) return;
    pressed.ariaPressed = "true";
    this.#stopAt(pressed);
  }

  /** @param {Spot} spot */
  focus(spot) {
    const button = this.#buttons[spot.layer][spot.unit];
    this.#stopAt(button);
    button.focus();
  }

  /** @param {HTMLButtonElement} button the one that Tab leads to */
  #stopAt(button) {
    for (const other of this.#buttons.flat()) other.tabIndex = -1;
    button.tabIndex = 0;
  }
}

/**
 * An input: its whole name is told, and written as far as there is room.
 * @param {string} name
 * @param {boolean} isWritten
 */
function inputOf(name, isWritten) {
  const input = Object.assign(document.createElement("span"), { className: "input", title: name, role: "img", ariaLabel: name });
  if (isWritten) input.append(Object.assign(document.createElement("span"), { className: "coordinate", textContent: shortName(name) }));
  return input;
}

/**
 * @param {string} pattern
 * @param {number} layer
 * @param {number} unit
 */
const nameOf = (pattern, layer, unit) => filled(pattern, { layer: layer + 1, unit: unit + 1 });
