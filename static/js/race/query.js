/** A race as the query string of an address, and back: pure functions. What stands at the usual race's value is left out. */

import { planOf, queryOf } from "../shared/plan-query.js";

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {{plan: Plan, activations: string[], seeds: number, epochs: number, target: number}} Race */

/**
 * Every name that a race has, with the values of `query`, or the usual ones.
 * @param {URLSearchParams} query
 * @param {URLSearchParams} usual
 * @returns {URLSearchParams}
 */
export function completed(query, usual) {
  return pairs(new Set(usual.keys()), (name) => (query.has(name) ? query.getAll(name) : usual.getAll(name)));
}

/**
 * `query` without what is usual.
 * @param {URLSearchParams} query with every name
 * @param {URLSearchParams} usual
 * @returns {URLSearchParams}
 */
export function shortened(query, usual) {
  return pairs(new Set(usual.keys()), (name) => (isSame(query.getAll(name), usual.getAll(name)) ? [] : query.getAll(name)));
}

/**
 * @param {URLSearchParams} query with every name
 * @returns {Race}
 */
export function raceOf(query) {
  const number = (/** @type {string} */ name) => Number(query.get(name));
  return { plan: planOf(query), activations: query.getAll("f"), seeds: number("seeds"), epochs: number("epochs"), target: number("target") };
}

/**
 * The playground's query for one network of a race.
 * @param {Plan} plan of the race
 * @param {string} activation of the lane
 * @param {number} seed
 * @returns {URLSearchParams}
 */
export function networkQuery(plan, activation, seed) {
  const hidden = plan.network.hidden.map(({ units }) => ({ units, activation }));
  return queryOf({ ...plan, network: { ...plan.network, hidden }, replicas: 1, seed });
}

/**
 * @param {Iterable<string>} names
 * @param {(name: string) => string[]} values
 */
function pairs(names, values) {
  return new URLSearchParams([...names].flatMap((name) => values(name).map((value) => [name, value])));
}

/**
 * @param {string[]} values
 * @param {string[]} others "0" and "0.0" are the same number
 */
function isSame(values, others) {
  return values.length === others.length && values.every((value, i) => value === others[i] || (value !== "" && Number(value) === Number(others[i])));
}
