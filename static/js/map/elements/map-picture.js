/**
 * `<map-picture>`: the maps, side by side on the same axes, with their legend; each pixel a network. How much of the answer it
 * shows is in `data-done`, a share.
 */

import { PageElement } from "../../shared/element.js";
import { resized } from "../../shared/canvas.js";
import { isPrinting, onLooks } from "../../shared/looks.js";
import { whenSeen } from "../../shared/when-seen.js";
import { figureNow, longest } from "../figure.js";
import { boxOf, layoutOf } from "../layout.js";
import { markupOf } from "../markup.js";
import { coloursOf, paintMap } from "../painter.js";
import { answer, readPlace } from "../record.js";
import { question, view } from "../state.js";

/** @typedef {import("../layout.js").Layout} Layout */
/** @typedef {import("../layout.js").Box} Box */

/** Between two pictures: what draws them takes its time from what trains, where both have the same processor. */
const PAUSE_MS = 250;
/** What the page has above the picture, and the least and the most height that this has. */
const ROOM = { above: 356, presented: 260, least: 300, most: 720 };
/** The size on paper. */
const PAPER = { width: 660, height: 560 };

export class MapPicture extends PageElement {
  /** @type {Layout | null} */
  #layout = null;
  /** What is written over the pixels. */
  #markup = "";

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear(["mapchange", "mapanswer", "mappixels", "mapview", "mapchoices"], draw);
    this.hear("mapplace", () => this.#showPlace());
    this.onResize([this], draw);
    this.on(window, "resize", draw);
    // at once, as a page is printed, or a picture is taken, when this has been done
    onLooks(() => this.#draw(), this.signal);
  }

  /** Where everything lies now; null before the first picture. */
  get layout() {
    return this.#layout;
  }

  /** The words of the legend. @returns {import("../figure.js").AllWords} */
  get words() {
    return JSON.parse(this.dataset.words ?? "");
  }

  #draw() {
    const place = this.find("place");
    const letters = Number.parseFloat(getComputedStyle(place).fontSize);
    const isPresented = "present" in document.documentElement.dataset;
    const height = Math.max(ROOM.least, Math.min(isPresented ? Infinity : ROOM.most, innerHeight - (isPresented ? ROOM.presented : ROOM.above)));
    const room = isPrinting() ? PAPER : { width: this.clientWidth, height };
    if (!room.width) return;
    const { activations } = question();
    const usual = layoutOf(activations.length, { ...room, letters });
    const label = longest(figureNow(this.words, usual.panels[0], letters).drawn.y.ticks);
    const layout = layoutOf(activations.length, { ...room, letters, label });
    this.#layout = layout;
    const { drawn, colouring } = figureNow(this.words, layout.panels[0], letters);
    Object.assign(place.style, { width: `${room.width}px`, height: `${layout.height}px` });
    const plot = this.find("plot");
    for (const [name, value] of /** @type {[string, number][]} */ ([["width", room.width], ["height", layout.height]])) plot.setAttribute(name, String(value));
    this.#write(markupOf(layout, drawn));
    const context = resized(this.find("cells", HTMLCanvasElement), room.width, layout.height);
    const manner = colouring && { colouring, colours: coloursOf(this), hasEdge: view().edge };
    if (manner) answer()?.maps.forEach((map, i) => paintMap(context, layout.panels[i], map, manner));
    this.#showPlace();
    this.dataset.done = String(answer()?.done ?? 0);
  }

  /** @param {string} markup which changes more seldom than the pixels */
  #write(markup) {
    if (markup !== this.#markup) this.find("drawn").innerHTML = markup;
    this.#markup = markup;
  }

  /** Mark the pixel that is read in its map, and the same place in the others. */
  #showPlace() {
    const [place, known, layout] = [readPlace(), answer(), this.#layout];
    const boxes = place && known && layout ? known.maps.map((map, i) => boxOf(layout.panels[i], map, place)) : [];
    this.find("cursor").setAttribute("d", place && boxes.length ? outline(boxes[place.map]) : "");
    this.find("others").setAttribute("d", boxes.filter((_, i) => i !== place?.map).map(outline).join(""));
  }
}

/** @param {Box} box @returns {string} a path round it */
const outline = ({ left, top, width, height }) => `M${left.toFixed(1)} ${top.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;

customElements.define("map-picture", MapPicture);
