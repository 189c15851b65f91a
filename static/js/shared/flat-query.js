/**
 * A nested value as the query string of an address, and back, by the server's table of its values: pure functions. What
 * stands at its usual value is left out.
 */

/** @typedef {string | number | boolean} Value */
/** @typedef {{units: number, activation: string, [option: string]: Value}} HiddenLayer written `units:activation;option=value` in a query */
/** @typedef {{name: string, usual: Value, told: Record<string, string>}} Option of a layer: what it usually is, and what other values are called */
/** @typedef {{name: string, path: string[], usual: Value | string[], options?: Option[]}} Leaf a name of the query, where its value stands, and what it usually is; layers have options */

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

  /**
   * @param {number} units
   * @param {string} activation
   * @returns {HiddenLayer} a layer of which all else is usual
   */
  layer(units, activation) {
    return layerOf(`${units}:${activation}`, this.#options);
  }

  /**
   * @param {HiddenLayer} layer
   * @returns {string} as the query writes it
   */
  layerText(layer) {
    return layerText(layer, this.#options);
  }

  /**
   * @param {HiddenLayer} layer
   * @returns {string[]} what is unusual about it, each in a few words
   */
  told(layer) {
    return unusual(layer, this.#options).map(({ name, told }) => told[String(layer[name])] ?? String(layer[name]));
  }

  /**
   * @param {HiddenLayer} layer
   * @param {string} option
   * @param {string} text what a reader wrote
   * @returns {HiddenLayer} a copy with that value
   */
  withOption(layer, option, text) {
    return { ...layer, [option]: read(text, this.#options.find(({ name }) => name === option)?.usual) };
  }

  /** What a layer can be told beside its units and its activation. */
  get #options() {
    return this.#leaf(LAYERS).options ?? [];
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
function given(query, { name, usual, options = [] }) {
  if (!Array.isArray(usual)) return query.has(name) ? read(query.get(name) ?? "", usual) : usual;
  const texts = query.has(name) ? query.getAll(name) : usual;
  return name === LAYERS ? texts.filter((text) => text !== NO_LAYER).map((text) => layerOf(text, options)) : [...texts];
}

/**
 * @param {Leaf} leaf
 * @param {any} value
 * @returns {string[]} as the query writes it
 */
function textsOf({ name, options = [] }, value) {
  if (!Array.isArray(value)) return [String(value)];
  if (name !== LAYERS) return value;
  return value.length ? value.map((layer) => layerText(layer, options)) : [NO_LAYER];
}

/**
 * @param {string} text such as "8:elu(alpha=1.5);use_bias=false"
 * @param {Option[]} options
 * @returns {HiddenLayer}
 */
function layerOf(text, options) {
  const [head, ...parts] = text.split(";");
  const colon = head.indexOf(":");
  const units = Number(head.slice(0, Math.max(colon, 0)));
  const given = new Map(parts.map((part) => /** @type {[string, string]} */ (part.split("=").map((piece) => piece.trim()))));
  const values = options.map(({ name, usual }) => [name, given.has(name) ? read(given.get(name) ?? "", usual) : usual]);
  return { units: Number.isInteger(units) ? units : 0, activation: head.slice(colon + 1), ...Object.fromEntries(values) };
}

/**
 * @param {HiddenLayer} layer
 * @param {Option[]} options
 * @returns {string}
 */
function layerText(layer, options) {
  const given = unusual(layer, options).map(({ name }) => `;${name}=${layer[name]}`);
  return `${layer.units}:${layer.activation}${given.join("")}`;
}

/**
 * @param {HiddenLayer} layer
 * @param {Option[]} options
 * @returns {Option[]} those of which the layer has another value
 */
function unusual(layer, options) {
  return options.filter(({ name, usual }) => layer[name] !== usual);
}

/**
 * @param {string} text
 * @param {unknown} usual
 * @returns {Value} a number, or a truth value, where such is usual and the text is one
 */
function read(text, usual) {
  if (typeof usual === "boolean") return text === "true" || (text === "false" ? false : text);
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
