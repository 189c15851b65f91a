/**
 * The plan is the state of the page: here it is kept, changed, and written into the address bar, with the epoch at which
 * the run stops by itself and, where they are not too many, a reader's own points. It knows no socket.
 * Every change of the plan is announced as "planchange"; its detail is the values that a running network takes over, or
 * null where the run starts anew. Another epoch to stop at is announced as "stopchange".
 */

import { onTravel, push, replace } from "../shared/address.js";
import { debounced } from "../shared/calm.js";
import { announce } from "../shared/events.js";
import { copied, PlanQuery } from "../shared/plan-query.js";
import { KeptTables } from "./kept-tables.js";
import { linkText } from "./points-link.js";
import { USUAL_VIEW, viewOf, viewText } from "./view-text.js";

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {import("../shared/plan-query.js").Own} Own */
/** @typedef {Record<string, string | number | boolean>} Tuning values by their names in the query */
/** @typedef {{epoch: number | null, isShown: boolean}} Stop isShown: the run is a demonstration, which begins by itself */

const SETTLE_MS = 250;
const UNTIL = "until";
const SAMPLES = "samples";
const PLANE = "plane";

const run = /** @type {HTMLElement} */ (document.getElementById("run"));

/** The playground's address of a plan. */
export const planQuery = new PlanQuery(JSON.parse(run.dataset.table ?? ""));

const tables = new KeptTables();
let current = firstPlan();
let stopping = shownUntil(Number(run.dataset.until) || null);
let view = viewOf(run.dataset.plane ?? "");

/** How the address carries the reader's own points; "" while it does not, or where they are too many. */
let carried = new URLSearchParams(location.search).get(SAMPLES) ?? "";
let carrying = Promise.resolve();
// a way back to here need not read them again
if (carried !== "") replace(address(), kept());

/** The server's reading of the address, or, of a reader's own points, what the browser's history keeps. */
function firstPlan() {
  const query = new URLSearchParams(location.search);
  if (query.get("data") === "own" && keptOwn().samples) return planQuery.plan(query, keptOwn());
  return /** @type {Plan} */ (JSON.parse(run.dataset.plan ?? ""));
}

/**
 * @param {number | null} epoch as an address or a starter says it
 * @returns {Stop}
 */
function shownUntil(epoch) {
  return { epoch, isShown: epoch !== null };
}

/** What the browser's history keeps beside the address. */
function keptOwn() {
  return tables.read(history.state);
}

/** Whether the address asks for a reader's own points, and there are none. */
export const lacksPoints = () => new URLSearchParams(location.search).get("data") === "own" && current.data.samples === null;

/** @returns {Plan} a copy of the page's plan */
export const plan = () => copied(current);

/** Where the run stops by itself, null: at no epoch; and whether it begins by itself. */
export const stop = () => stopping;

/** Over which plane the reader wants to look at data of more than two columns. */
export const wantedView = () => view;

/**
 * Look at another plane from now on; the address bar follows.
 * @param {import("./messages").View} next
 */
export function lookAt(next) {
  if (viewText(next) === viewText(view)) return;
  view = next;
  settle();
}

/**
 * Whether the page is where a link leads to.
 * @param {URLSearchParams} query of a plan
 * @param {number} until the epoch at which it stops
 */
export const isAt = (query, until) => stopping.epoch === until && planQuery.query(planQuery.plan(query)).toString() === planQuery.query(current).toString();

/**
 * Another plan: a new entry in the history, and a new run.
 * @param {Plan} next
 * @param {number | null} [until] the epoch at which a demonstration stops; that of the one before counts no more
 */
export function changePlan(next, until = null) {
  settle.flush();
  const hasOthers = !isSame(next.data, current.data);
  if (next.data.name !== current.data.name) view = USUAL_VIEW;
  current = copied(next);
  if (until !== null || stopping.isShown) stopping = shownUntil(until);
  if (hasOthers) carried = "";
  push(address(), kept());
  if (hasOthers && current.data.samples) carrying = carry(current.data);
  announce("planchange", null);
}

/**
 * @param {Own} one
 * @param {Own} other
 */
const isSame = (one, other) => (one.samples === other.samples || JSON.stringify(one.samples) === JSON.stringify(other.samples)) && String(one.columns) === String(other.columns);

/**
 * Have the address carry the reader's points, if they are still those of the page and not too many.
 * @param {Own} own
 */
async function carry({ samples, columns }) {
  if (!samples) return;
  const text = await linkText(samples, columns);
  if (!isSame({ samples, columns }, current.data) || text.length > Number(run.dataset.longestLink)) return;
  carried = text;
  replace(address(), kept());
}

/**
 * The address of all that the page shows.
 * @returns {Promise<string | null>} null where the reader's points are too many for it
 */
export async function link() {
  settle.flush();
  await carrying;
  return current.data.samples && carried === "" ? null : location.href;
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

/**
 * Another epoch at which this run, and those after it, stop by themselves.
 * @param {number | null} epoch
 */
export function stopAt(epoch) {
  if (epoch === stopping.epoch) return;
  stopping = { epoch, isShown: false };
  settle();
  announce("stopchange");
}

const settle = debounced(() => replace(address(), kept()), SETTLE_MS);

function address() {
  const query = planQuery.query(current);
  if (carried !== "") query.set(SAMPLES, carried);
  if (viewText(view) !== "") query.set(PLANE, viewText(view));
  if (stopping.epoch !== null) query.set(UNTIL, String(stopping.epoch));
  return `${location.pathname}?${query}`;
}

/** What stands in the browser's history beside the address. */
function kept() {
  return tables.state(current.data);
}

/** Whether the address stands for other points of the reader's. A link to a place within the page has no state. */
const hasOtherSamples = () => history.state !== null && !isSame(keptOwn(), current.data);

onTravel(() => {
  settle.cancel();
  const query = new URLSearchParams(location.search);
  current = planQuery.plan(query, keptOwn());
  stopping = shownUntil(Number(query.get(UNTIL)) || null);
  view = viewOf(query.get(PLANE));
  carried = query.get(SAMPLES) ?? "";
  announce("planchange", null);
}, hasOtherSamples);
