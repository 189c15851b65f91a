/**
 * Paints the units of a network onto a canvas: their heat maps, or of one input their curves, their biases, which are dead.
 * It knows no elements.
 */

import { classColour, HIGH, LOW, theme } from "../shared/colours.js";
import { HeatMap } from "../shared/heat-map.js";
import { paintSketch } from "./line-painter.js";
import { rowsOf } from "./unit-lines.js";
import { preActivations, reach, strongest } from "./unit-weights.js";

/** @typedef {import("../shared/typed-arrays.js").Bytes} Bytes */
/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Place} Place */
/** @typedef {import("./messages").Frame} Frame */
/** @typedef {import("./unit-weights.js").LayerShape} LayerShape */

const STRENGTH = 0.85;
/** Of a feature that the network does not take. */
const PALE = 0.3;
const LARGEST_BIAS_MARK = 9;
/** The byte of a map that is zero. */
const ZERO = 127;

export class UnitPainter {
  #context;
  #layout;
  #layers;
  #inputs;
  #maps;
  #own = new HeatMap();
  #offered = new HeatMap();

  /**
   * @param {CanvasRenderingContext2D} context in CSS pixels, of the size of the layout
   * @param {GraphLayout} layout its columns are the inputs and then the layers
   * @param {LayerShape[]} layers
   */
  constructor(context, layout, layers) {
    this.#context = context;
    this.#layout = layout;
    this.#layers = layers;
    this.#inputs = preActivations(layers);
    this.#maps = layers.map(() => new HeatMap());
  }

  /** @param {Frame} frame */
  paint({ boundary, curves, neurons, weights, layers }) {
    neurons.forEach(({ maps }, layer) => {
      if (curves) this.#sketch(layer + 1, rowsOf(curves.layers[layer]));
      else {
        this.#maps[layer].show(maps, STRENGTH);
        this.#paintMaps(this.#maps[layer], layer + 1, maps.shape);
      }
      for (const unit of layers[layer].dead_units) this.#cross(this.#layout.columns[layer + 1].places[unit]);
    });
    if (curves && boundary.shape[0] === 1) this.#sketch(this.#layers.length, rowsOf(curves.answer));
    else this.#paintOutput(boundary);
    weights.forEach(({ b }, layer) => b && this.#paintBiases(b.values, layer));
  }

  /** The inputs of the network over the plane, which training does not change. @param {Bytes} maps */
  paintInputs(maps) {
    const [count, rows, columns] = maps.shape;
    if (rows === 1) {
      const values = Array.from(maps.values, (byte) => byte - ZERO);
      this.#sketch(0, Array.from({ length: count }, (_, i) => values.slice(i * columns, (i + 1) * columns)));
      return;
    }
    this.#own.show(maps, STRENGTH);
    this.#paintMaps(this.#own, 0, maps.shape);
  }

  /**
   * The features that the network does not take, pale.
   * @param {Bytes} maps of all features over the plane
   * @param {import("./input-column.js").Feature[]} features
   */
  paintOffered(maps, features) {
    this.#offered.show(maps, PALE);
    const { columns, features: places } = this.#layout;
    features.forEach(({ input }, i) => input === null && this.#paintMap(this.#offered, i, places[i], columns[0].size, maps.shape));
  }

  /**
   * @param {number} column
   * @param {import("./unit-lines.js").Values[]} lines one for each unit
   */
  #sketch(column, lines) {
    const { places, size } = this.#layout.columns[column];
    places.forEach(({ x, y }, unit) => {
      paintSketch(this.#context, { left: x - size / 2, top: y - size / 2, width: size, height: size }, lines[unit]);
    });
  }

  /**
   * @param {HeatMap} map with one map for each unit
   * @param {number} column
   * @param {number[]} shape of the maps
   */
  #paintMaps(map, column, shape) {
    const { places, size } = this.#layout.columns[column];
    places.forEach((place, unit) => this.#paintMap(map, unit, place, size, shape));
  }

  /**
   * @param {HeatMap} map
   * @param {number} index of the map that is painted
   * @param {Place} place
   * @param {number} size
   * @param {number[]} shape of the maps
   */
  #paintMap(map, index, { x, y }, size, [, rows, columns]) {
    this.#context.drawImage(map.canvas, 0, index * rows, columns, rows, x - size / 2, y - size / 2, size, size);
  }

  /** @param {Bytes} boundary */
  #paintOutput(boundary) {
    const last = this.#layers.length;
    const { columns, size } = this.#layout;
    if (boundary.shape[0] === 1) {
      this.#maps[last - 1].showAnswer(boundary);
      this.#paintMaps(this.#maps[last - 1], last, boundary.shape);
      return;
    }
    columns[last].places.forEach(({ x, y }, unit) => {
      this.#context.fillStyle = classColour(unit);
      this.#context.fillRect(x - size / 2, y - size / 2, size, size);
    });
  }

  /**
   * A square in the corner of each unit: as large as its bias, in the colour of its sign.
   * @param {Float32Array} biases
   * @param {number} layer
   */
  #paintBiases(biases, layer) {
    const most = Math.max(reach(biases), 0.1);
    const { columns, size } = this.#layout;
    columns[layer + 1].places.forEach(({ x, y }, unit) => {
      const bias = strongest(biases, 0, this.#inputs[layer][unit]);
      const side = 3 + (Math.min(1, Math.abs(bias) / most) || 0) * (LARGEST_BIAS_MARK - 3);
      const bottom = y + size / 2;
      this.#context.fillStyle = theme().halo;
      this.#context.fillRect(x - size / 2, bottom - side - 1.5, side + 1.5, side + 1.5);
      this.#context.fillStyle = bias < 0 ? LOW : HIGH;
      this.#context.fillRect(x - size / 2, bottom - side, side, side);
    });
  }

  /** @param {Place | undefined} place of a unit that answers the same to everything */
  #cross(place) {
    if (!place) return;
    const reach = this.#layout.size / 2 - 6;
    const { x, y } = place;
    this.#context.strokeStyle = theme().edge;
    this.#context.lineWidth = 2;
    this.#context.beginPath();
    this.#context.moveTo(x - reach, y - reach);
    this.#context.lineTo(x + reach, y + reach);
    this.#context.moveTo(x - reach, y + reach);
    this.#context.lineTo(x + reach, y - reach);
    this.#context.stroke();
  }
}
