/** Where the units of a network stand when it is drawn as a graph: pure functions, in CSS pixels. */

/** @typedef {{x: number, y: number}} Place the middle of a unit */
/** @typedef {{width: number, height: number, size: number, columns: {left: number, width: number, places: Place[]}[]}} GraphLayout */

/** What the headings above the columns take. */
export const HEADING = 34;
const HEIGHT = 420;
const MARGIN = 8;
/** Left of the coordinates, for their names. */
const NAMES = 18;
const MOST_ROWS = 16;
const SMALLEST = 24;
const NARROWEST_GAP = 26;
const WIDEST_GAP = 120;
/** The side of a unit, by how many stand one above the other. */
const SIZES = [
  { rows: 4, size: 54 },
  { rows: 6, size: 42 },
  { rows: 8, size: 38 },
  { rows: 10, size: 32 },
  { rows: 12, size: 28 },
  { rows: MOST_ROWS, size: SMALLEST },
];

/**
 * Columns from left to right, one for each layer, the coordinates first; a layer of many units takes several files.
 * @param {number[]} counts units of each layer
 * @param {number} room width to fill; the graph may be wider
 * @returns {GraphLayout}
 */
export function layOut(counts, room) {
  const rows = Math.min(MOST_ROWS, Math.max(...counts));
  const size = sizeFor(rows, counts.length, room);
  const step = Math.min(size + 14, (HEIGHT - size) / Math.max(1, rows - 1));
  const widths = counts.map((count) => Math.ceil(count / MOST_ROWS) * (size + 2) - 2);
  const taken = widths.reduce((sum, width) => sum + width, NAMES + 2 * MARGIN);
  const gap = Math.min(WIDEST_GAP, Math.max(NARROWEST_GAP, (room - taken) / (counts.length - 1)));
  const width = taken + gap * (counts.length - 1);
  let left = NAMES + MARGIN + Math.max(0, (room - width) / 2);
  const columns = counts.map((count, i) => {
    const column = { left, width: widths[i], places: placesOf(count, left + size / 2, size, step) };
    left += widths[i] + gap;
    return column;
  });
  return { width: Math.max(width, room), height: HEADING + HEIGHT + MARGIN, size, columns };
}

/**
 * As large as rows and columns allow, and never too small to be hit.
 * @param {number} rows
 * @param {number} columns
 * @param {number} room
 */
function sizeFor(rows, columns, room) {
  const high = SIZES.find((step) => rows <= step.rows)?.size ?? SMALLEST;
  const wide = Math.floor((room - NAMES - 2 * MARGIN - (columns - 1) * NARROWEST_GAP) / columns);
  return Math.max(SMALLEST, Math.min(high, wide));
}

/**
 * @param {number} count
 * @param {number} x of the first file
 * @param {number} size
 * @param {number} step from one unit to the one below
 * @returns {Place[]}
 */
function placesOf(count, x, size, step) {
  const files = Math.ceil(count / MOST_ROWS);
  const rows = Math.ceil(count / files);
  const top = HEADING + (HEIGHT - (rows - 1) * step) / 2;
  return Array.from({ length: count }, (_, unit) => ({
    x: x + Math.floor(unit / rows) * (size + 2),
    y: top + (unit % rows) * step,
  }));
}

/** @typedef {{layer: number, unit: number}} Spot a unit by its layer, from 0, the output last */

/**
 * The unit that an arrow key leads to.
 * @param {Spot} from
 * @param {string} key
 * @param {GraphLayout["columns"]} columns of the layers alone, without the coordinates
 * @returns {Spot} `from` itself where there is nothing further
 */
export function neighbour({ layer, unit }, key, columns) {
  const last = columns[layer].places.length - 1;
  const side = { ArrowLeft: layer - 1, ArrowRight: layer + 1 }[key];
  if (side !== undefined) {
    if (side < 0 || side >= columns.length) return { layer, unit };
    return { layer: side, unit: nearest(columns[side].places, columns[layer].places[unit].y) };
  }
  const next = { ArrowUp: unit - 1, ArrowDown: unit + 1, Home: 0, End: last }[key] ?? unit;
  return { layer, unit: Math.min(last, Math.max(0, next)) };
}

/**
 * @param {Place[]} places
 * @param {number} y
 */
function nearest(places, y) {
  let best = 0;
  places.forEach((place, i) => {
    if (Math.abs(place.y - y) < Math.abs(places[best].y - y)) best = i;
  });
  return best;
}
