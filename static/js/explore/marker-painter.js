/** Paints a marker over a chart as SVG: a line through all panels, and what is there of each curve. */

import { styleOf } from "../shared/looks.js";
import { compact, filled } from "../shared/readable.js";
import { labelHeights } from "./marker-shapes.js";
import { across } from "./panels.js";
import { parts } from "./readings.js";

/** @typedef {import("./marker-shapes.js").Shape} Shape */
/** @typedef {import("./panels.js").Panel} Panel */
/** @typedef {import("./readings.js").CurveReading} CurveReading */

const NAMESPACE = "http://www.w3.org/2000/svg";
const RADIUS = 5;
/** Pixels beside the line in which a finger, or a pointer, takes hold of it. */
const FINGER = 44;
const POINTER = 24;
const isTouch = matchMedia("(pointer: coarse)");
/** Pixels of the stroke by which a label shows its curve, and of that with a gap. */
const SWATCH = 10;
const BESIDE_SWATCH = 14;
/** More labels than these would cover what they name. */
const MOST_LABELS = 4;
/** From one label to the next, in the size of their letters. */
const LINE = 1.25;

export class MarkerPainter {
  /** What torch says of each curve, as far as it is known. @type {CurveReading[]} */
  #readings = [];
  /** @type {Map<number, SVGElement>} */
  #labels = new Map();

  /**
   * @param {SVGSVGElement | null} overlay with the parts "line", "pointer", "handle", "clip" and "shapes"
   * @param {Record<string, string | undefined>} patterns of the labels: `slope`, and `slopes` for a kink
   */
  constructor(overlay, patterns) {
    this.overlay = /** @type {SVGSVGElement} */ (overlay);
    this.patterns = patterns;
  }

  /**
   * @param {Panel[]} panels from the top, at least one
   * @param {Shape[]} shapes
   * @param {number} x where the marker stands
   */
  paint(panels, shapes, x) {
    const [first, last] = [panels[0], panels[panels.length - 1]];
    const place = across(first, x);
    set(this.#part("line"), { x1: place, x2: place, y1: first.top, y2: last.bottom });
    const width = isTouch.matches ? FINGER : POINTER;
    set(this.#part("handle"), { x: place - width / 2, y: first.top, width, height: last.bottom - first.top });
    const value = panels[0];
    set(this.#part("clip"), { x: value.left, y: value.top, width: value.right - value.left, height: value.bottom - value.top });
    this.#labels.clear();
    const letters = Number.parseFloat(getComputedStyle(this.overlay).fontSize);
    const heights = shapes.length <= MOST_LABELS ? labelHeights(shapes, value, LINE * letters) : new Map();
    this.#part("shapes").replaceChildren(...shapes.map((shape) => this.#curve(shape, place, heights.get(shape.index))));
    this.#write();
  }

  /**
   * A thin line at another x than the marker's.
   * @param {Panel[]} panels from the top
   * @param {number | null} x null: none
   */
  point(panels, x) {
    const line = this.#part("pointer");
    line.setAttribute("visibility", x === null ? "hidden" : "visible");
    if (x === null || panels.length === 0) return;
    const place = across(panels[0], x);
    set(line, { x1: place, x2: place, y1: panels[0].top, y2: panels[panels.length - 1].bottom });
  }

  /** @param {CurveReading[] | null} readings of the curves in their order; null where they are not to be had */
  label(readings) {
    this.#readings = readings ?? [];
    this.#write();
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {SVGElement} */ (this.overlay.querySelector(`[data-part="${name}"]`));
  }

  /**
   * @param {Shape} shape
   * @param {number} place of the marker
   * @param {number | undefined} height of the label, if there is one
   */
  #curve({ index, colour, dots, tangents, end }, place, height) {
    const group = made("g", {});
    group.style.setProperty("--curve", styleOf(colour));
    group.append(...tangents.map((stroke) => made("line", { ...stroke, "clip-path": "url(#marker-clip)" })));
    group.append(...dots.map(({ x, y }) => made("circle", { cx: x, cy: y, r: RADIUS })));
    if (end && height !== undefined) {
      const [anchor, way] = end.x < place ? ["end", -1] : ["start", 1];
      const label = made("text", { x: end.x + way * BESIDE_SWATCH, y: height, "text-anchor": anchor, "dominant-baseline": "middle" });
      this.#labels.set(index, label);
      group.append(made("rect", { x: end.x + Math.min(0, way * SWATCH), y: height - 2, width: SWATCH, height: 4, rx: 2 }), label);
    }
    return group;
  }

  #write() {
    for (const [index, label] of this.#labels) {
      const slope = this.#readings[index]?.slope;
      label.textContent = slope ? this.#text(slope) : "";
      label.previousElementSibling?.setAttribute("visibility", label.textContent === "" ? "hidden" : "visible");
    }
  }

  /** @param {import("./figure-curves.js").Reading} slope */
  #text(slope) {
    if (parts(slope)) return filled(this.patterns.slopes ?? "", { left: compact(slope.left), right: compact(slope.right) });
    return slope.at === null ? "" : filled(this.patterns.slope ?? "", { slope: compact(slope.at) });
  }
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function made(name, attributes) {
  const element = /** @type {SVGElement} */ (document.createElementNS(NAMESPACE, name));
  set(element, attributes);
  return element;
}

/** @type {(element: SVGElement, attributes: Record<string, string | number>) => void} */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
