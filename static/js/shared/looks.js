/** How the page looks now: its colours, and the size of the letters of its figures. */

import { customProperties } from "./custom-properties.js";
import { announce, hear } from "./events.js";

/** @typedef {import("./figure-looks.js").Looks} Looks */

const CURVES = Array.from({ length: 8 }, (_, index) => `curve-${index}`);
/** Those that the server draws in, by their names in the style sheet. */
const DRAWN_IN = [...CURVES, "middle", "axis", "edge"];
/** The ends of a map of signs, on which numbers may stand. */
const MAP = /** @type {const} */ (["map-low", "map-high"]);

const isDark = matchMedia("(prefers-color-scheme: dark)");

/** An element in which the page's colours are the light ones, as the server draws. */
export const light = Object.assign(document.createElement("span"), { className: "light", hidden: true });
document.body.append(light);

const served = customProperties(light, ...DRAWN_IN);

let printing = false;

/** Whether the page is being drawn for paper, whose colours are the light ones. */
export const isPrinting = () => printing;

for (const name of ["beforeprint", "afterprint"]) {
  addEventListener(name, () => {
    printing = name === "beforeprint";
    document.documentElement.classList.toggle("light", printing);
    announce("looks");
  });
}

/**
 * Do something while the page has its light colours, as it has on paper, and have the others again.
 * @template T
 * @param {() => T} act
 * @returns {T}
 */
export function inLight(act) {
  document.documentElement.classList.add("light");
  announce("looks");
  try {
    return act();
  } finally {
    document.documentElement.classList.toggle("light", printing);
    announce("looks");
  }
}

/**
 * @param {Element} [at] where the page's colours are those that are wanted
 * @returns {Looks}
 */
export function looks(at = document.documentElement) {
  const { ink, line, panel, ...colours } = customProperties(at, "ink", "line", "panel", ...DRAWN_IN, ...MAP);
  const { letters } = customProperties(document.documentElement, "letters");
  const pairs = DRAWN_IN.flatMap((name) => [served[name], `var(--${name})`].map((drawn) => /** @type {const} */ ([drawn, colours[name]])));
  const maps = new Map([[served["curve-1"], colours["map-low"]], [served.middle, colours.middle], [served["curve-0"], colours["map-high"]]]);
  return { ink, line, panel, letters: Number.parseFloat(letters), colours: new Map(pairs), maps };
}

/**
 * The colour of a curve as the server names it, for a style that follows the page.
 * @param {string} colour such as "#0072B2"
 */
export function styleOf(colour) {
  const name = DRAWN_IN.find((other) => served[other] === colour.toLowerCase());
  return name ? `var(--${name})` : colour;
}

/**
 * Call back when the page looks otherwise: light or dark, for a screen or a printer, with larger or smaller letters.
 * @param {() => void} callback
 * @param {AbortSignal} [signal]
 */
export function onLooks(callback, signal) {
  isDark.addEventListener("change", callback, { signal });
  hear("looks", callback, signal);
}
