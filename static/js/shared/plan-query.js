/** A plan as the query string of an address, and back: pure functions. What stands at its default is left out. */

/** @typedef {{units: number, activation: string}} HiddenLayer */
/** @typedef {[number, number, number]} Sample x, y and the label */
/**
 * @typedef {{
 *   data: {name: string, points: number, noise: number, train_fraction: number, seed: number, samples: Sample[] | null},
 *   network: {hidden: HiddenLayer[], init: string, dropout: number},
 *   training: {loss: string, optimizer: string, lr: number, batch_size: number | "all", l1: number, l2: number, activity: number},
 *   replicas: number,
 *   seed: number,
 * }} Plan everything that determines a run
 */
/** @typedef {string | number} Value */

const NO_LAYER = "none";

/** Each name of the query, where its value stands in the plan, and what it is when the query does not say. */
const FIELDS = /** @type {[string, [keyof Plan] | [keyof Plan, string], Value][]} */ ([
  ["data", ["data", "name"], "circle"],
  ["points", ["data", "points"], 500],
  ["noise", ["data", "noise"], 0.1],
  ["train_fraction", ["data", "train_fraction"], 0.5],
  ["data_seed", ["data", "seed"], 0],
  ["init", ["network", "init"], "xavier_uniform"],
  ["dropout", ["network", "dropout"], 0],
  ["loss", ["training", "loss"], "auto"],
  ["optimizer", ["training", "optimizer"], "sgd"],
  ["lr", ["training", "lr"], 0.03],
  ["batch_size", ["training", "batch_size"], 10],
  ["l1", ["training", "l1"], 0],
  ["l2", ["training", "l2"], 0],
  ["activity", ["training", "activity"], 0],
  ["replicas", ["replicas"], 1],
  ["seed", ["seed"], 0],
]);

const USUAL_LAYERS = ["4:tanh", "2:tanh"];

/**
 * The plan that a query stands for. A value that is no number stays the text that it is: it is for the server to judge.
 * @param {URLSearchParams} query
 * @param {Sample[] | null} [samples] the reader's own points, which are in no address
 * @returns {Plan}
 */
export function planOf(query, samples = null) {
  const layers = query.has("layer") ? query.getAll("layer") : USUAL_LAYERS;
  const hidden = layers.filter((text) => text !== NO_LAYER).map(layerOf);
  const plan = /** @type {any} */ ({ data: {}, network: { hidden }, training: {} });
  for (const [name, path, usual] of FIELDS) put(plan, path, read(query.get(name), usual));
  plan.data.samples = plan.data.name === "own" ? samples : null;
  return plan;
}

/**
 * @param {Plan} plan
 * @returns {URLSearchParams}
 */
export function queryOf(plan) {
  const pairs = FIELDS.filter(([, path, usual]) => at(plan, path) !== usual).map(([name, path]) => [name, String(at(plan, path))]);
  const layers = plan.network.hidden.map(({ units, activation }) => `${units}:${activation}`);
  const own = layers.length === 0 ? [NO_LAYER] : layers;
  const isUsual = own.length === USUAL_LAYERS.length && own.every((text, i) => text === USUAL_LAYERS[i]);
  const named = isUsual ? [] : own.map((text) => ["layer", text]);
  // where a reader looks for them: data, network, training
  const after = pairs.findIndex(([name]) => !DATA_NAMES.has(name ?? ""));
  pairs.splice(after < 0 ? pairs.length : after, 0, ...named);
  return new URLSearchParams(pairs);
}

/**
 * @param {Plan} plan
 * @returns {URLSearchParams} every value, for a page at which others are usual
 */
export function wholeQueryOf(plan) {
  const layers = plan.network.hidden.map(({ units, activation }) => ["layer", `${units}:${activation}`]);
  return new URLSearchParams([...FIELDS.map(([name, path]) => [name, String(at(plan, path))]), ...(layers.length ? layers : [["layer", NO_LAYER]])]);
}

const DATA_NAMES = new Set(FIELDS.filter(([, path]) => path[0] === "data").map(([name]) => name));

/**
 * The value that a query's `name` has in a plan.
 * @param {Plan} plan
 * @param {string} name
 * @returns {Value}
 */
export function valueOf(plan, name) {
  return at(plan, fieldOf(name)[1]);
}

/**
 * @param {Plan} plan
 * @param {string} name as in the query
 * @param {string} text what a reader wrote
 * @returns {Plan} a copy of `plan` with that value
 */
export function withValue(plan, name, text) {
  const next = structuredClone(plan);
  const [, path, usual] = fieldOf(name);
  put(next, path, read(text, usual));
  if (next.data.name !== "own") next.data.samples = null;
  return next;
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

/** @param {string} name */
function fieldOf(name) {
  const field = FIELDS.find(([other]) => other === name);
  if (!field) throw new TypeError(`a plan has no ${name}`);
  return field;
}

/**
 * @param {string} text such as "8:elu(alpha=1.5)"
 * @returns {HiddenLayer}
 */
function layerOf(text) {
  const colon = text.indexOf(":");
  const units = Number(text.slice(0, Math.max(colon, 0)));
  return { units: Number.isInteger(units) ? units : 0, activation: text.slice(colon + 1) };
}

/**
 * @param {string | null} text
 * @param {Value} usual
 * @returns {Value}
 */
function read(text, usual) {
  if (text === null) return usual;
  const number = Number(text);
  return typeof usual === "number" && text.trim() !== "" && !Number.isNaN(number) ? number : text;
}

/**
 * @param {any} plan
 * @param {string[]} path
 * @returns {Value}
 */
function at(plan, path) {
  return path.reduce((part, key) => part[key], plan);
}

/**
 * @param {any} plan
 * @param {string[]} path
 * @param {Value} value
 */
function put(plan, path, value) {
  const last = /** @type {string} */ (path.at(-1));
  /** @type {any} */ (at(plan, path.slice(0, -1)))[last] = value;
}
