/** What is known of one map: the value and the outcome of each pixel, and what is shown where nothing is known yet. Pure. */

/** @typedef {"learned" | "stuck" | "diverged"} Outcome */
/** @typedef {[number, number]} Block rows and columns */
/** @typedef {{map: number, block: Block, at: [number, number][], values: (number | null)[], outcome: Outcome[]}} Tile as the server tells it; at: row and column of each pixel, which stands for a block from there on until more is known */

/** @type {Block} */
const ITSELF = [1, 1];

const UNKNOWN = -1;

export class Pixels {
  /** @type {Float64Array} the values, row by row; NaN where there is none */
  values;
  /** @type {(Outcome | null)[]} null where it is not known yet */
  outcome;
  /** @type {Int32Array} for each pixel the one whose colour it has: itself, or one that is known near it; −1: none */
  shown;
  /** How many pixels share what each shows, at most. @type {Float64Array} */
  #shared;

  /**
   * @param {number} rows
   * @param {number} columns
   */
  constructor(rows, columns) {
    this.rows = rows;
    this.columns = columns;
    const size = rows * columns;
    this.values = new Float64Array(size).fill(NaN);
    this.outcome = Array.from({ length: size }, () => null);
    this.shown = new Int32Array(size).fill(UNKNOWN);
    this.#shared = new Float64Array(size).fill(Infinity);
  }

  /** @param {Tile} tile */
  put({ block, at, values, outcome }) {
    at.forEach(([row, column], i) => this.#know(row, column, values[i], outcome[i], block));
  }

  /**
   * @param {(number | null)[][]} values row by row
   * @param {(Outcome | null)[][]} outcome
   */
  fill(values, outcome) {
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        const came = outcome[row][column];
        if (came !== null) this.#know(row, column, values[row][column], came, ITSELF);
      }
    }
  }

  /**
   * @param {number} row
   * @param {number} column
   * @param {number | null} value
   * @param {Outcome} outcome
   * @param {Block} block
   */
  #know(row, column, value, outcome, [rows, columns]) {
    const own = row * this.columns + column;
    this.values[own] = value ?? NaN;
    this.outcome[own] = outcome;
    const [bottom, right] = [Math.min(this.rows, row + rows), Math.min(this.columns, column + columns)];
    for (let y = row; y < bottom; y++) {
      for (let x = column; x < right; x++) {
        const place = y * this.columns + x;
        if (this.#shared[place] < rows * columns) continue;
        this.#shared[place] = rows * columns;
        this.shown[place] = own;
      }
    }
    this.#shared[own] = 0;
    this.shown[own] = own;
  }

  /** How many pixels have each outcome. @returns {{learned: number, stuck: number, diverged: number}} */
  counts() {
    const counts = { learned: 0, stuck: 0, diverged: 0 };
    for (const outcome of this.outcome) if (outcome) counts[outcome] += 1;
    return counts;
  }
}
