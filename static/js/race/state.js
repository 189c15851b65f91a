/** The race that the page plans: kept here, changed, and written into the address bar. Each change is a "racechange". */

import { onTravel, push } from "../shared/address.js";
import { announce } from "../shared/events.js";
import { FlatQuery } from "../shared/flat-query.js";
import { PlanQuery } from "../shared/plan-query.js";

/** @typedef {import("./query.js").Race} Race */

/** The activation of layers, for which each lane puts its own. */
const PLAIN = "tanh";

const element = /** @type {HTMLElement} */ (document.getElementById("race"));
const tables = JSON.parse(element.dataset.tables ?? "");

/** The playground's address of a plan. */
export const planQuery = new PlanQuery(tables.plan);

/** @type {FlatQuery<Race>} */
const ours = new FlatQuery(tables.race);

/** The server's reading of the address; where that is no race, the usual one. */
let current = ours.read(new URLSearchParams(element.dataset.query));

/** @returns {Race} a copy of what the page races */
export const race = () => structuredClone(current);

/** @returns {URLSearchParams} the same, every name of it */
export const raceQuery = () => ours.wholeQuery(current);

/** The address of this race. */
export const raceAddress = () => `${location.origin}${location.pathname}?${ours.query(current)}`;

/**
 * The layers of the page's race, with other numbers of units; what else they have they keep.
 * @param {number[]} units
 * @returns {string[]} as a query writes them
 */
export function layersWith(units) {
  const { hidden } = current.plan.network;
  return units.map((count, i) => ours.layerText({ ...(hidden[i] ?? ours.layer(count, PLAIN)), units: count, activation: PLAIN }));
}

/** What is unusual about each layer of the race, in a few words. @returns {string[][]} */
export const toldOfLayers = () => current.plan.network.hidden.map((layer) => ours.told(layer));

/**
 * Another race: a new entry in the history.
 * @param {URLSearchParams} query
 */
export function changeRace(query) {
  const next = ours.read(query);
  if (ours.wholeQuery(next).toString() === raceQuery().toString()) return;
  current = next;
  push(`?${ours.query(current)}`);
  announce("racechange");
}

onTravel(() => {
  current = ours.read(new URLSearchParams(location.search));
  announce("racechange");
});
