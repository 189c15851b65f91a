/** The curve of a layer's activation, asked of the server when it is another: when the activation has learned, or when its
 * pre-activations reach further. */

import { fetchJson } from "../shared/api.js";
import { calm } from "../shared/calm.js";

/** @typedef {{x: number[], value: (number | null)[], derivative: (number | null)[], kinks: import("./curve-strokes.js").Kink[]}} Curve over −reach…reach */

const POINTS = 201;
const PAUSE_MS = 500;
/** Layers of one activation and one reach share what was asked. */
const MOST_KEPT = 48;

/** @type {Map<string, Promise<Curve>>} */
const kept = new Map();

export class LayerShape {
  /** @type {Curve | null} */
  #curve = null;
  #known = "";
  #asked = "";
  #changed;
  #failed;
  #ask = calm((/** @type {string} */ key) => this.#fetch(key), PAUSE_MS);

  /**
   * @param {(curve: Curve, reference: string | null, reach: number) => void} changed hears of another curve
   * @param {(error: unknown) => void} [failed] hears why there is none
   */
  constructor(changed, failed = () => {}) {
    this.#changed = changed;
    this.#failed = failed;
  }

  /**
   * Follow a layer.
   * @param {string | null} reference of its activation; null: the output, which has none
   * @param {number} reach of its pre-activations
   * @returns {boolean} whether the curve is known over this reach; bars over another would lie
   */
  follow(reference, reach) {
    const key = JSON.stringify([reference, reach]);
    if (key !== this.#asked) {
      this.#asked = key;
      this.#ask(key);
    }
    return this.#known !== "" && JSON.parse(this.#known)[1] === reach;
  }

  /** What could not be had may be had now. */
  askAgain() {
    this.#asked = this.#known;
  }

  /** @returns {Curve | null} */
  get curve() {
    return this.#curve;
  }

  /** @param {string} key */
  async #fetch(key) {
    const [reference, reach] = JSON.parse(key);
    try {
      const curve = await curveOf(reference, reach);
      if (key !== this.#asked) return;
      this.#curve = curve;
      this.#known = key;
      this.#changed(curve, reference, reach);
    } catch (error) {
      this.#failed(error);
    }
  }
}

/**
 * @param {string | null} reference
 * @param {number} reach
 * @returns {Promise<Curve>}
 */
function curveOf(reference, reach) {
  if (reference === null) return Promise.resolve(identity(reach));
  const key = JSON.stringify([reference, reach]);
  const known = kept.get(key);
  if (known) return known;
  const [oldest = ""] = kept.keys();
  if (kept.size >= MOST_KEPT) kept.delete(oldest);
  const asked = sample(reference, reach);
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  return asked;
}

/**
 * @param {string} reference
 * @param {number} reach
 * @returns {Promise<Curve>}
 */
async function sample(reference, reach) {
  const window = { low: String(-reach), high: String(reach), points: String(POINTS), order: "1" };
  const answer = await fetchJson("curves", new URLSearchParams({ f: reference, ...window }));
  return { x: answer.x, ...answer.curves[0] };
}

/**
 * The output layer has no activation: what goes in comes out.
 * @param {number} reach
 * @returns {Curve}
 */
function identity(reach) {
  const x = Array.from({ length: POINTS }, (_, i) => -reach + (2 * reach * i) / (POINTS - 1));
  return { x, value: x, derivative: x.map(() => 1), kinks: [] };
}
