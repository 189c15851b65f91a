/**
 * `<unit-lines>`: of a network of one input, what each unit adds to the answer, or hands on, along the line. The unit that
 * is chosen or pointed at in the graph stands out; so does the line under the pointer, or at the cross that arrow keys move.
 */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { resized } from "../../shared/canvas.js";
import { HIGH, LOW, onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { paintCurve, paintGuide } from "../line-painter.js";
import { paintAxes } from "../plane-painter.js";
import { areaIn, coordinate, USUAL } from "../plane.js";
import { Probe } from "../probe.js";
import { shownFrame, startedRun } from "../run-record.js";
import { heightOf, indexAt, nearestLine, unitLines } from "../unit-lines.js";

/** @typedef {import("../graph-layout.js").Spot} Spot */
/** @typedef {import("../unit-lines.js").Choice} Choice */
/** @typedef {import("../unit-lines.js").UnitLines} UnitLines */

const PAUSE_MS = 40;
const STEPS = 24;
/** How much is seen of the others where one stands out. */
const PALE = 0.35;
const ADDS = "adds";

class UnitLinesPlot extends PageElement {
  /** The output of which the units are parts. */
  #output = 0;
  /** Chosen, and pointed at. @type {Spot | null} */
  #chosen = null;
  /** @type {Spot | null} */
  #pointed = null;
  #area = { left: 0, top: 0, width: 0, height: 0, plane: USUAL };
  /** @type {UnitLines} */
  #drawn = { lines: [], signs: [], rest: 0 };
  #probe = new Probe(STEPS, () => this.#area, () => this.#draw());
  /** @type {() => void} */
  #draw = () => {};
  #tellSoon = calm(() => this.#tell(), READABLE_MS);

  connectedCallback() {
    this.#draw = whenSeen(this, () => this.#paint(), PAUSE_MS, this.signal);
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("frameshown", this.#draw);
    this.hear("unitselect", (spot) => this.#choose(spot));
    this.hear("unitpoint", (spot) => this.#point(spot));
    this.on(this.#select, "change", this.#draw);
    onThemeChange(this.#draw, this.signal);
    this.#probe.follow(this, this.#canvas);
    this.onResize([this.#canvas], this.#draw);
  }

  get #canvas() {
    return this.find("lines", HTMLCanvasElement);
  }

  get #select() {
    return this.find("shown", HTMLSelectElement);
  }

  /** @param {import("../messages").Started} run */
  #begin({ grid, layers }) {
    const hidden = layers.length - 1;
    this.hidden = !grid.is_line || hidden === 0;
    [this.#chosen, this.#pointed, this.#output] = [null, null, 0];
    const { adds = "", handsOn = "" } = this.#select.dataset;
    const was = this.#select.value;
    const options = [new Option(filled(adds, { layer: hidden }), ADDS), ...Array.from({ length: hidden }, (_, i) => new Option(filled(handsOn, { layer: i + 1 }), String(i)))];
    this.#select.replaceChildren(...options);
    this.#select.value = Number(was) < hidden ? was : ADDS;
    this.#draw();
  }

  /** Show the layer of the unit, or the output that it is. @param {Spot} spot */
  #choose(spot) {
    this.#chosen = spot;
    const hidden = (startedRun()?.layers.length ?? 1) - 1;
    const { layer } = this.#choice;
    if (spot.layer === hidden) [this.#output, this.#select.value] = [spot.unit, ADDS];
    else if (spot.layer !== layer) this.#select.value = String(spot.layer);
    this.#draw();
  }

  /** @param {Spot | null} spot */
  #point(spot) {
    this.#pointed = spot;
    this.#draw();
  }

  /** @returns {Choice} */
  get #choice() {
    const adds = this.#select.value === ADDS;
    const last = (startedRun()?.layers.length ?? 1) - 2;
    return { layer: adds ? last : Number(this.#select.value), adds, output: this.#output };
  }

  #paint() {
    const [frame, run] = [shownFrame(), startedRun()];
    const canvas = this.#canvas;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (this.hidden || !frame?.curves || !run || width === 0) return;
    this.#drawn = unitLines(frame, run.targets, this.#choice);
    const { lines, signs } = this.#drawn;
    const plane = { x: run.grid.x, y: heightOf(lines) };
    this.#area = areaIn(width, height, plane, Number.parseFloat(getComputedStyle(canvas).fontSize));
    const context = resized(canvas, width, height, Math.min(2, devicePixelRatio));
    paintAxes(context, this.#area);
    const first = this.#first;
    const order = [...lines.keys()].sort((a, b) => Number(a === first) - Number(b === first));
    for (const unit of order) {
      const colour = signs[unit] < 0 ? LOW : HIGH;
      const isFirst = unit === first;
      paintCurve(context, this.#area, lines[unit], { colour, width: isFirst ? 3 : 1.25, opacity: isFirst || first === null ? 1 : PALE, hasHalo: isFirst });
    }
    const { point } = this.#probe;
    if (point && first !== null) {
      const value = lines[first][indexAt(point.x, plane.x, lines[first].length)];
      paintGuide(context, this.#area, point.x, [{ y: value, colour: signs[first] < 0 ? LOW : HIGH }]);
    }
    this.dataset.state = "drawn";
    this.#tellSoon();
  }

  /** The unit that stands out: at the pointer, pointed at in the graph, or chosen. @returns {number | null} */
  get #first() {
    const { lines } = this.#drawn;
    const { point } = this.#probe;
    if (point && lines.length > 0) return nearestLine(lines, indexAt(point.x, this.#area.plane.x, lines[0].length), point.y);
    const { layer } = this.#choice;
    for (const spot of [this.#pointed, this.#chosen]) if (spot?.layer === layer && spot.unit < lines.length) return spot.unit;
    return null;
  }

  /** Say what the lines are, or what the one that stands out is where a reader points. */
  #tell() {
    const run = startedRun();
    const { lines, rest } = this.#drawn;
    if (this.hidden || !run || lines.length === 0) return;
    const told = this.find("told");
    const { layer, adds, output } = this.#choice;
    const { point } = this.#probe;
    const unit = this.#first;
    const { handsOn = "", toTarget = "", toSum = "", toSumOf = "", unitHandsOn = "", unitAdds = "" } = told.dataset;
    if (point && unit !== null && unit < lines.length) {
      const [low, high] = run.grid.x;
      const value = readable(lines[unit][indexAt(point.x, [low, high], lines[unit].length)]);
      write(told, filled(adds ? unitAdds : unitHandsOn, { column: run.grid.names[0], x: coordinate(point.x, run.grid.x), unit: unit + 1, value }));
      return;
    }
    const pattern = run.targets ? toTarget : run.loss === "cross_entropy" ? toSumOf : toSum;
    write(told, filled(adds ? pattern : handsOn, { layer: layer + 1, rest: readable(rest), name: run.class_names?.[output] ?? "" }));
  }
}

customElements.define("unit-lines", UnitLinesPlot);
