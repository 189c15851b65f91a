/** `<race-export>`: what to take away of a race: its address, the table, the history of every seed, a picture. */

import { copy } from "../../shared/clipboard.js";
import { customProperties } from "../../shared/custom-properties.js";
import { download, downloadPicture } from "../../shared/download.js";
import { drawnSvg } from "../../shared/drawn-svg.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { send } from "../../shared/live.js";
import { inLight } from "../../shared/looks.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { historyCsv, tableCsv } from "../csv.js";
import { measured } from "../ending.js";
import { lanesChart, shortened } from "../lanes-chart.js";
import { CHART, racePicture } from "../picture.js";
import { courseOf, latestRaceFrame, rankedLanes, startedRace } from "../record.js";
import { raceAddress } from "../state.js";
import { lineOf } from "../strokes.js";

/** @typedef {import("../messages").Report} Report */

class RaceExport extends PageElement {
  /** What the reports that have been asked for are wanted for, the next first. @type {string[]} */
  #wanted = [];
  /** Whether the server has the race that is shown. */
  #isKept = false;

  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target)));
    this.hear("racereport", (report) => this.#deliver(report));
    this.hear("racestarted", () => (this.#isKept = true));
    this.hear("racelink", () => this.#forget());
  }

  #forget() {
    this.#wanted = [];
    this.#isKept = false;
  }

  /** @param {HTMLElement} button */
  async #act({ dataset: { export: kind = "", done = "" } }) {
    if (kind === "") return;
    this.#say("");
    if (kind === "link") this.#say((await copy(raceAddress())) ? done : raceAddress());
    else if (kind === "picture") this.#draw();
    else if (kind === "drawing") this.#trace();
    else this.#ask(kind);
  }

  /** @param {string} kind of file that is wanted of a report */
  #ask(kind) {
    if (this.#isKept && send({ type: "report" })) this.#wanted.push(kind);
    else this.#say(this.dataset.offline ?? "");
  }

  /** @param {Report} report */
  #deliver({ type, ...report }) {
    const stem = `race-${report.race.plan.data.name}-epoch-${report.epochs}`;
    const wanted = this.#wanted.shift();
    if (wanted === "json") download(`${JSON.stringify(report, null, 1)}\n`, `${stem}.json`, "application/json");
    if (wanted === "csv") download(tableCsv(report.lanes), `${stem}.csv`, "text/csv");
    if (wanted === "history") download(historyCsv(report, report.race.plan.seed), `${stem}-history.csv`, "text/csv");
  }

  async #draw() {
    const [started, frame] = [startedRace(), latestRaceFrame()];
    if (!started || !frame) return;
    const { race, measure, target, lanes } = started;
    const { seeds, plan } = race;
    const { heading: accuracy = "", lossHeading = "" } = this.dataset;
    const heading = filled(measure === "loss" ? lossHeading : accuracy, { epoch: frame.epoch, seeds, target: measured(measure, target) });
    const canvas = inLight(() => {
      // cards out of sight have not been painted
      announce("racepicture");
      const cards = [...document.querySelectorAll(".lane")];
      const picture = lanesChart(lanes.map((_, i) => courseOf(i)), { ...started, epochs: race.epochs }, CHART);
      const colours = coloursOf(cards);
      const chart = { picture, lanes: lanes.map(({ activation }, i) => ({ name: shortened(activation), colour: colours[i], line: lineOf(i) })) };
      return racePicture(cards, chart, heading);
    });
    await downloadPicture(canvas, `race-${plan.data.name}-epoch-${frame.epoch}.png`);
  }

  /** The chart alone, which is drawn in lines. */
  #trace() {
    const [started, frame] = [startedRace(), latestRaceFrame()];
    const drawing = document.querySelector("race-chart svg");
    if (!started || !frame || !(drawing instanceof SVGSVGElement)) return;
    const svg = inLight(() => drawnSvg(drawing, customProperties(this, "panel").panel));
    download(svg, `race-${started.race.plan.data.name}-epoch-${frame.epoch}.svg`, "image/svg+xml");
  }

  /** @param {string} text */
  #say(text) {
    write(this.find("status"), text);
  }
}

/**
 * The colour of each lane, in the order of the plan.
 * @param {Element[]} cards in that of the page
 * @returns {string[]}
 */
function coloursOf(cards) {
  /** @type {string[]} */
  const colours = [];
  rankedLanes().forEach(({ lane }, i) => {
    const swatch = /** @type {Element} */ (cards[i].querySelector(".swatch"));
    colours[lane] = getComputedStyle(swatch).borderTopColor;
  });
  return colours;
}

customElements.define("race-export", RaceExport);
