/**
 * `<picture-pad>`: of data that are pictures, one drawn by hand, with the pointer or with keys; the network answers it as it
 * learns.
 */

import { calm } from "../../shared/calm.js";
import { onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { send } from "../../shared/live.js";
import { fill, part, write } from "../../shared/parts.js";
import { filled, percent, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { Ink } from "../ink.js";
import { paintInk } from "../picture-painter.js";
import { fullInk } from "../pictures.js";
import { startedRun } from "../run-record.js";

/** @typedef {import("../messages").Started} Started */
/** @typedef {{row: number, column: number}} Cell */

const ASK_MS = 80;
const AGAIN_MS = 200;
const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] });

class PicturePad extends PageElement {
  #ink = new Ink(8, 8);
  /** Where keys draw. @type {Cell} */
  #cell = { row: 0, column: 0 };
  /** Where the pen was last. @type {import("../ink.js").Point | null} */
  #pen = null;
  #askSoon = calm(() => this.#ask(), ASK_MS);

  connectedCallback() {
    const askAgain = whenSeen(this, () => this.#ask(), AGAIN_MS, this.signal);
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("runframe", askAgain);
    this.hear("runanswer", (answer) => this.#show(answer));
    this.hear("padfill", (shares) => this.#change(() => this.#ink.fill(shares)));
    onThemeChange(() => this.#paint(), this.signal);
    const canvas = this.#canvas;
    this.on(canvas, "pointerdown", (event) => this.#press(event));
    this.on(canvas, "pointermove", (event) => event.buttons > 0 && this.#pen && this.#draw(event));
    this.on(canvas, ["pointerup", "pointercancel"], () => (this.#pen = null));
    this.on(canvas, "keydown", (event) => this.#walk(event));
    this.on(canvas, ["focus", "blur"], () => this.#mark());
    this.on(this.find("clear"), "click", () => this.#change(() => this.#ink.clear()));
  }

  get #canvas() {
    return this.find("pad", HTMLCanvasElement);
  }

  /** @param {Started} run */
  #begin({ picture, class_names: names }) {
    this.hidden = !picture;
    if (!picture) return;
    const [rows, columns] = picture;
    if (this.#ink.rows !== rows || this.#ink.columns !== columns) {
      this.#ink = new Ink(rows, columns);
      this.#cell = { row: 0, column: 0 };
    }
    Object.assign(this.#canvas, { width: columns, height: rows });
    const list = this.find("classes");
    fill(list, names?.length ?? 0, this.find("class", HTMLTemplateElement));
    names?.forEach((name, i) => write(part(list.children[i], "name"), name));
    this.#paint();
    this.#ask();
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pen = null;
    this.#draw(event);
  }

  /** @param {PointerEvent} event */
  #draw({ offsetX, offsetY }) {
    const { clientWidth, clientHeight } = this.#canvas;
    const to = { x: (offsetX / clientWidth) * this.#ink.columns, y: (offsetY / clientHeight) * this.#ink.rows };
    this.#change(() => this.#ink.draw(this.#pen ?? to, to));
    this.#pen = to;
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const { row, column } = this.#cell;
    if (event.key === " " || event.key === "Enter") this.#change(() => this.#ink.turn(row, column));
    else if (event.key === "Delete" || event.key === "Backspace") this.#change(() => this.#ink.clear());
    else if (event.key in ARROWS) {
      const [down, right] = ARROWS[event.key];
      const kept = (/** @type {number} */ at, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, at));
      this.#cell = { row: kept(row + down, this.#ink.rows), column: kept(column + right, this.#ink.columns) };
    } else return;
    event.preventDefault();
    this.#mark();
  }

  /** @param {() => void} act that changes the picture */
  #change(act) {
    act();
    this.#paint();
    this.#askSoon();
  }

  #paint() {
    paintInk(this.#canvas, this.#ink.shares);
    this.#mark();
  }

  /** Show where keys draw, while they do. */
  #mark() {
    const mark = this.find("mark");
    mark.hidden = document.activeElement !== this.#canvas;
    const { row, column } = this.#cell;
    for (const [name, value] of Object.entries({ row, column, rows: this.#ink.rows, columns: this.#ink.columns })) mark.style.setProperty(`--${name}`, String(value));
    const says = this.find("cell");
    const pixel = this.#ink.shares[row * this.#ink.columns + column];
    write(says, mark.hidden ? "" : filled(says.dataset.at ?? "", { row: row + 1, column: column + 1, share: percent(pixel) }));
  }

  #ask() {
    const run = startedRun();
    if (!run?.picture) return;
    if (this.#ink.isEmpty) {
      this.#say(null);
      return;
    }
    const full = fullInk(run);
    send({ type: "ask", x: [this.#ink.shares.map((share) => share * full)] });
  }

  /** @param {import("../messages").Answer} answer */
  #show(answer) {
    if (!this.#ink.isEmpty) this.#say(answer);
  }

  /** @param {import("../messages").Answer | null} answer null while there is nothing to answer */
  #say(answer) {
    const told = this.find("told");
    const { empty = "", named = "", valued = "" } = told.dataset;
    const names = startedRun()?.class_names ?? [];
    const shares = answer?.shares?.[0] ?? [];
    const most = shares.indexOf(Math.max(...shares.map(Number)));
    [...this.find("classes").children].forEach((item, i) => {
      write(part(item, "share"), answer ? percent(shares[i]) : "");
      part(item, "bar").style.transform = `scaleX(${answer ? (shares[i] ?? 0) : 0})`;
      item.classList.toggle("chosen", answer !== null && i === most);
    });
    const pattern = !answer ? empty : answer.targets ? valued : named;
    write(told, filled(pattern, { epoch: answer?.epoch ?? 0, name: names[most] ?? "–", share: percent(shares[most]), value: readable(answer?.targets?.[0]) }));
  }
}

customElements.define("picture-pad", PicturePad);
