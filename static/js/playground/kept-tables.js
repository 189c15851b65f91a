/**
 * A reader's own samples beside an entry of the browser's history: those that are not too many are kept there and outlast the
 * page; of others an entry has a number, and they last as long as the page.
 */

/** @typedef {import("../shared/plan-query.js").Own} Own */

/** Numbers that an entry may have: browsers keep some megabytes, and write them at each change of the address. */
const MOST_NUMBERS = 60_000;

export class KeptTables {
  /** @type {Own[]} */
  #large = [];

  /**
   * @param {Own} own
   * @returns {{samples: Own["samples"], columns: Own["columns"], table?: number}} what is to stand in the history
   */
  state({ samples, columns }) {
    if (!samples || samples.length * samples[0].length <= MOST_NUMBERS) return { samples, columns };
    let table = this.#large.findIndex((large) => large.samples === samples && String(large.columns) === String(columns));
    if (table < 0) table = this.#large.push({ samples, columns }) - 1;
    return { samples: null, columns: null, table };
  }

  /**
   * @param {any} state of an entry of the history
   * @returns {Own}
   */
  read(state) {
    return this.#large[state?.table ?? -1] ?? { samples: state?.samples ?? null, columns: state?.columns ?? null };
  }
}
