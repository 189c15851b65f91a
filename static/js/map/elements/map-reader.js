/**
 * `<map-reader>` reads the maps with a mouse, a finger or keys: it tells the pixel that is pointed at, opens it in the
 * playground, and zooms.
 */

import { calm, debounced, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { fromRoot } from "../../shared/root.js";
import { spanned, toldApart } from "../axis.js";
import { axisValues, measured, wordsNow } from "../figure.js";
import { pixelAt } from "../layout.js";
import { pixelQuery } from "../pixel-plan.js";
import { answer, readAt, readPlace } from "../record.js";
import { changeQuestion, choiceOf, planQuery, question, references } from "../state.js";
import { MapPicture } from "./map-picture.js";

/** @typedef {import("../record.js").Place} Place */
/** @typedef {{x: [number, number], y: [number, number]}} Shares of the way along both axes, ascending */

/** How far a pointer moves that drags, in CSS pixels. */
const DRAG = 5;
/** How long a click waits for a second one. */
const DOUBLE_MS = 260;
/** What a step in and out makes of a range. */
const CLOSER = 0.5;
const WIDER = 2;
const FAR = 8;
const STEPS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0], PageUp: [FAR, 0], PageDown: [-FAR, 0] });
const EVERYWHERE = /** @type {[number, number]} */ ([0, 1]);

class MapReader extends PageElement {
  /** Where a pointer was pressed. @type {{x: number, y: number, map: number} | null} */
  #pressed = null;
  #isDragged = false;
  #openSoon = debounced(() => this.#open(), DOUBLE_MS);
  #tell = calm(() => this.#write(), READABLE_MS);

  connectedCallback() {
    const place = this.find("place");
    this.on(place, "pointermove", (event) => this.#move(event));
    this.on(place, "pointerdown", (event) => this.#press(event));
    this.on(place, "pointerup", (event) => this.#release(event));
    this.on(place, "pointercancel", () => this.#drop());
    this.on(place, "dblclick", () => this.#widen());
    this.on(place, "keydown", (event) => this.#key(event));
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).closest("button")?.dataset.zoom));
    this.hear(["mapplace", "mappixels", "mapanswer", "mapchange"], () => this.#tell());
  }

  get #picture() {
    return this.find("picture", MapPicture);
  }

  get #link() {
    return this.find("open", HTMLAnchorElement);
  }

  /** @param {PointerEvent} event @returns {{x: number, y: number}} in the picture */
  #at({ clientX, clientY }) {
    const { left, top } = this.find("place").getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {number} x @param {number} y @returns {Place | null} */
  #pixelAt(x, y) {
    const [known, { layout }] = [answer(), this.#picture];
    return known && layout ? pixelAt(layout, known.maps[0], x, y) : null;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { x, y } = this.#at(event);
    if (this.#pressed && Math.hypot(x - this.#pressed.x, y - this.#pressed.y) > DRAG) this.#isDragged = true;
    if (this.#pressed && this.#isDragged) this.#show(this.#spanTo(x, y));
    else if (event.pointerType === "mouse") this.#read(this.#pixelAt(x, y));
  }

  /** @param {Place | null} place */
  #read(place) {
    if (place) readAt(place);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const { x, y } = this.#at(event);
    const panel = this.#picture.layout?.panels.findIndex(({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height) ?? -1;
    if (panel < 0 || event.button !== 0) return;
    this.#pressed = { x, y, map: panel };
    this.#isDragged = false;
    // a finger that drags scrolls the page
    if (event.pointerType === "mouse") this.find("place").setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const [pressed, isDragged] = [this.#pressed, this.#isDragged];
    const { x, y } = this.#at(event);
    const span = pressed && this.#spanTo(x, y);
    this.#drop();
    if (!pressed || !span) return;
    if (isDragged) {
      if (span.width > DRAG && span.height > DRAG) this.#zoom(this.#sharesOf(pressed.map, span));
      return;
    }
    const pixel = this.#pixelAt(x, y);
    this.#read(pixel);
    // a finger reads, and finds the link below
    if (pixel && event.pointerType === "mouse") this.#openSoon();
  }

  #drop() {
    this.#pressed = null;
    this.#isDragged = false;
    this.#show(null);
  }

  /** @param {number} x @param {number} y @returns {import("../layout.js").Box} from where the pointer was pressed, within its map */
  #spanTo(x, y) {
    const [pressed, panel] = [this.#pressed, this.#picture.layout?.panels[this.#pressed?.map ?? 0]];
    if (!pressed || !panel) return { left: 0, top: 0, width: 0, height: 0 };
    const [right, bottom] = [Math.min(panel.left + panel.width, Math.max(panel.left, x)), Math.min(panel.top + panel.height, Math.max(panel.top, y))];
    return { left: Math.min(pressed.x, right), top: Math.min(pressed.y, bottom), width: Math.abs(right - pressed.x), height: Math.abs(bottom - pressed.y) };
  }

  /** @param {import("../layout.js").Box | null} span that is being chosen */
  #show(span) {
    const shape = this.find("span");
    const { left: x, top: y, width, height } = span ?? { left: 0, top: 0, width: 0, height: 0 };
    for (const [name, value] of Object.entries({ x, y, width, height })) shape.setAttribute(name, value.toFixed(1));
  }

  /**
   * @param {number} map
   * @param {import("../layout.js").Box} span
   * @returns {Shares}
   */
  #sharesOf(map, span) {
    const panel = /** @type {import("../layout.js").Layout} */ (this.#picture.layout).panels[map];
    const across = (/** @type {number} */ x) => (x - panel.left) / panel.width;
    const up = (/** @type {number} */ y) => 1 - (y - panel.top) / panel.height;
    return { x: [across(span.left), across(span.left + span.width)], y: [up(span.top + span.height), up(span.top)] };
  }

  /** @param {Shares} shares of the axes that are to fill the map */
  #zoom({ x: across, y: up }) {
    const asked = question();
    const values = axisValues();
    const unbounded = { least: -Infinity, most: Infinity, whole: false };
    const x = spanned(asked.x, values.x, across, choiceOf(asked.x.vary) ?? unbounded);
    const y = spanned(asked.y, values.y, up, choiceOf(asked.y.vary) ?? unbounded);
    changeQuestion({ ...asked, x, y }, { asks: true });
  }

  /** @param {number} factor about the pixel that is read, which stays where it is; else about the middle */
  #zoomBy(factor) {
    const [place, known] = [readPlace(), answer()];
    const at = place && known ? { x: (place.column + 0.5) / known.x.length, y: (place.row + 0.5) / known.y.length } : { x: 0.5, y: 0.5 };
    const about = (/** @type {number} */ share) => /** @type {[number, number]} */ (EVERYWHERE.map((end) => share + (end - share) * factor));
    this.#zoom({ x: about(at.x), y: about(at.y) });
  }

