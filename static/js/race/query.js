/** From a race to one of its networks: pure functions. */

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {import("../shared/plan-query.js").PlanQuery} PlanQuery */
/** @typedef {{plan: Plan, activations: string[], seeds: number, epochs: number, target: number}} Race */

/**
 * The playground's query for one network of a race.
 * @param {PlanQuery} playground
 * @param {Plan} plan of the race
 * @param {string} activation of the lane
 * @param {number} seed
 * @returns {URLSearchParams}
 */
export function networkQuery(playground, plan, activation, seed) {
  const hidden = plan.network.hidden.map((layer) => ({ ...layer, activation }));
  return playground.query({ ...plan, network: { ...plan.network, hidden }, replicas: 1, seed });
}
