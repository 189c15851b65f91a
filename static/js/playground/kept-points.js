/** A reader's own points, kept for as long as the tab is open, and the way back from each change. */

import { readPoints } from "./own-points.js";

/** @typedef {import("../shared/plan-query.js").Sample} Sample */

const KEY = "own-points";
const MOST_STEPS = 50;

export class KeptPoints {
  /** @type {Sample[]} */
  #points;
  /** @type {Sample[][]} */
  #before = [];

  /** @param {Sample[] | null} otherwise the points to begin with where none are kept */
  constructor(otherwise) {
    const kept = load();
    this.#points = kept.length > 0 ? kept : (otherwise ?? []);
  }

  get points() {
    return this.#points;
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  /** @param {Sample[]} points */
  change(points) {
    if (points === this.#points) return;
    this.#before = [...this.#before.slice(-MOST_STEPS + 1), this.#points];
    this.#points = points;
    keep(points);
  }

  undo() {
    this.#points = this.#before.pop() ?? this.#points;
    keep(this.#points);
  }
}

/** @returns {Sample[]} */
function load() {
  try {
    return readPoints(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  } catch {
    return [];
  }
}

/** @param {Sample[]} points */
function keep(points) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(points));
  } catch {
    // storage may be forbidden, or full: the points then last as long as the page
  }
}
