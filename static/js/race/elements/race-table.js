/** `<race-table>`: the standings, ranked as the reader likes, and what they show. */

import { PageElement } from "../../shared/element.js";
import { fill, part, write } from "../../shared/parts.js";
import { compact, filled, percent, readable } from "../../shared/readable.js";
import { latestRaceFrame, rankBy, rankedLanes, shownStandings, startedRace } from "../record.js";
import { inStroke } from "../strokes.js";

/** @typedef {import("../messages").Standing} Standing */

/** What stands where nothing is known yet. */
const UNKNOWN = readable(null);

class RaceTable extends PageElement {
  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#sort(/** @type {HTMLElement} */ (target).closest("button")));
    this.hear(["raceranking", "racestate"], () => this.#show());
  }

  /** @param {HTMLButtonElement | null} button of a column */
  #sort(button) {
    const column = button?.dataset.sort;
    if (!column) return;
    for (const heading of this.querySelectorAll("thead th")) {
      const isChosen = heading.contains(button);
      if (isChosen) heading.setAttribute("aria-sort", column === "solved" || (column === "end" && startedRace()?.measure === "accuracy") ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    rankBy(column);
  }

  #show() {
    const standings = shownStandings();
    const { ready = "", begun = "", searching = "" } = this.dataset;
    const frame = latestRaceFrame();
    const underway = frame?.lanes.some(({ lr }) => lr === null) ? searching : begun;
    write(this.find("verdict"), standings?.verdict ?? (frame?.state === "running" ? underway : ready));
    const started = startedRace();
    if (!started) return;
    const { [started.measure]: heading = "" } = this.find("end").dataset;
    write(this.find("end"), heading);
    // one rate for all is told by the form
    this.querySelector("table")?.classList.toggle("one-rate", started.race.rates === "plan");
    const lanes = rankedLanes();
    const rows = this.find("rows");
    fill(rows, lanes.length, this.find("row", HTMLTemplateElement));
    lanes.forEach(({ lane, standing }, i) => {
      const row = /** @type {HTMLTableRowElement} */ (rows.children[i]);
      inStroke(part(row, "swatch"), lane);
      write(part(row, "name"), started.lanes[lane].activation);
      const texts = standing ? this.#texts(standing) : [];
      [...row.cells].slice(1).forEach((cell, column) => write(cell, texts[column] ?? UNKNOWN));
    });
  }

  /**
   * What stands in the cells of a lane.
   * @param {Standing} lane
   */
  #texts(lane) {
    const { solved = "" } = this.dataset;
    return [
      filled(solved, { solved: lane.solved, seeds: lane.seeds }),
      this.#epochs(lane.epochs_to_target),
      this.#end(lane),
      readable(lane.seconds_per_epoch === null ? null : 1000 * lane.seconds_per_epoch),
      compact(lane.lr),
      percent(lane.dead),
      readable(lane.gradient_ratio),
    ];
  }

  /** @param {Standing} lane @returns {string} what its seeds have come to: a median with quartiles */
  #end({ final_accuracy: shares, final_loss: losses }) {
    const { accuracy = "", loss = "" } = this.dataset;
    if (shares) return filled(accuracy, { median: hundredths(shares.median), q1: hundredths(shares.q1), q3: hundredths(shares.q3) });
    const [middle, q1, q3] = [losses.median, losses.q1, losses.q3].map((value) => readable(value));
    return filled(loss, { median: middle, q1, q3 });
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
