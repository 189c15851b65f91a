/** The way to the Map page: a pure function. */

/**
 * @param {string} before a map's query as the server made it, of which what no plan says is kept, such as its axes
 * @param {URLSearchParams} plan every name of a plan, and what else a map is told
 * @param {string[]} activations which are mapped, each once
 * @param {number} most of them
 * @returns {URLSearchParams}
 */
export function mapOver(before, plan, activations, most) {
  const query = new URLSearchParams(before);
  for (const name of [...plan.keys(), "f"]) query.delete(name);
  for (const [name, value] of plan) query.append(name, value);
  for (const activation of [...new Set(activations)].slice(0, most)) query.append("f", activation);
  return query;
}
