/** `<race-export>`: what to take away of a race: its address, the table, the history of every seed, a picture. */

import { copy } from "../clipboard.js";
import { download, downloadPicture } from "../download.js";
import { send } from "../live.js";
import { part, write } from "../parts.js";
import { historyCsv, tableCsv } from "../race-csv.js";
import { racePicture } from "../race-picture.js";
import { latestRaceFrame, startedRace } from "../race-record.js";
import { raceAddress } from "../race-state.js";
import { filled, percent } from "../readable.js";
import { hear } from "../when-seen.js";

class RaceExport extends HTMLElement {
  #listening = new AbortController();
  /** What the next report is wanted for. */
  #wanted = "";

  connectedCallback() {
    const { signal } = this.#listening;
    this.addEventListener("click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target)), { signal });
    hear("racereport", (report) => this.#deliver(report), signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** @param {HTMLElement} button */
  async #act({ dataset: { export: kind = "", done = "" } }) {
    if (kind === "") return;
    this.#say("");
    if (kind === "link") this.#say((await copy(raceAddress())) ? done : raceAddress());
    else if (kind === "picture") this.#draw();
    else {
      this.#wanted = kind;
      if (!send({ type: "report" })) this.#say(this.dataset.offline ?? "");
    }
  }

  /** @param {any} report */
  #deliver({ type, ...report }) {
    const stem = `race-${report.race.plan.data.name}-epoch-${report.epochs}`;
    if (this.#wanted === "json") download(`${JSON.stringify(report, null, 1)}\n`, `${stem}.json`, "application/json");
    if (this.#wanted === "csv") download(tableCsv(report.lanes), `${stem}.csv`, "text/csv");
    if (this.#wanted === "history") download(historyCsv(report.lanes, report.race.plan.seed), `${stem}-history.csv`, "text/csv");
    this.#wanted = "";
  }

  async #draw() {
    const [started, frame] = [startedRace(), latestRaceFrame()];
    if (!started || !frame) return;
    const { seeds, target, plan } = started.race;
    const heading = filled(this.dataset.heading ?? "", { epoch: frame.epoch, seeds, target: percent(target) });
    await downloadPicture(racePicture([...document.querySelectorAll(".lane")], heading), `race-${plan.data.name}-epoch-${frame.epoch}.png`);
  }

  /** @param {string} text */
  #say(text) {
    write(part(this, "status"), text);
  }
}

customElements.define("race-export", RaceExport);
