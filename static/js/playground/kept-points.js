/** A reader's own samples, kept for as long as the tab is open, and the way back from each change. */

import { readPoints } from "./own-points.js";

/** @typedef {import("../shared/plan-query.js").Sample} Sample */
/** @typedef {{points: Sample[], columns: string[] | null, task: string | null}} Kept columns: names of the inputs, null: the usual ones; task: what the labels are, null: as the plan says */

const KEY = "own-points";
const MOST_STEPS = 50;

export class KeptPoints {
  /** @type {Kept} */
  #kept;
  /** @type {Kept[]} */
  #before = [];

  /** @param {{samples: Sample[] | null, columns: string[] | null}} otherwise those to begin with where none are kept */
  constructor({ samples, columns }) {
    const kept = load();
    this.#kept = kept.points.length > 0 || !samples ? kept : { points: samples, columns, task: null };
  }

  get points() {
    return this.#kept.points;
  }

  get columns() {
    return this.#kept.columns;
  }

  get task() {
    return this.#kept.task;
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  /**
   * @param {Sample[]} points
   * @param {{columns: string[] | null, task: string | null}} [about] those of before, where they are changed by hand
   */
  change(points, { columns, task } = this.#kept) {
    if (points === this.#kept.points) return;
    this.#before = [...this.#before.slice(-MOST_STEPS + 1), this.#kept];
    this.#kept = points.length > 0 ? { points, columns, task } : { points, columns: null, task: null };
    keep(this.#kept);
  }

  undo() {
    this.#kept = this.#before.pop() ?? this.#kept;
    keep(this.#kept);
  }
}

/** @returns {Kept} */
function load() {
  try {
    const { points, columns, task } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    const read = readPoints(points);
    const isNamed = Array.isArray(columns) && columns.length === (read[0]?.length ?? 0) - 1 && columns.every((name) => typeof name === "string");
    return { points: read, columns: isNamed ? columns : null, task: typeof task === "string" ? task : null };
  } catch {
    return { points: [], columns: null, task: null };
  }
}

/** @param {Kept} kept */
function keep(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // storage may be forbidden, or full: the points then last as long as the page, and no others come back
    forget();
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}
