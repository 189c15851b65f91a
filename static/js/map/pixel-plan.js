/** From a map to one of its networks: pure functions. */

/** @typedef {import("../shared/plan-query.js").Plan} Plan */
/** @typedef {import("../shared/plan-query.js").PlanQuery} PlanQuery */
/** @typedef {import("./axis.js").Axis} Axis */
/**
 * @typedef {{plan: Plan, activations: string[], x: Axis, y: Axis, epochs: number, measure: import("./colour-scale.js").Measure, target: number, target_loss: number}} Question
 *   what a map is asked for
 */

/** Values of a plan that an axis may vary, by their names in a query. */
const OF_PLAN = new Set(["lr", "weight_scale", "l1", "l2", "activity", "dropout", "momentum", "noise", "seed"]);

/**
 * The playground's query for a pixel.
 * @param {PlanQuery} playground
 * @param {Question} question
 * @param {string} activation
 * @param {number} x the value on the x axis
 * @param {number} y
 * @returns {URLSearchParams}
 */
export function pixelQuery(playground, question, activation, x, y) {
  const hidden = question.plan.network.hidden.map((layer) => ({ ...layer, activation }));
  const plan = { ...question.plan, network: { ...question.plan.network, hidden } };
  return playground.query(varied(playground, varied(playground, plan, question.x.vary, x), question.y.vary, y));
}

/**
 * @param {PlanQuery} playground
 * @param {Plan} plan
 * @param {string} name of what varies
 * @param {number} value that it has
 * @returns {Plan}
 */
function varied(playground, plan, name, value) {
  if (OF_PLAN.has(name)) return playground.withValue(plan, name, String(value));
  const { hidden } = plan.network;
  const layers = {
    width: () => hidden.map((layer) => ({ ...layer, units: value })),
    depth: () => Array.from({ length: value }, () => ({ ...hidden[0] })),
  }[name] ?? (() => hidden.map((layer) => ({ ...layer, activation: withParameter(layer.activation, name, value) })));
  return { ...plan, network: { ...plan.network, hidden: layers() } };
}

/**
 * A reference with another value of one parameter: `elu(alpha=1.5)` names an entry, `x*sigmoid(b*x)|b=1.7` is an expression.
 * @param {string} reference
 * @param {string} name
 * @param {number} value
 * @returns {string}
 */
export function withParameter(reference, name, value) {
  const [expression, bar, given] = partitioned(reference, "|");
  if (bar) return `${expression}|${assigned(given, name, value)}`;
  const entry = /^\s*([A-Za-z_]\w*)\s*(?:\(([^()]*)\))?\s*$/.exec(reference);
  const isEntry = entry && (entry[2] === undefined || !entry[2].trim() || entry[2].includes("="));
  return isEntry ? `${entry[1]}(${assigned(entry[2] ?? "", name, value)})` : `${reference}|${name}=${value}`;
}

/**
 * @param {string} text
 * @param {string} mark
 * @returns {[string, string, string]} what is before the first mark, the mark, and what is behind it
 */
function partitioned(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, "", ""] : [text.slice(0, at), mark, text.slice(at + mark.length)];
}

/**
 * @param {string} given such as "alpha=1.5, beta=2"
 * @param {string} name
 * @param {number} value
 * @returns {string} the same with another value of `name`
 */
function assigned(given, name, value) {
  const others = given.split(",").map((part) => part.trim()).filter((part) => part && part.split("=")[0].trim() !== name);
  return [...others, `${name}=${value}`].join(",");
}
