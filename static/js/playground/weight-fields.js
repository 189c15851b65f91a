/** Number fields for the weights and biases that come into one unit. */

import { subscript } from "./equation.js";
import { preActivationsOf } from "./unit-weights.js";

/** @typedef {import("./equation.js").Layer} Layer */
/** @typedef {import("./equation.js").Weights} Weights */

const DIGITS = 5;
/** A longer name stands above its field. */
const BESIDE = 3;

export class WeightFields {
  #place;
  /** @type {HTMLInputElement[]} */
  #fields = [];

  /**
   * @param {HTMLElement} place to fill; its data hold the words
   * @param {{layer: Layer, unit: number, inputs: string[], hasBias: boolean}} unit
   */
  constructor(place, { layer, unit, inputs, hasBias }) {
    this.#place = place;
    const columns = preActivationsOf(layer, unit);
    const groups = columns.map((column, i) => {
      const group = document.createElement("fieldset");
      group.classList.toggle("long", inputs.some((input) => input.length > BESIDE));
      const legend = document.createElement("legend");
      const { sum = "" } = place.dataset;
      legend.textContent = columns.length > 1 ? `z${subscript(i + 1)}` : sum;
      const labels = inputs.map((input, row) => this.#field(input, "W", row, column));
      group.append(legend, ...labels);
      if (hasBias) group.append(this.#field(place.dataset.bias ?? "", "b", 0, column));
      return group;
    });
    place.replaceChildren(...groups);
  }

  /**
   * @param {string} text
   * @param {"W" | "b"} quantity
   * @param {number} row
   * @param {number} column
   */
  #field(text, quantity, row, column) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    Object.assign(field, { type: "number", step: "any", min: "-1000000", max: "1000000", autocomplete: "off" });
    Object.assign(field.dataset, { quantity, row, column });
    const name = Object.assign(document.createElement("span"), { textContent: text, title: text });
    label.append(name, field);
    this.#fields.push(field);
    return label;
  }

  /**
   * Write the values of now, but not into a field that a reader is writing in.
   * @param {Weights} weights
   */
  write({ W, b }) {
    for (const field of this.#fields) {
      const { quantity, row, column } = field.dataset;
      const tensor = quantity === "W" ? W : b;
      const width = quantity === "W" ? W.shape[1] : 0;
      const value = tensor?.values[Number(row) * width + Number(column)] ?? NaN;
      const text = Number.isFinite(value) ? String(Number(value.toPrecision(DIGITS))) : "";
      const isBeingWritten = field === document.activeElement && !field.disabled && field.value !== field.dataset.written;
      if (field.value === text || isBeingWritten) continue;
      field.value = text;
      field.dataset.written = text;
    }
  }

  /** @param {boolean} isAllowed */
  allow(isAllowed) {
    for (const field of this.#fields) if (field.disabled === isAllowed) field.disabled = !isAllowed;
    this.#place.dataset.locked = String(!isAllowed);
  }
}
