/** A plan as the query string of an address, and back: pure functions. A reader's own points are in no address. */

import { FlatQuery } from "./flat-query.js";

/** @typedef {import("./flat-query.js").HiddenLayer} HiddenLayer */
/** @typedef {[number, number, number | string]} Sample x, y and the label: the name of a class, or a target */
/**
 * @typedef {{
 *   data: {name: string, task: string, samples: Sample[] | null},
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
   * @param {Sample[] | null} [samples] the reader's own points
   * @returns {Plan}
   */
  plan(query, samples = null) {
    return withSamples(this.read(query), samples);
  }

  /**
   * @param {Plan} plan
   * @param {string} name as in the query
   * @param {string} text what a reader wrote
   * @returns {Plan} a copy of `plan` with that value
   */
  withValue(plan, name, text) {
    return withSamples(super.withValue(plan, name, text), plan.data.samples);
  }

  /**
   * @param {Plan} plan
   * @param {string} name as in the query
   * @param {string[]} texts that are chosen
   * @returns {Plan} a copy of `plan` with that list
   */
  withList(plan, name, texts) {
    return withSamples(super.withList(plan, name, texts), plan.data.samples);
  }
}

/**
 * @param {Plan} plan which is changed
 * @param {Sample[] | null} samples that belong to the data set own alone
 */
function withSamples(plan, samples) {
  plan.data.samples = plan.data.name === "own" ? samples : null;
  // drawn data know their task
  if (plan.data.name !== "own") plan.data.task = "auto";
  return plan;
}

/**
 * @param {Plan} plan
 * @param {HiddenLayer[]} hidden
 * @returns {Plan} a copy of `plan` with these hidden layers
 */
export function withLayers(plan, hidden) {
  const next = structuredClone(plan);
  next.network.hidden = hidden;
  return next;
}
