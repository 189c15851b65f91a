/** What a run has shown, frame by frame, and the run before it: losses, accuracies, learned parameters. It knows neither page nor socket. */

import { csvText } from "../shared/csv.js";

/** @typedef {{train_loss: number | null, test_loss: number | null, train_accuracy: number | null, test_accuracy: number | null}} Score */
/** @typedef {{train_loss: number[], test_loss: number[] | null, train_accuracy: number[] | null, test_accuracy: number[] | null}} Scores one of each for each replica */
/** @typedef {Score & {epoch: number, replicas: Scores | null, learned: Record<string, number>[]}} Row the score of the first replica, and what each layer has learned */

export const QUANTITIES = /** @type {const} */ (["train_loss", "test_loss", "train_accuracy", "test_accuracy"]);

/** A day of frames must not fill the memory; beyond so many numbers every second row is let go. */
const MOST_ROWS = 20_000;
const FEWEST_ROWS = 1000;

export class History {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Row[]} */
  #before = [];

  /** @returns {readonly Row[]} by epoch, ascending */
  get rows() {
    return this.#rows;
  }

  /** @returns {readonly Row[]} of the run before, where there was one that learned */
  get before() {
    return this.#before;
  }

  /**
   * A run begins.
   * @param {boolean} [isLike] whether what it measures can be compared with the run before
   */
  begin(isLike = true) {
    if (this.#rows.length > 1) this.#before = this.#rows;
    if (!isLike) this.#before = [];
    this.#rows = [];
  }

  /**
   * Take in a frame. One of the same epoch takes the place of the last; one of an earlier epoch begins a new history.
   * @param {Score & {epoch: number, replicas: Scores | null, layers: {learned: Record<string, number>}[]}} frame
   */
  add({ epoch, train_loss, test_loss, train_accuracy, test_accuracy, replicas, layers }) {
    const last = this.#rows.at(-1)?.epoch ?? -1;
    if (epoch < last) this.begin();
    if (epoch === last) this.#rows.pop();
    const learned = layers.map((layer) => layer.learned);
    this.#rows.push({ epoch, train_loss, test_loss, train_accuracy, test_accuracy, replicas, learned });
    const most = Math.max(FEWEST_ROWS, MOST_ROWS / (replicas?.train_loss.length ?? 1));
    if (this.#rows.length > most) this.#rows = this.#rows.filter((_, i) => i % 2 === 0 || i === this.#rows.length - 1);
  }

  /** @returns {string} a table with a header: a line for each frame, or for each frame and replica where there are several */
  csv() {
    const hasReplicas = this.#rows.some(({ replicas }) => replicas);
    const header = ["epoch", ...(hasReplicas ? ["replica"] : []), ...QUANTITIES];
    const lines = this.#rows.flatMap((row) => (hasReplicas ? replicaLines(row) : [[row.epoch, ...QUANTITIES.map((name) => row[name])]]));
    return csvText([header, ...lines]);
  }
}

/**
 * @param {Row} row
 * @returns {(number | null | undefined)[][]} cells for each replica, numbered from 1
 */
function replicaLines({ epoch, replicas }) {
  if (!replicas) return [];
  return replicas.train_loss.map((_, i) => [epoch, i + 1, ...QUANTITIES.map((name) => replicas[name]?.[i])]);
}
