/** The state of the page is its query string: here it is kept, changed, and written into the address bar. */

import { addressState, onTravel, push, replace } from "./address.js";
import { debounced } from "./calm.js";
import { announce } from "./events.js";

const SETTLE_MS = 250;

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));

let query = new URLSearchParams(stage.dataset.query);
/** What an address without a query stands for. */
const usual = query.toString();

/** Where the marker stands in an address that does not say it. */
export const USUAL_X = stage.dataset.x ?? "";

/** The most curves that the page shows at once. */
export const MOST_CURVES = Number(stage.dataset.most);

/** @returns {URLSearchParams} a copy of the page's query */
export const pageState = () => new URLSearchParams(query);

/**
 * Another value of something that stays: a slider, the window. Announced at once as "statechange", and as
 * "statesettled" when no further change has come for a moment; the address bar follows then.
 * @param {URLSearchParams} next
 */
export function changeValue(next) {
  query = next;
  announce("statechange");
  settle();
}

/**
 * Another look at what is shown: the place of the marker. Announced at once as "viewchange"; the address bar follows.
 * @param {URLSearchParams} next
 */
export function changeView(next) {
  query = next;
  announce("viewchange");
  note();
}

/**
 * Other curves: a new entry in the history. Announced as "statechange" and "statestructure".
 * @param {URLSearchParams} next
 */
export function changeStructure(next) {
  settle.flush();
  note.flush();
  query = next;
  push(`?${query}`);
  announce("statechange");
  announce("statestructure");
}

/**
 * What the server made of the query: it leaves out what it cannot read.
 * @param {string} canonical
 */
export function correct(canonical) {
  const corrected = new URLSearchParams(canonical);
  if (corrected.toString() === query.toString()) return;
  query = corrected;
  replace(`?${query}`);
  announce("statechange");
}

const settle = debounced(() => {
  replace(`?${query}`);
  announce("statesettled");
}, SETTLE_MS);

const note = debounced(() => replace(`?${query}`), SETTLE_MS);

onTravel(() => {
  settle.cancel();
  note.cancel();
  query = new URLSearchParams(addressState().toString() || usual);
  announce("statechange");
  announce("statestructure");
});