  #widen() {
    this.#openSoon.cancel();
    this.#zoom({ x: [-0.5, 1.5], y: [-0.5, 1.5] });
  }

  /** @param {string | undefined} zoom of a button */
  #act(zoom) {
    if (zoom === "in") this.#zoomBy(CLOSER);
    if (zoom === "out") this.#widen();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key in STEPS) this.#step(STEPS[key]);
    else if (key === "Enter" && readPlace()) this.#open();
    else if (key === "+" || key === "=") this.#zoomBy(CLOSER);
    else if (key === "-" || key === "−") this.#zoomBy(WIDER);
    else return;
    event.preventDefault();
  }

  /** To another pixel; beyond the last column is the next map. @param {[number, number]} step rows up and columns on */
  #step([up, on]) {
    const known = answer();
    if (!known) return;
    const { rows, columns } = known.maps[0];
    const place = readPlace();
    if (!place) {
      readAt({ map: 0, row: Math.floor(rows / 2), column: Math.floor(columns / 2) });
      return;
    }
    const along = Math.min(known.maps.length * columns - 1, Math.max(0, place.map * columns + place.column + on));
    readAt({ map: Math.floor(along / columns), row: Math.min(rows - 1, Math.max(0, place.row + up)), column: along % columns });
  }

  #open() {
    // what is told follows with a pause
    this.#write();
    this.#link.click();
  }

  /** Say what is read, and lead to it. */
  #write() {
    const [place, known] = [readPlace(), answer()];
    this.#link.hidden = !place || !known;
    if (!place || !known) {
      write(this.find("reading"), this.dataset.nothing ?? "");
      return;
    }
    const asked = question();
    const pixels = known.maps[place.map];
    const i = place.row * pixels.columns + place.column;
    const [x, y, value] = [known.x[place.column], known.y[place.row], pixels.values[i]];
    const words = wordsNow(this.#picture.words);
    const activation = asked.activations[place.map];
    const texts = {
      activation,
      xName: choiceOf(asked.x.vary)?.title ?? asked.x.vary,
      yName: choiceOf(asked.y.vary)?.title ?? asked.y.vary,
      x: toldApart(known.x, place.column),
      y: toldApart(known.y, place.row),
      measure: words.title,
      value: Number.isNaN(value) ? words.none : measured(asked.measure, value),
    };
    write(this.find("reading"), filled(this.dataset[pixels.outcome[i] ?? "unknown"] ?? "", texts));
    this.#link.href = fromRoot(`/playground?${pixelQuery(planQuery, asked, references()[place.map], x, y)}`);
  }
}

customElements.define("map-reader", MapReader);
