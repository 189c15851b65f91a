/** Where the units of a network stand when it is drawn as a graph: pure functions, in CSS pixels. */

import { cellsOf, featurePlaces, ownSize, roomForNames, rowsBeside } from "./input-column.js";

/** @typedef {import("./input-column.js").Inputs} Inputs */
/** @typedef {{x: number, y: number}} Place the middle of a unit */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/**
 * Head: where the curve of a layer is drawn; size of each unit; lines to the next column begin at `end` where they begin at
 * one place, as those of a block do, otherwise at the side of their unit.
 * @typedef {{left: number, width: number, size: number, end: number | null, head: Box, places: Place[]}} Column
 */
/** `features` has the places of all that can be taken. @typedef {{width: number, height: number, size: number, columns: Column[], features: Place[]}} GraphLayout */

/** Above each layer stand its name and its curve. */
const NAME = 30;
const CURVE = 50;
const HEADING = NAME + CURVE + 10;
const MARGIN = 8;
export const MOST_ROWS = 16;
const SMALLEST = 24;
const LARGEST = 54;
/** Between two units, one above the other, where there is room. */
const SPACE = 12;
const NARROWEST_GAP = 26;
const WIDEST_GAP = 120;
const WIDEST_CURVE = 140;
/** Around the curve of a layer, in its heading. */
export const FRAME = 4;
/** Between the curves of two layers. */
const BETWEEN = 10;

/**
 * How many units stand one above the other where most do.
 * @param {Inputs} inputs
 * @param {number[]} units of each layer
 */
export const rowsOf = (inputs, units) => Math.min(MOST_ROWS, Math.max(rowsBeside(inputs), ...units));

/**
 * Columns from left to right, one for each layer, the inputs first; a layer of many units takes several files.
 * @param {Inputs} inputs
 * @param {number[]} units of each layer
 * @param {number} room width to fill; the graph may be wider
 * @param {number} height to fill
 * @returns {GraphLayout}
 */
export function layOut(inputs, units, room, height) {
  const counts = [inputs.names.length, ...units];
  const names = roomForNames(inputs);
  const inner = { top: HEADING, height: height - HEADING - MARGIN };
  const own = ownSize(inputs, inner.height);
  const step = inner.height / rowsOf(inputs, units);
  const size = sizeFor(step, room - names - (own?.width ?? 0), { columns: counts.length - (own ? 1 : 0), gaps: units.length });
  const widths = counts.map((count, i) => (own && i === 0 ? own.width : Math.ceil(count / MOST_ROWS) * (size + 2) - 2));
  const taken = widths.reduce((sum, width) => sum + width, names + 2 * MARGIN);
  const gap = Math.min(WIDEST_GAP, Math.max(NARROWEST_GAP, (room - taken) / (counts.length - 1)));
  const width = taken + gap * (counts.length - 1);
  const whole = Math.max(width, room);
  let left = names + MARGIN + (whole - width) / 2;
  const features = own ? featurePlaces(inputs.features.length, own.size, { left, ...inner }) : [];
  const columns = counts.map((count, i) => {
    const head = headOver({ left, own: widths[i], gap, whole });
    const column = own && i === 0 ? inputColumn(inputs, own, features, { left, ...inner }) : { size, end: null, places: placesOf(count, left + size / 2, { size, step, height }) };
    const placed = { left, width: widths[i], head, ...column };
    left += widths[i] + gap;
    return placed;
  });
  return { width: whole, height, size, columns, features };
}

/**
 * Inputs that are not as large as units: a block, or those of the features that are taken.
 * @param {Inputs} inputs
 * @param {{size: number, width: number}} own
 * @param {Place[]} features
 * @param {import("./input-column.js").Room} room
 */
function inputColumn(inputs, { size, width }, features, room) {
  if (features.length === 0) return { size, end: room.left + width, places: cellsOf(inputs.names.length, room) };
  const places = inputs.names.map((_, input) => features[inputs.features.findIndex((feature) => feature.input === input)]);
  return { size, end: null, places };
}

/**
 * As large as rows and columns allow, and never too small to be hit.
 * @param {number} step from one unit to the one below
 * @param {number} room for the columns of units and the gaps
 * @param {{columns: number, gaps: number}} counts
 */
function sizeFor(step, room, { columns, gaps }) {
  const wide = Math.floor((room - 2 * MARGIN - gaps * NARROWEST_GAP) / columns);
  return Math.max(SMALLEST, Math.min(LARGEST, Math.floor(step) - SPACE, wide));
}

/**
 * Where the curve of a layer is drawn: above its units, apart from its neighbours', and with its frame within the graph.
 * @param {{left: number, own: number, gap: number, whole: number}} column where its units begin, their width, the gap to
 *   the next layer, and the width of the graph
 * @returns {Box}
 */
function headOver({ left, own, gap, whole }) {
  const beside = Math.min((gap - BETWEEN) / 2, Math.max(0, WIDEST_CURVE - own) / 2, whole - left - own - FRAME);
  return { left: left - beside, top: NAME, width: own + 2 * beside, height: CURVE };
}

/**
 * @param {number} count
 * @param {number} x of the first file
 * @param {{size: number, step: number, height: number}} room
 * @returns {Place[]}
 */
function placesOf(count, x, { size, step, height }) {
  const files = Math.ceil(count / MOST_ROWS);
  const rows = Math.ceil(count / files);
  const top = (HEADING + height - MARGIN - (rows - 1) * step) / 2;
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
