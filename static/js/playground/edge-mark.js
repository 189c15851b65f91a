/** Marks one weight of a network's picture, and says what it is: a line over the canvases, and a text at its middle. */

import { courseOf, heightAt, trace } from "./edges.js";

/** @typedef {import("./edges.js").EdgeSpot} EdgeSpot */
/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./graph-layout.js").Place} Place */

/** Between the text and what it speaks of. */
const GAP = 12;

export class EdgeMark {
  #path;
  #text;

  /**
   * @param {SVGPathElement} path over the picture, in its pixels
   * @param {HTMLElement} text that stands where it is put
   */
  constructor(path, text) {
    this.#path = path;
    this.#text = text;
  }

  /**
   * @param {EdgeSpot} edge
   * @param {GraphLayout} layout
   * @param {string} says
   * @param {Place | null} pointer at which it is said; null: at the middle of the line
   */
  show(edge, layout, says, pointer) {
    const course = courseOf(edge, layout);
    const middle = (course.start + course.end) / 2;
    const { x, y } = pointer ?? { x: middle, y: heightAt(course, middle) };
    /** @type {string[]} */
    const steps = [];
    trace({ moveTo: (...to) => steps.push(`M${to}`), bezierCurveTo: (...to) => steps.push(`C${to}`) }, course);
    this.#path.setAttribute("d", steps.join(""));
    this.#text.textContent = says;
    this.#text.hidden = false;
    // within the picture, and not under the pointer
    const { offsetWidth: wide, offsetHeight: tall } = this.#text;
    const left = Math.min(Math.max(0, x - wide / 2), layout.width - wide);
    const top = y > tall + GAP ? y - tall - GAP : y + GAP;
    Object.assign(this.#text.style, { left: `${left}px`, top: `${top}px` });
  }

  hide() {
    this.#path.removeAttribute("d");
    this.#text.hidden = true;
  }
}
