/** The race that the page plans: kept here, changed, and written into the address bar. Each change is a "racechange". */

import { onTravel, push } from "../shared/address.js";
import { announce } from "../shared/events.js";
import { completed, raceOf, shortened } from "./query.js";

const element = /** @type {HTMLElement} */ (document.getElementById("race"));
const usual = new URLSearchParams(element.dataset.usual);

/** The server's reading of the address; where that is no race, the usual one. */
let current = new URLSearchParams(element.dataset.query);

/** @returns {URLSearchParams} a copy of the whole query */
export const raceQuery = () => new URLSearchParams(current);

/** What the page races. */
export const race = () => raceOf(current);

/** The address of this race. */
export const raceAddress = () => `${location.origin}${location.pathname}?${shortened(current, usual)}`;

/**
 * Another race: a new entry in the history.
 * @param {URLSearchParams} query
 */
export function changeRace(query) {
  const next = completed(query, usual);
  if (next.toString() === current.toString()) return;
  current = next;
  push(`?${shortened(current, usual)}`);
  announce("racechange");
}

onTravel(() => {
  current = completed(new URLSearchParams(location.search), usual);
  announce("racechange");
});
