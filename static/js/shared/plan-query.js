/** A plan as the query string of an address, and back: pure functions. A reader's own points are in no address. */

import { FlatQuery } from "./flat-query.js";

/** @typedef {import("./flat-query.js").HiddenLayer} HiddenLayer */
/** @typedef {(number | string)[]} Sample the inputs, which are numbers, and the label: the name of a class, or a target */
/** @typedef {{samples: Sample[] | null, columns: string[] | null}} Own a reader's own samples, and what their inputs are called; null: as usual */
/**
 * @typedef {{
 *   data: {name: string, task: string, train_fraction?: number, samples: Sample[] | null, columns: string[] | null},
 *   network: {hidden: HiddenLayer[]},
 *   training: {lr: number},
 *   replicas: number,
 *   seed: number,
 * }} Plan everything that determines a run; its other values are known by their names in the query alone
 */

/** @extends {FlatQuery<Plan>} */
export class PlanQuery extends FlatQuery {
  /**
   * @param {URLSearchParams} query
   * @param {Own} [own]
   * @returns {Plan}
   */
  plan(query, own = { samples: null, columns: null }) {
    return withOwn(this.read(query), own);
  }

  /**
   * @param {Plan} plan
   * @param {string} name as in the query
   * @param {string} text what a reader wrote
   * @returns {Plan} a copy of `plan` with that value
   */
  withValue(plan, name, text) {
    return withOwn(super.withValue(without(plan), name, text), plan.data);
  }

  /**
   * @param {Plan} plan
   * @param {string} name as in the query
   * @param {string[]} texts that are chosen
   * @returns {Plan} a copy of `plan` with that list
   */
  withList(plan, name, texts) {
    return withOwn(super.withList(without(plan), name, texts), plan.data);
  }
}

/**
 * @param {Plan} plan which is changed
 * @param {Own} own which belong to the data set own alone
 */
function withOwn(plan, { samples, columns }) {
  const isOwn = plan.data.name === "own";
  Object.assign(plan.data, { samples: isOwn ? samples : null, columns: isOwn ? columns : null });
  // other data know their task
  if (plan.data.name !== "own") plan.data.task = "auto";
  return plan;
}

/** The plan without its samples, which may be many and are never changed: to copy them takes long. @param {Plan} plan */
const without = (plan) => ({ ...plan, data: { ...plan.data, samples: null } });

/**
 * @param {Plan} plan
 * @returns {Plan} a copy that may be changed, but for its samples
 */
export const copied = (plan) => withOwn(structuredClone(without(plan)), plan.data);

/**
 * @param {Plan} plan
 * @param {HiddenLayer[]} hidden
 * @returns {Plan} a copy of `plan` with these hidden layers
 */
export function withLayers(plan, hidden) {
  const next = copied(plan);
  next.network.hidden = hidden;
  return next;
}
