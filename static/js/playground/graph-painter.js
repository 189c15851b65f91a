/** Paints a network onto two canvases: its weights as lines on one, its units as heat maps on the other. It knows no elements. */

import { classColour, HIGH, LOW, theme } from "../shared/colours.js";
import { HeatMap } from "../shared/heat-map.js";
import { preActivationsOf, reach, sizeOfNumber, strongest } from "./unit-weights.js";

/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Place} Place */
/** @typedef {import("./unit-weights.js").LayerShape} LayerShape */
/** @typedef {{values: Float32Array, shape: number[]}} Floats */
/** @typedef {{values: Uint8Array, shape: number[]}} Bytes */
/** @typedef {{boundary: Bytes, neurons: {maps: Bytes}[], weights: {W: Floats, b: Floats}[], layers: {dead_units: number[]}[]}} Frame */

const WIDEST_LINE = 4.5;
/** Lines of like width and sign are stroked together; as many strokes as this for each sign. */
const WIDTHS = 6;
/** Of more weights than this between two layers, the strongest are drawn. */
const MOST_LINES = 500;
/** A weight below this share of the strongest is not seen. */
const FAINT = 0.02;
const STRENGTH = 0.85;
const LARGEST_BIAS_MARK = 9;

export class GraphPainter {
  #lines;
  #units;
  /** @type {GraphLayout} */
  #layout;
  /** @type {LayerShape[]} */
  #layers;
  /** The pre-activations of each unit of each layer. */
  #inputs;
  /** @type {HeatMap[]} */
  #maps;
  #coordinates = new HeatMap();

  /**
   * @param {HTMLCanvasElement} lines
   * @param {HTMLCanvasElement} units in front of it, of the same size
   * @param {GraphLayout} layout its columns are the coordinates and then the layers
   * @param {LayerShape[]} layers
   */
  constructor(lines, units, layout, layers) {
    this.#lines = scaled(lines, layout);
    this.#units = scaled(units, layout);
    this.#layout = layout;
    this.#layers = layers;
    this.#inputs = layers.map((layer) => Array.from({ length: layer.outputs }, (_, unit) => preActivationsOf(layer, unit)));
    this.#maps = layers.map(() => new HeatMap());
  }

