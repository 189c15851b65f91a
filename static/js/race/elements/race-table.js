/** `<race-table>`: the standings, sorted as the reader likes, and what they show. */

import { PageElement } from "../../shared/element.js";
import { fill, write } from "../../shared/parts.js";
import { filled, percent, readable } from "../../shared/readable.js";
import { latestRaceFrame, latestStandings } from "../record.js";

/** @typedef {import("../messages").Standing} Standing */

/** What each column sorts by; a value that is not there comes last. @type {Record<string, (lane: Standing) => number | string>} */
const KEYS = {
  activation: (lane) => lane.activation,
  solved: (lane) => -lane.solved,
  epochs: (lane) => lane.epochs_to_target.median ?? Infinity,
  accuracy: (lane) => -lane.final_accuracy.median,
  seconds: (lane) => lane.seconds_per_epoch ?? Infinity,
  dead: (lane) => lane.dead ?? Infinity,
  ratio: (lane) => lane.gradient_ratio ?? Infinity,
};

class RaceTable extends PageElement {
  #column = "solved";

  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#sort(/** @type {HTMLElement} */ (target).closest("button")));
    this.hear("racestarted", () => this.#show());
    this.hear("raceframe", ({ standings }) => standings && this.#show());
    this.hear("racestate", () => this.#show());
  }

  /** @param {HTMLButtonElement | null} button of a column */
  #sort(button) {
    if (!button?.dataset.sort) return;
    this.#column = button.dataset.sort;
    for (const heading of this.querySelectorAll("thead th")) {
      const isChosen = heading.contains(button);
      if (isChosen) heading.setAttribute("aria-sort", this.#column === "solved" || this.#column === "accuracy" ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    this.#show();
  }

  #show() {
    const standings = latestStandings();
    const { ready = "", begun = "" } = this.dataset;
    write(this.find("verdict"), standings?.verdict ?? (latestRaceFrame()?.state === "running" ? begun : ready));
    const rows = this.find("rows");
    const lanes = standings ? this.#sorted(standings.lanes) : [];
    fill(rows, lanes.length, /** @type {HTMLTemplateElement} */ (this.querySelector("template")));
    lanes.forEach((lane, i) => this.#fill(/** @type {HTMLTableRowElement} */ (rows.children[i]), lane));
  }

  /**
   * The server's order is kept where the column says nothing.
   * @param {Standing[]} lanes
   */
  #sorted(lanes) {
    const key = KEYS[this.#column];
    const before = (/** @type {number | string} */ a, /** @type {number | string} */ b) => (a < b ? -1 : a > b ? 1 : 0);
    return lanes.toSorted((a, b) => before(key(a), key(b)));
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {Standing} lane
   */
  #fill(row, lane) {
    const { solved = "", accuracy = "" } = this.dataset;
    const { median: middle, q1, q3 } = lane.final_accuracy;
    const texts = [
      lane.activation,
      filled(solved, { solved: lane.solved, seeds: lane.seeds }),
      this.#epochs(lane.epochs_to_target),
      filled(accuracy, { median: hundredths(middle), q1: hundredths(q1), q3: hundredths(q3) }),
      readable(lane.seconds_per_epoch === null ? null : 1000 * lane.seconds_per_epoch),
      percent(lane.dead),
      readable(lane.gradient_ratio),
    ];
    texts.forEach((text, i) => write(row.cells[i], text));
  }

  /**
   * A median with its interval, of which as much as has been reached.
   * @param {{median: number | null, low: number | null, high: number | null}} estimate
   */
  #epochs({ median, low, high }) {
    const { never = "", beyond = never, open = beyond, epochs = open } = this.dataset;
    const pattern = low === null ? never : median === null ? beyond : high === null ? open : epochs;
    return filled(pattern, { median: readable(median), low: readable(low), high: readable(high) });
  }
}

/** @param {number} share @returns {string} such as "93.2", of a hundred */
const hundredths = (share) => String(Number((100 * share).toFixed(1)));

customElements.define("race-table", RaceTable);
