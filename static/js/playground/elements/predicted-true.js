/** `<predicted-true>`: of a regression, what the network answers to each test point against its target. */

import { resized } from "../../shared/canvas.js";
import { onThemeChange, theme } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { judging } from "../pictures.js";
import { paintPoints } from "../plane-painter.js";
import { around, squareIn, toPixels } from "../plane.js";
import { fitScores } from "../quality.js";
import { shownFrame, startedRun } from "../run-record.js";

const PAUSE_MS = 150;

class PredictedTrue extends PageElement {

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear("runstarted", ({ targets }) => (this.hidden = targets === null));
    this.hear("frameshown", draw);
    onThemeChange(draw, this.signal);
    this.onResize([this], draw);
  }

  #draw() {
    const [frame, run] = [shownFrame(), startedRun()];
    if (this.hidden || !frame || !run?.targets) return;
    const targets = judging(run).y.values;
    const answers = Array.from(frame.answers.values);
    // of another run, which has been replaced
    if (answers.length !== targets.length) return;
    this.#write(targets, answers);
    const range = around(Array.from(targets));
    const inside = (/** @type {number} */ answer) => range[0] <= answer && answer <= range[1];
    const beyond = answers.filter((answer) => !inside(answer)).length;
    const told = this.find("told");
    const { all = "", beyond: some = "" } = told.dataset;
    write(told, filled(beyond > 0 ? some : all, { beyond, count: answers.length }));
    const isTest = run.data.test.y.values.length > 0;
    // in one colour: where a point lies says all
    const [, label] = run.targets;
    this.#paint(range, Array.from(targets, (target, i) => ({ x: target, y: answers[i], label, isTest })).filter(({ y }) => inside(y)), run.targets);
    this.dataset.state = "drawn";
  }

  /**
   * @param {ArrayLike<number>} targets
   * @param {ArrayLike<number>} answers
   */
  #write(targets, answers) {
    const { explained, error } = fitScores(targets, answers);
    write(this.find("explained"), readable(explained));
    write(this.find("error"), readable(error));
  }

  /**
   * @param {[number, number]} range of both axes
   * @param {import("../plane.js").Mark[]} marks
   * @param {[number, number]} targets those in the two pure colours
   */
  #paint(range, marks, targets) {
    const canvas = this.find("plot", HTMLCanvasElement);
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0) return;
    const context = resized(canvas, width, height, Math.min(2, devicePixelRatio));
    const names = /** @type {[string, string]} */ ([this.dataset.true ?? "", this.dataset.predicted ?? ""]);
    const place = squareIn(width, height, { x: range, y: range, names }, Number.parseFloat(getComputedStyle(canvas).fontSize));
    paintPoints(context, place, marks, { targets, cross: null });
    const [low, high] = range.map((end) => toPixels({ x: end, y: end }, place));
    Object.assign(context, { strokeStyle: theme().edge, lineWidth: 1 });
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(low.x, low.y);
    context.lineTo(high.x, high.y);
    context.stroke();
    context.setLineDash([]);
  }
}

customElements.define("predicted-true", PredictedTrue);
