/**
 * `<unit-map>`: the heat map of the chosen unit, or of one input its curve, enlarged; under the pointer, or a cross that arrow
 * keys move, it reads it.
 */

import { resized } from "../../shared/canvas.js";
import { HIGH, onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { HeatMap } from "../../shared/heat-map.js";
import { write } from "../../shared/parts.js";
import { between, filled, percent, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { paintCurve, paintGuide, paintNames } from "../line-painter.js";
import { paintAxes } from "../plane-painter.js";
import { areaIn, cellOf, coordinate, toPixels, USUAL } from "../plane.js";
import { Probe } from "../probe.js";
import { shownFrame, shownGrid, startedRun } from "../run-record.js";
import { heightOf, indexAt, rowsOf } from "../unit-lines.js";

/** @typedef {import("../plane.js").Point} Point */
/** @typedef {import("../../shared/typed-arrays.js").Bytes} Bytes */
/** @typedef {{map: Bytes, read: (byte: number) => string}} View a map, and what its bytes stand for */

const PAUSE_MS = 60;
const STEPS = 24;
const ZERO = 128;
const LARGEST = 127;

class UnitMap extends PageElement {
  #map = new HeatMap();
  /** @type {import("../graph-layout.js").Spot | null} */
  #spot = null;
  #probe = new Probe(STEPS, () => this.#place, () => this.#draw());
  /** @type {() => void} */
  #draw = () => {};

  connectedCallback() {
    this.#draw = whenSeen(this, () => this.#paint(), PAUSE_MS, this.signal);
    this.hear("unitselect", (spot) => this.#turn(spot));
    this.hear("frameshown", this.#draw);
    onThemeChange(this.#draw, this.signal);
    this.#probe.follow(this, this.#canvas);
  }

  get #canvas() {
    return this.find("map", HTMLCanvasElement);
  }

  /** The canvas, in CSS pixels, is the plane; of a line, its area has axes beside it. */
  get #place() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const plane = shownGrid() ?? USUAL;
    const line = this.#line;
    if (line) return areaIn(width, height, { x: plane.x, y: heightOf([line.values]) });
    return { left: 0, top: 0, width, height, plane };
  }

  /** Of one input: the curve of the unit, and what its values are called. @returns {{values: Float32Array, name: string} | null} */
  get #line() {
    const [frame, run] = [shownFrame(), startedRun()];
    if (!this.#spot || !frame?.curves || !run) return null;
    const { layer, unit } = this.#spot;
    const hidden = frame.curves.layers[layer];
    const answers = rowsOf(hidden ?? frame.curves.answer);
    return { values: answers[hidden || answers.length > 1 ? unit : 0], name: hidden ? "h" : run.targets ? "ŷ" : "p" };
  }

  /** @param {import("../graph-layout.js").Spot} spot */
  #turn(spot) {
    this.#spot = spot;
    this.#probe.clear();
    this.#draw();
  }

  #paint() {
    const line = this.#line;
    if (line) {
      this.#paintLine(line);
      return;
    }
    const view = this.#view;
    const canvas = this.#canvas;
    const side = canvas.clientWidth;
    const context = canvas.getContext("2d");
    if (!view || !context || side === 0) return;
    const pixels = Math.round(side * devicePixelRatio);
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
    this.#map.show(view.map, 1);
    const picture = this.#map.canvas;
    // the first and last cells are centred on the edge of the plane
    context.drawImage(picture, 0.5, 0.5, picture.width - 1, picture.height - 1, 0, 0, pixels, pixels);
    const { point } = this.#probe;
    if (point) cross(context, toPixels(point, { ...this.#place, width: pixels, height: pixels }));
    this.#read(view);
  }

  /** @param {{values: Float32Array, name: string}} line */
  #paintLine({ values, name }) {
    const canvas = this.#canvas;
    if (canvas.clientWidth === 0) return;
    const context = resized(canvas, canvas.clientWidth, canvas.clientHeight);
    const area = this.#place;
    const along = startedRun()?.grid.names[0] ?? "";
    paintAxes(context, area);
    paintCurve(context, area, values, { colour: HIGH, width: 2.5 });
    paintNames(context, area, [along, name]);
    const reading = this.find("reading");
    const { idle = "", line = "" } = reading.dataset;
    const { point } = this.#probe;
    if (!point) {
      write(reading, idle);
      return;
    }
    const value = values[indexAt(point.x, area.plane.x, values.length)];
    paintGuide(context, area, point.x, [{ y: value, colour: HIGH }]);
    write(reading, filled(line, { column: along, x: coordinate(point.x, area.plane.x), name, value: readable(value) }));
  }

  /** What is to be seen: a unit's own map, or for the output the answer, as far as it is that unit's. @returns {View | null} */
  get #view() {
    const frame = shownFrame();
    const run = startedRun();
    if (!this.#spot || !frame || !run) return null;
    const { layer, unit } = this.#spot;
    const hidden = frame.neurons[layer];
    if (hidden) {
      const scale = hidden.scales[unit];
      return { map: nth(hidden.maps, unit), read: (byte) => `h = ${readable(((byte - ZERO) / LARGEST) * scale)}` };
    }
    const map = nth(frame.boundary, frame.boundary.shape[0] === 1 ? 0 : unit);
    const { targets } = run;
    if (targets) return { map, read: (byte) => `ŷ = ${readable(between(targets, byte / 255))}` };
    return { map, read: (byte) => `p = ${percent(byte / 255)}` };
  }

  /** @param {View} view */
  #read({ map, read }) {
    const reading = this.find("reading");
    const { idle = "", at = "" } = reading.dataset;
    const { point } = this.#probe;
    if (!point) {
      write(reading, idle);
      return;
    }
    const byte = map.values[cellOf(point, map.shape, this.#place.plane)];
    const { plane } = this.#place;
    const [x, y] = [coordinate(point.x, plane.x), coordinate(point.y, plane.y)];
    write(reading, filled(at, { x, y, value: read(byte) }));
  }
}

/**
 * @param {Bytes} maps of shape (n, rows, columns)
 * @param {number} index
 * @returns {Bytes} one of them
 */
function nth({ values, shape: [, rows, columns] }, index) {
  const size = rows * columns;
  return { values: values.subarray(index * size, (index + 1) * size), shape: [1, rows, columns] };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} at
 */
function cross(context, { x, y }) {
  for (const [colour, width] of /** @type {[string, number][]} */ ([["#ffffff", 4], ["#000000", 1.5]])) {
    Object.assign(context, { strokeStyle: colour, lineWidth: width * devicePixelRatio });
    const arm = 8 * devicePixelRatio;
    context.beginPath();
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
    context.stroke();
  }
}

customElements.define("unit-map", UnitMap);
