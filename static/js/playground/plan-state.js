/**
 * The plan is the state of the page: here it is kept, changed, and written into the address bar. It knows no socket.
 * Every change is announced as "planchange"; its detail is the values that a running network takes over, or null where
 * the run starts anew.
 */

import { PlanQuery } from "../shared/plan-query.js";

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {import("../shared/plan-query.js").Sample} Sample */
/** @typedef {Record<string, string | number>} Tuning values by their names in the query */

const SETTLE_MS = 250;

const run = /** @type {HTMLElement} */ (document.getElementById("run"));

/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

/** The playground's address of a plan. */
export const planQuery = new PlanQuery(JSON.parse(run.dataset.table ?? ""));

let written = location.search;
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

/** @returns {Plan} a copy of the page's plan */
export const plan = () => structuredClone(current);

/**
 * Another plan: a new entry in the history, and a new run.
 * @param {Plan} next
 */
export function changePlan(next) {
  if (settling !== undefined) rewriteAddress();
  current = structuredClone(next);
  history.pushState(kept(), "", address());
  written = location.search;
  announce(null);
}

/**
 * Other values that the running network takes over. The address bar follows when they have come to rest.
 * @param {Tuning} values
 */
export function tunePlan(values) {
  for (const [name, value] of Object.entries(values)) current = planQuery.withValue(current, name, String(value));
  clearTimeout(settling);
  settling = setTimeout(rewriteAddress, SETTLE_MS);
  announce(values);
}

function rewriteAddress() {
  clearTimeout(settling);
  settling = undefined;
  history.replaceState(kept(), "", address() + location.hash);
  written = location.search;
}

const address = () => `${location.pathname}?${planQuery.query(current)}`;

const kept = () => ({ samples: current.data.samples });

/** @param {Tuning | null} detail */
function announce(detail) {
  document.dispatchEvent(new CustomEvent("planchange", { detail }));
}

addEventListener("popstate", () => {
  const samples = keptSamples();
  // a link to a place within the page has no state; the same address with other points of the reader's has one
  const isSame = JSON.stringify(samples) === JSON.stringify(current.data.samples);
  if (location.search === written && (history.state === null || isSame)) return;
  written = location.search;
  clearTimeout(settling);
  settling = undefined;
  current = planQuery.plan(new URLSearchParams(location.search), samples);
  announce(null);
});
