/** The colours of what is painted: of classes, signs and maps, as the style sheet has them for a light and a dark page. */

import { customProperties } from "./custom-properties.js";
import { onLooks } from "./looks.js";

/** @typedef {[number, number, number]} Colour red, green and blue, 0…255 */

const NAMES = /** @type {const} */ (["class-0", "class-1", "class-2", "class-3", "class-4", "class-5", "class-6", "class-7", "class-8", "class-9"]);

/** How much of a class's colour a map shows where the network is sure; points on it must stay visible. */
const STRENGTH = 0.72;

/** One colour for each class; the first two are also low and high. @type {Colour[]} */
let CLASSES;
/** @type {{middle: Colour, edge: string, halo: string}} */
let present;

/** Low is below zero, or class 0; high is above, or class 1. They follow the page. */
export let LOW = "";
export let HIGH = "";

/** @param {Colour} colour */
const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;

/** @param {string} colour such as "#0072b2" @returns {Colour} */
const parts = (colour) => /** @type {Colour} */ ([1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16)));

function read() {
  const { middle, ink, halo, ...classes } = customProperties(document.documentElement, "middle", "ink", "halo", ...NAMES);
  CLASSES = NAMES.map((name) => parts(classes[name]));
  present = { middle: parts(middle), edge: ink, halo };
  [LOW, HIGH] = [css(CLASSES[0]), css(CLASSES[1])];
  tables.clear();
}

/**
 * @param {number} index of a class
 * @returns {string} its colour, for CSS and for a canvas
 */
export const classColour = (index) => css(CLASSES[index % CLASSES.length]);

/**
 * The colour of a target of regression.
 * @param {number} value −1…1
 */
export function valueColour(value) {
  const end = CLASSES[value < 0 ? 0 : 1];
  return css(mix(theme().middle, end, Math.min(1, Math.abs(value))));
}

/** The colours that differ most between a light and a dark page: zero, lines, and what surrounds points. */
export const theme = () => present;

export { onLooks as onThemeChange };

/** Tables of pixels by byte, for each strength. @type {Map<number, Uint32Array>} */
const tables = new Map();

read();
// before any element hears of it
onLooks(read);

/**
 * From low over the middle, at 127.5, to high: 256 pixels.
 * @param {number} [strength] of the colours at both ends
 * @returns {Uint32Array}
 */
export function divergingTable(strength = STRENGTH) {
  const known = tables.get(strength);
  if (known) return known;
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    const share = (byte - 127.5) / 127.5;
    return pixel(mix(theme().middle, CLASSES[share < 0 ? 0 : 1], Math.abs(share) * strength));
  });
  tables.set(strength, table);
  return table;
}

/**
 * A pixel for probabilities of several classes: their colours mixed, paler where none is sure.
 * @param {Uint8Array} shares probabilities as 0…255, one map after the other
 * @param {number} classes
 * @param {Uint32Array} pixels to fill, one for each place of a map
 */
export function fillMixed(shares, classes, pixels) {
  const { middle } = theme();
  const size = pixels.length;
  for (let i = 0; i < size; i++) {
    let [red, green, blue, most] = [0, 0, 0, 0];
    for (let c = 0; c < classes; c++) {
      const share = shares[c * size + i];
      const colour = CLASSES[c];
      red += colour[0] * share;
      green += colour[1] * share;
      blue += colour[2] * share;
      if (share > most) most = share;
    }
    // 1/classes is no opinion at all, 1 is certainty
    const amount = Math.max(0, (most / 255 - 1 / classes) / (1 - 1 / classes)) * STRENGTH;
    const rest = 1 - amount;
    const part = amount / 255;
    pixels[i] = pixel([red * part + middle[0] * rest, green * part + middle[1] * rest, blue * part + middle[2] * rest]);
  }
}

/**
 * @param {Colour} from
 * @param {Colour} to
 * @param {number} share of `to`
 * @returns {Colour}
 */
function mix(from, to, share) {
  return /** @type {Colour} */ (from.map((value, i) => Math.round(value + (to[i] - value) * share)));
}

/**
 * @param {Colour} colour
 * @returns {number} as a canvas keeps it: bytes red, green, blue, opacity on a little-endian machine, as all browsers' are
 */
function pixel([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