  /** @param {Frame} frame */
  paintLines({ weights }) {
    this.#lines.clearRect(0, 0, this.#layout.width, this.#layout.height);
    weights.forEach(({ W }, layer) => this.#paintLayerLines(W, layer));
  }

  /**
   * @param {Floats} weights of shape (in, pre-activations)
   * @param {number} layer
   */
  #paintLayerLines({ values, shape: [inputs, width] }, layer) {
    const { columns, size } = this.#layout;
    const [from, to] = [columns[layer].places, columns[layer + 1].places];
    const most = reach(values) || 1;
    const isDense = values.length > MOST_LINES;
    const faintest = Math.max(FAINT, sizeOfNumber(MOST_LINES, values) / most);
    const paths = Array.from({ length: 2 * WIDTHS }, () => new Path2D());
    for (let input = 0; input < inputs; input++) {
      for (let unit = 0; unit < to.length; unit++) {
        const weight = strongest(values, input * width, this.#inputs[layer][unit]);
        const share = Math.abs(weight) / most;
        if (!(share >= faintest)) continue;
        const bucket = Math.min(WIDTHS - 1, Math.floor(share * WIDTHS)) + (weight > 0 ? WIDTHS : 0);
        trace(paths[bucket], from[input], to[unit], size / 2);
      }
    }
    paths.forEach((path, bucket) => {
      const share = ((bucket % WIDTHS) + 1) / WIDTHS;
      this.#lines.strokeStyle = bucket < WIDTHS ? LOW : HIGH;
      this.#lines.globalAlpha = isDense ? 0.3 : 0.25 + 0.65 * share;
      this.#lines.lineWidth = isDense ? 1 : 0.5 + share * (WIDEST_LINE - 0.5);
      this.#lines.stroke(path);
    });
  }

  /** @param {Frame} frame */
  paintUnits({ boundary, neurons, weights, layers }) {
    neurons.forEach(({ maps }, layer) => {
      this.#maps[layer].show(maps, STRENGTH);
      this.#paintMaps(this.#maps[layer], layer + 1, maps.shape[1]);
      for (const unit of layers[layer].dead_units) this.#cross(this.#layout.columns[layer + 1].places[unit]);
    });
    this.#paintOutput(boundary);
    weights.forEach(({ b }, layer) => this.#paintBiases(b.values, layer));
  }

  /** The inputs of the network, which never change: x rises to the right, y to the top. */
  paintCoordinates() {
    const side = 32;
    const values = Uint8Array.from({ length: 2 * side * side }, (_, i) => {
      const [row, column] = [Math.floor(i / side) % side, i % side];
      return Math.round(255 * (i < side * side ? column / (side - 1) : 1 - row / (side - 1)));
    });
    this.#coordinates.show({ values, shape: [2, side, side] }, STRENGTH);
    this.#paintMaps(this.#coordinates, 0, side);
  }

  /**
   * @param {HeatMap} map with one map for each unit
   * @param {number} column
   * @param {number} side of a map
   */
  #paintMaps(map, column, side) {
    this.#layout.columns[column].places.forEach((place, unit) => this.#paintMap(map.canvas, place, side, unit));
  }

  /**
   * @param {HTMLCanvasElement} picture
   * @param {Place} place
   * @param {number} side
   * @param {number} unit
   */
  #paintMap(picture, { x, y }, side, unit) {
    const { size } = this.#layout;
    this.#units.drawImage(picture, 0, unit * side, side, side, x - size / 2, y - size / 2, size, size);
  }

  /** @param {Bytes} boundary */
  #paintOutput(boundary) {
    const last = this.#layers.length;
    const { columns, size } = this.#layout;
    if (boundary.shape[0] === 1) {
      this.#maps[last - 1].showAnswer(boundary);
      this.#paintMaps(this.#maps[last - 1], last, boundary.shape[1]);
      return;
    }
    columns[last].places.forEach(({ x, y }, unit) => {
      this.#units.fillStyle = classColour(unit);
      this.#units.fillRect(x - size / 2, y - size / 2, size, size);
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
      this.#units.fillStyle = theme().halo;
      this.#units.fillRect(x - size / 2, bottom - side - 1.5, side + 1.5, side + 1.5);
      this.#units.fillStyle = bias < 0 ? LOW : HIGH;
      this.#units.fillRect(x - size / 2, bottom - side, side, side);
    });
  }

  /** @param {Place | undefined} place of a unit that answers the same to everything */
  #cross(place) {
    if (!place) return;
    const reach = this.#layout.size / 2 - 6;
    const { x, y } = place;
    this.#units.strokeStyle = theme().edge;
    this.#units.lineWidth = 2;
    this.#units.beginPath();
    this.#units.moveTo(x - reach, y - reach);
    this.#units.lineTo(x + reach, y + reach);
    this.#units.moveTo(x - reach, y + reach);
    this.#units.lineTo(x + reach, y - reach);
    this.#units.stroke();
  }
}

/**
 * @param {Path2D} path
 * @param {Place} from
 * @param {Place} to
 * @param {number} half the side of a unit
 */
function trace(path, from, to, half) {
  const [start, end] = [from.x + half, to.x - half];
  const bend = (end - start) / 2;
  path.moveTo(start, from.y);
  path.bezierCurveTo(start + bend, from.y, end - bend, to.y, end, to.y);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {GraphLayout} layout
 * @returns {CanvasRenderingContext2D} in CSS pixels
 */
function scaled(canvas, { width, height }) {
  const density = Math.min(2, devicePixelRatio);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(density, density);
  return context;
}
