/** The playground's colours (Okabe and Ito, 2008), which colour-blind readers can tell apart, on a light and a dark page. */

/** @typedef {[number, number, number]} Colour red, green and blue, 0…255 */

/** One colour for each class; the first two are also low and high. @type {Colour[]} */
const CLASSES = [
  [213, 94, 0],
  [0, 114, 178],
  [0, 158, 115],
  [204, 121, 167],
  [240, 228, 66],
  [86, 180, 233],
];

const LIGHT = { middle: /** @type {Colour} */ ([245, 245, 242]), edge: "#1c2126", halo: "#ffffff" };
const DARK = { middle: /** @type {Colour} */ ([30, 34, 38]), edge: "#eceff1", halo: "#14171a" };

/** How much of a class's colour a map shows where the network is sure; points on it must stay visible. */
const STRENGTH = 0.72;

const isDark = matchMedia("(prefers-color-scheme: dark)");

/** @param {Colour} colour */
const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;

/** Low is below zero, or class 0; high is above, or class 1. */
export const LOW = css(CLASSES[0]);
export const HIGH = css(CLASSES[1]);

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

/** @returns {typeof LIGHT} the colours that differ between a light and a dark page: zero, lines, and what surrounds points */
export function theme() {
  return isDark.matches ? DARK : LIGHT;
}

/**
 * Call back when the page turns light or dark.
 * @param {() => void} callback
 * @param {AbortSignal} signal
 */
export function onThemeChange(callback, signal) {
  isDark.addEventListener("change", callback, { signal });
}

/** Tables of pixels by byte, for each strength, one set for each theme. @type {Map<string, Uint32Array>} */
const tables = new Map();

/**
 * From low over the middle, at 127.5, to high: 256 pixels.
 * @param {number} [strength] of the colours at both ends
 * @returns {Uint32Array}
 */
export function divergingTable(strength = STRENGTH) {
  const key = `${isDark.matches} ${strength}`;
  const known = tables.get(key);
  if (known) return known;
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    const share = (byte - 127.5) / 127.5;
    return pixel(mix(theme().middle, CLASSES[share < 0 ? 0 : 1], Math.abs(share) * strength));
  });
  tables.set(key, table);
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
