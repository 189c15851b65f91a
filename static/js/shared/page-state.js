/** The state of the page is its query string: here it is kept, changed, and written into the address bar. */

const SETTLE_MS = 250;

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));

let query = new URLSearchParams(stage.dataset.query);
/** What an address without a query stands for. */
const usual = query.toString();
/** @type {number | undefined} */
let settling;
let written = location.search;

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
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLE_MS);
}

/**
 * Other curves: a new entry in the history. Announced as "statechange" and "statestructure".
 * @param {URLSearchParams} next
 */
export function changeStructure(next) {
  if (settling !== undefined) settle();
  query = next;
  history.pushState(null, "", `?${query}`);
  written = location.search;
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
  rewriteAddress();
  announce("statechange");
}

function settle() {
  clearTimeout(settling);
  settling = undefined;
  rewriteAddress();
  announce("statesettled");
}

function rewriteAddress() {
  history.replaceState(null, "", `?${query}${location.hash}`);
  written = location.search;
}

/** @param {"statechange" | "statesettled" | "statestructure"} name */
function announce(name) {
  document.dispatchEvent(new Event(name));
}

addEventListener("popstate", () => {
  // a link to a place within the page
  if (location.search === written) return;
  written = location.search;
  clearTimeout(settling);
  settling = undefined;
  query = new URLSearchParams(location.search || usual);
  announce("statechange");
  announce("statestructure");
});
