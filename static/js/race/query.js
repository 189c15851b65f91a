/** From a race to one of its networks: pure functions. */

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {import("../shared/plan-query.js").PlanQuery} PlanQuery */
/** @typedef {{plan: Plan, activations: string[], seeds: number, epochs: number, target: number, target_loss: number, rates: string}} Race */

/**
 * The playground's query for one network of a race.
 * @param {PlanQuery} playground
 * @param {Plan} plan of the race
 * @param {string} activation of the lane
 * @param {number} seed
 * @param {number | null} lr the learning rate of the lane; null: the plan's
 * @returns {URLSearchParams}
 */
export function networkQuery(playground, plan, activation, seed, lr) {
  const hidden = plan.network.hidden.map((layer) => ({ ...layer, activation }));
  const training = { ...plan.training, lr: lr ?? plan.training.lr };
  return playground.query({ ...plan, training, network: { ...plan.network, hidden }, replicas: 1, seed });
}
