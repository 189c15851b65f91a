/**
 * `<wrong-points>`: of data that are pictures, those which the network takes for another class, as many as there is room
 * for. One that is clicked is put onto the pad.
 */

import { onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { fill, part, write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { judging, pictureOf } from "../pictures.js";
import { paintInk } from "../picture-painter.js";
import { shownFrame, startedRun } from "../run-record.js";

const PAUSE_MS = 400;
const MOST = 20;

class WrongPoints extends PageElement {

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear("runstarted", ({ picture, class_names: names }) => (this.hidden = !picture || !names));
    this.hear("frameshown", draw);
    onThemeChange(draw, this.signal);
    this.on(this.find("list"), "click", ({ target }) => this.#choose(/** @type {HTMLElement} */ (target)));
  }

  #draw() {
    const [frame, run] = [shownFrame(), startedRun()];
    const names = run?.class_names;
    if (!frame || !run?.picture || !names) return;
    const labels = judging(run).y.values;
    // of another run, which has been replaced
    if (frame.answers.values.length !== labels.length) return;
    const wrong = Array.from(labels.keys()).filter((i) => labels[i] !== frame.answers.values[i]);
    const told = this.find("told");
    const { some = "", none = "" } = told.dataset;
    write(told, filled(wrong.length > 0 ? some : none, { wrong: wrong.length, count: labels.length }));
    const shown = wrong.slice(0, MOST);
    const list = this.find("list");
    fill(list, shown.length, this.find("point", HTMLTemplateElement));
    shown.forEach((row, i) => this.#write(list.children[i], row, { is: names[labels[row]], taken: names[frame.answers.values[row]] }));
    this.dataset.state = "drawn";
  }

  /**
   * @param {Element} item
   * @param {number} row
   * @param {{is: string, taken: string}} names
   */
  #write(item, row, { is, taken }) {
    const run = startedRun();
    if (!run?.picture) return;
    const button = part(item, "button", HTMLButtonElement);
    const label = filled(this.dataset.name ?? "", { number: row + 1, is, taken });
    write(part(item, "is"), is);
    write(part(item, "taken"), taken);
    button.dataset.row = String(row);
    button.setAttribute("aria-label", label);
    const canvas = part(item, "picture", HTMLCanvasElement);
    [canvas.height, canvas.width] = run.picture;
    paintInk(canvas, pictureOf(run, judging(run), row));
  }

  /** @param {HTMLElement} target */
  #choose(target) {
    const row = target.closest("button")?.dataset.row;
    const run = startedRun();
    if (run && row !== undefined) announce("padfill", pictureOf(run, judging(run), Number(row)));
  }
}

customElements.define("wrong-points", WrongPoints);
