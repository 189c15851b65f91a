/** What is known of the map on this page, for elements that draw it, read it or take it away. */

import { announce } from "../shared/events.js";
import { Pixels } from "./pixels.js";

/** @typedef {import("./pixel-plan.js").Question} Question */
/** @typedef {{x: number[], y: number[], maps: Pixels[], done: number, complete: boolean}} Answer complete: false where the server has stopped before the end */
/** @typedef {{map: number, row: number, column: number}} Place of a pixel */

/** Answers that are kept, so that going back shows at once what was seen. */
const MOST_KEPT = 8;

/** @type {Answer | null} */
let shown = null;
/** @type {Place | null} */
let place = null;
/** @type {Map<string, Answer>} */
const kept = new Map();

/** What is known, or null. */
export const answer = () => shown;

/** The pixel that is read, or null. */
export const readPlace = () => place;

/** @param {Place | null} next */
export function readAt(next) {
  if (next?.map === place?.map && next?.row === place?.row && next?.column === place?.column) return;
  place = next;
  announce("mapplace");
}

/** @param {Question} question @returns {boolean} whether its answer is kept, and shown now */
export function recall(question) {
  shown = kept.get(JSON.stringify(question)) ?? null;
  place = null;
  announce("mapanswer");
  return shown !== null;
}

/**
 * An answer begins.
 * @param {Question} question
 * @param {{x: number[], y: number[]}} axes
 */
export function begin({ activations }, { x, y }) {
  shown = { x, y, maps: activations.map(() => new Pixels(y.length, x.length)), done: 0, complete: false };
  announce("mapanswer");
}

/**
 * More is known.
 * @param {number} done
 * @param {import("./pixels.js").Tile[]} tiles
 */
export function add(done, tiles) {
  if (!shown) return;
  shown.done = done;
  for (const tile of tiles) shown.maps[tile.map].put(tile);
  announce("mappixels");
}

/**
 * The answer is whole, or as far as the server has come.
 * @param {Question} question
 * @param {{done: number, maps: {values: (number | null)[][], outcome: (import("./pixels.js").Outcome | null)[][]}[], complete: boolean}} whole
 */
export function finish(question, { done, maps, complete }) {
  if (!shown) return;
  Object.assign(shown, { done, complete });
  maps.forEach(({ values, outcome }, i) => shown?.maps[i].fill(values, outcome));
  if (complete) keep(JSON.stringify(question), shown);
  announce("mappixels");
}

/** @param {string} key @param {Answer} whole */
function keep(key, whole) {
  kept.delete(key);
  kept.set(key, whole);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT) kept.delete(oldest);
}
