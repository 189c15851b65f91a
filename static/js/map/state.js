/** The question of the page and how its answer is shown: kept here, changed, and written into the address bar. */

import { onTravel, push, replace } from "../shared/address.js";
import { announce } from "../shared/events.js";
import { FlatQuery } from "../shared/flat-query.js";
import { PlanQuery } from "../shared/plan-query.js";

/** @typedef {import("./pixel-plan.js").Question} Question */
/** @typedef {{shown: "measure" | "outcome", edge: boolean}} View */

/** The activation of layers, for which each map puts its own. */
const PLAIN = "tanh";

const element = /** @type {HTMLElement} */ (document.getElementById("map"));
const tables = JSON.parse(element.dataset.tables ?? "");

/** The playground's address of a plan. */
export const planQuery = new PlanQuery(tables.plan);

/** @type {FlatQuery<{map: Question, view: View}>} */
const ours = new FlatQuery(tables.map);

/** The server's reading of the address; where that is no map, the usual one. */
let current = ours.read(new URLSearchParams(element.dataset.query));

/** @returns {Question} a copy of what the page asks */
export const question = () => structuredClone(current.map);

/** @typedef {import("./axis.js").Bounds & {name: string, title: string, low: number, high: number, scale: import("./axis.js").Scale}} Choice of what an axis varies: its bounds, and the range that it usually has */

/** @typedef {{choices: Choice[], references: string[]}} Axes what can be varied with some activations, and the canonical references of these */

/** @type {Axes} */
let axes = JSON.parse(element.dataset.axes ?? "");

/** What an axis may vary, with the activations that the page has. */
export const axisChoices = () => axes.choices;

/** The activations of the page as the server calls them. */
export const references = () => axes.references;

/** @param {string} name @returns {Choice | undefined} what an axis varies by that name */
export const choiceOf = (name) => axes.choices.find((choice) => choice.name === name);

/** @param {Axes} next as the activations are others */
export function offerAxes(next) {
  axes = next;
  announce("mapchoices");
}

/** @type {Record<"tested" | "untested", Record<Question["measure"], string>>} */
const titles = JSON.parse(element.dataset.titles ?? "");

/** What a reader is told of each measure: where all points are trained on there is no test. */
export const measureTitles = () => titles[current.map.plan.data.train_fraction === 1 ? "untested" : "tested"];

/** How the answer is shown. @returns {Readonly<View>} */
export const view = () => current.view;

/** @returns {URLSearchParams} the question, every name of it */
export const mapQuery = () => ours.wholeQuery(current);

/** The address of this map. */
export const mapAddress = () => `${location.origin}${location.pathname}?${ours.query(current)}`;

/**
 * The layers of the page's plan, with other numbers of units; what else they have they keep.
 * @param {number[]} units
 * @returns {string[]} as a query writes them
 */
export function layersWith(units) {
  const { hidden } = current.map.plan.network;
  return units.map((count, i) => ours.layerText({ ...(hidden[i] ?? ours.layer(count, PLAIN)), units: count, activation: PLAIN }));
}

/** What is unusual about each layer of the plan, in a few words. @returns {string[][]} */
export const toldOfLayers = () => current.map.plan.network.hidden.map((layer) => ours.told(layer));

/**
 * Another question: a new entry in the history. "mapchange" is announced, and "mapask" where it is asked at once.
 * @param {Question} next
 * @param {{asks: boolean}} manner
 */
export function changeQuestion(next, { asks }) {
  const after = { ...current, map: next };
  const isSame = ours.wholeQuery(after).toString() === mapQuery().toString();
  if (!isSame) {
    current = after;
    push(`?${ours.query(current)}`);
    announce("mapchange");
  }
  if (asks) announce("mapask");
}

/** @param {URLSearchParams} query @returns {Question} that it names */
export const questionOf = (query) => ours.read(query).map;

/** @param {Partial<View>} change of how the answer is shown */
export function changeView(change) {
  current = { ...current, view: { ...current.view, ...change } };
  replace(`?${ours.query(current)}`);
  announce("mapview");
}

onTravel(() => {
  current = ours.read(new URLSearchParams(location.search));
  announce("mapchange");
  announce("mapview");
  announce("mapask");
});
