/**
 * A nested value as the query string of an address, and back, by the server's table of its values: pure functions. What
 * stands at its usual value is left out.
 */

/** @typedef {{units: number, activation: string}} HiddenLayer written `units:activation` in a query */
/** @typedef {string | number} Value */
/** @typedef {{name: string, path: string[], usual: Value | string[]}} Leaf a name of the query, where its value stands, and what it usually is */

const LAYERS = "layer";
const NO_LAYER = "none";

/** @template {object} T the nested value */
export class FlatQuery {
  /** @type {Leaf[]} */
  #leaves;

  /** @param {Leaf[]} leaves in the order of the address */
  constructor(leaves) {
    this.#leaves = leaves;
  }

  /**
   * The value that a query stands for. What is no number stays the text that it is: it is for the server to judge.
   * @param {URLSearchParams} query
   * @returns {T}
   */
  read(query) {
    const value = /** @type {any} */ ({});
    for (const leaf of this.#leaves) put(value, leaf.path, given(query, leaf));
    return value;
  }

  /**
   * @param {T} value
   * @returns {URLSearchParams} what is not usual
   */
  query(value) {
    return this.#written(value, ({ usual }, texts) => texts.join("\n") !== [usual].flat().join("\n"));
  }

  /**
   * @param {T} value
   * @returns {URLSearchParams} all of it, for a page at which other values are usual
   */
  wholeQuery(value) {
    return this.#written(value, () => true);
  }

  /**
   * @param {T} value
   * @param {(leaf: Leaf, texts: string[]) => boolean} isSaid
   */
  #written(value, isSaid) {
    const texts = this.#leaves.map((leaf) => ({ leaf, texts: textsOf(leaf, at(value, leaf.path)) }));
    const said = texts.filter(({ leaf, texts }) => isSaid(leaf, texts));
    return new URLSearchParams(said.flatMap(({ leaf, texts }) => texts.map((text) => [leaf.name, text])));
  }

  /**
   * @param {T} value
   * @param {string} name as in the query
   * @returns {Value | string[]}
   */
  valueOf(value, name) {
    return at(value, this.#leaf(name).path);
  }

  /**
   * @param {T} value
   * @param {string} name as in the query
   * @param {string} text what a reader wrote
   * @returns {T} a copy with that value
   */
  withValue(value, name, text) {
    const next = structuredClone(value);
    const { path, usual } = this.#leaf(name);
    put(next, path, read(text, usual));
    return next;
  }

  /**
   * @param {T} value
   * @param {string} name as in the query
   * @param {string[]} texts that are chosen
   * @returns {T} a copy with that list
   */
  withList(value, name, texts) {
    const next = structuredClone(value);
    put(next, this.#leaf(name).path, texts);
    return next;
  }

  /** @param {string} name */
  #leaf(name) {
    const leaf = this.#leaves.find((other) => other.name === name);
    if (!leaf) throw new TypeError(`there is no ${name} in this query`);
    return leaf;
  }
}

/**
 * @param {URLSearchParams} query
 * @param {Leaf} leaf
 */
function given(query, { name, usual }) {
  if (!Array.isArray(usual)) return query.has(name) ? read(query.get(name) ?? "", usual) : usual;
  const texts = query.has(name) ? query.getAll(name) : usual;
  return name === LAYERS ? texts.filter((text) => text !== NO_LAYER).map(layerOf) : [...texts];
}

/**
 * @param {Leaf} leaf
 * @param {any} value
 * @returns {string[]} as the query writes it
 */
function textsOf({ name }, value) {
  if (!Array.isArray(value)) return [String(value)];
  if (name !== LAYERS) return value;
  return value.length ? value.map(({ units, activation }) => `${units}:${activation}`) : [NO_LAYER];
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
 * @param {string} text
 * @param {unknown} usual
 * @returns {Value} a number where a number is usual and the text is one
 */
function read(text, usual) {
  const number = Number(text);
  return typeof usual === "number" && text.trim() !== "" && !Number.isNaN(number) ? number : text;
}

/**
 * @param {any} value
 * @param {string[]} path
 */
function at(value, path) {
  return path.reduce((part, key) => part[key], value);
}

/**
 * @param {any} value
 * @param {string[]} path
 * @param {unknown} leaf
 */
function put(value, path, leaf) {
  const parts = path.slice(0, -1);
  const last = /** @type {string} */ (path.at(-1));
  parts.reduce((part, key) => (part[key] ??= {}), value)[last] = leaf;
}
