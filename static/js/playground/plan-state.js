/**
 * The plan is the state of the page: here it is kept, changed, and written into the address bar. It knows no socket.
 * Every change is announced as "planchange"; its detail is the values that a running network takes over, or null where
 * the run starts anew.
 */

import { onTravel, push, replace } from "../shared/address.js";
import { debounced } from "../shared/calm.js";
import { announce } from "../shared/events.js";
import { PlanQuery } from "../shared/plan-query.js";

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {import("../shared/plan-query.js").Sample} Sample */
/** @typedef {Record<string, string | number>} Tuning values by their names in the query */

const SETTLE_MS = 250;

const run = /** @type {HTMLElement} */ (document.getElementById("run"));

/** The playground's address of a plan. */
export const planQuery = new PlanQuery(JSON.parse(run.dataset.table ?? ""));

let current = firstPlan();

/** The server's reading of the address, or, of a reader's own points, what the browser's history keeps. */
function firstPlan() {
  const query = new URLSearchParams(location.search);
  if (query.get("data") === "own" && keptSamples()) return planQuery.plan(query, keptSamples());
  return /** @type {Plan} */ (JSON.parse(run.dataset.plan ?? ""));
}

/** @returns {Sample[] | null} */
function keptSamples() {
  return history.state?.samples ?? null;
}

/** Whether the address asks for a reader's own points, and there are none. */
export const lacksPoints = () => new URLSearchParams(location.search).get("data") === "own" && current.data.samples === null;

/** @returns {Plan} a copy of the page's plan */
export const plan = () => structuredClone(current);

/**
 * Another plan: a new entry in the history, and a new run.
 * @param {Plan} next
 */
export function changePlan(next) {
  settle.flush();
  current = structuredClone(next);
  push(address(), kept());
  announce("planchange", null);
}

/**
 * Other values that the running network takes over. The address bar follows when they have come to rest.
 * @param {Tuning} values
 */
export function tunePlan(values) {
  for (const [name, value] of Object.entries(values)) current = planQuery.withValue(current, name, String(value));
  settle();
  announce("planchange", values);
}

const settle = debounced(() => replace(address(), kept()), SETTLE_MS);

const address = () => `${location.pathname}?${planQuery.query(current)}`;

const kept = () => ({ samples: current.data.samples });

/** Whether the address stands for other points of the reader's. A link to a place within the page has no state. */
const hasOtherSamples = () => history.state !== null && JSON.stringify(keptSamples()) !== JSON.stringify(current.data.samples);

onTravel(() => {
  settle.cancel();
  current = planQuery.plan(new URLSearchParams(location.search), keptSamples());
  announce("planchange", null);
}, hasOtherSamples);
