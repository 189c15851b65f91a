/** The axes and the legend of a map as SVG text, which the page shows over the pixels and files carry: pure functions. */

import { NARROW } from "./layout.js";

/** @typedef {import("./axis.js").Tick} Tick */
/** @typedef {import("./layout.js").Box} Box */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {{title: string, ticks: Tick[]}} DrawnAxis */
/** @typedef {{mark: "hatched" | "dotted" | "edge" | "learned" | "stuck", says: string}} Mark of the legend */
/** @typedef {{stops: string[], low: string, middle: string, high: string}} Bar stops: colours from one end to the other; the rest are words */
/** @typedef {{names: string[], x: DrawnAxis, y: DrawnAxis, title: string, bar: Bar | null, marks: Mark[]}} Drawn */

const TICK = 4;
const BAR = { width: 360, height: 12 };
/** About how wide a letter is, as a share of its size, and the sample of a mark with the room round it. */
const LETTER = 0.56;
const SAMPLE = { size: 14, gap: 6, after: 22 };

/** What the samples of marks are filled with, as the painter fills their pixels. */
const PATTERNS = `<defs>
<pattern id="map-hatched" width="5" height="5" patternUnits="userSpaceOnUse"><path class="hatch" d="M-1 6L6 -1M-1 1L1 -1M4 6L6 4"/></pattern>
<pattern id="map-dotted" width="5" height="5" patternUnits="userSpaceOnUse"><path class="dots" d="M2 2h1.6v1.6h-1.6z"/></pattern>
</defs>`;

/** @type {Record<string, string>} */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [content] markup
 */
function tagged(tag, attributes, content = "") {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${typeof value === "number" ? Number(value.toFixed(1)) : escaped(value)}"`);
  return `<${tag}${written.join("")}>${content}</${tag}>`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} kind
 * @param {Record<string, string | number>} [more]
 */
const text = (x, y, content, kind, more = {}) => tagged("text", { class: kind, x, y, ...more }, escaped(content));

/**
 * @param {Layout} layout
 * @param {Drawn} drawn
 * @returns {string} what stands in an svg element
 */
export function markupOf(layout, drawn) {
  const panels = layout.panels.map((panel, i) => panelMarkup(panel, drawn.names[i], drawn, layout));
  return [PATTERNS, ...panels, legendMarkup(layout.legend, drawn, layout.letters)].join("");
}

/**
 * @param {Box} panel
 * @param {string} name of its activation
 * @param {Drawn} drawn
 * @param {Layout} layout
 */
function panelMarkup({ left, top, width, height }, name, { x, y }, { letters, label }) {
  const [right, bottom] = [left + width, top + height];
  const across = x.ticks.map(({ share, text: says }) => ({ at: left + share * width, says }));
  const up = y.ticks.map(({ share, text: says }) => ({ at: bottom - share * height, says }));
  const lines = [...across.map(({ at }) => `M${at.toFixed(1)} ${bottom.toFixed(1)}v${TICK}`), ...up.map(({ at }) => `M${left.toFixed(1)} ${at.toFixed(1)}h${-TICK}`)];
  const titleX = left - (0.6 * label + 0.4) * letters;
  return [
    tagged("rect", { class: "frame", x: left, y: top, width, height }),
    tagged("path", { class: "tick", d: lines.join("") }),
    ...across.map(({ at, says }) => text(at, bottom + 1.5 * letters, says, "value middle")),
    ...up.map(({ at, says }) => text(left - 0.6 * letters, at + letters / 3, says, "value end")),
    text((left + right) / 2, bottom + 3 * letters, x.title, "axis middle"),
    text(0, 0, y.title, "axis middle", { transform: `translate(${titleX.toFixed(1)} ${((top + bottom) / 2).toFixed(1)}) rotate(-90)` }),
    text(left, top - 0.6 * letters, name, "name"),
  ].join("");
}

/**
 * @param {Box} box
 * @param {Drawn} drawn
 * @param {number} letters
 */
function legendMarkup(box, { title, bar, marks }, letters) {
  const { left, top, width } = box;
  const line = 1.9 * letters;
  const isNarrow = left + width < (letters / 12) * NARROW;
  const barWidth = Math.min((letters / 12) * BAR.width, isNarrow ? width : width / 2);
  const parts = [text(left, top + letters, title, "axis")];
  if (bar) {
    const height = (letters / 12) * BAR.height;
    const [y, below] = [top + 1.5 * letters, top + 1.5 * letters + height + 1.2 * letters];
    const step = barWidth / bar.stops.length;
    // half a pixel more, so that no seam is seen between them
    parts.push(...bar.stops.map((fill, i) => tagged("rect", { x: left + i * step, y, width: step + 0.5, height, style: `fill: ${fill}` })));
    parts.push(text(left, below, bar.low, "value"), text(left + barWidth, below, bar.high, "value end"));
    const isRoomy = LETTER * letters * (2 * Math.max(bar.low.length, bar.high.length) + bar.middle.length) < barWidth;
    if (isRoomy) parts.push(text(left + barWidth / 2, below, bar.middle, "value middle"));
  }
  const start = bar && !isNarrow ? { x: left + barWidth + 2 * letters, y: top + 0.1 * letters } : { x: left, y: top + (bar ? 4.9 : 1.6) * letters };
  return parts.join("") + marksMarkup(marks, { ...start, right: left + width, line, letters });
}

/**
 * @param {Mark[]} marks
 * @param {{x: number, y: number, right: number, line: number, letters: number}} place
 */
function marksMarkup(marks, { x: left, y: top, right, line, letters }) {
  const size = (letters / 12) * SAMPLE.size;
  let [x, y] = [left, top];
  return marks
    .map(({ mark, says }) => {
      const needs = size + SAMPLE.gap + LETTER * letters * says.length;
      if (x > left && x + needs > right) [x, y] = [left, y + line];
      const shape = mark === "edge" ? tagged("path", { class: "edge", d: `M${x.toFixed(1)} ${(y + size / 2).toFixed(1)}h${size}` }) : tagged("rect", { class: `sample ${mark}`, x, y, width: size, height: size });
      const says_ = text(x + size + SAMPLE.gap, y + size - 0.25 * letters, says, "value");
      x += needs + SAMPLE.after;
      return shape + says_;
    })
    .join("");
}
