/** `<race-export>`: what to take away of a race: its address, the table, the history of every seed, a picture. */

import { copy } from "../../shared/clipboard.js";
import { download, downloadPicture } from "../../shared/download.js";
import { send } from "../../shared/live.js";
import { part, write } from "../../shared/parts.js";
import { historyCsv, tableCsv } from "../csv.js";
import { racePicture } from "../picture.js";
import { latestRaceFrame, startedRace } from "../record.js";
import { raceAddress } from "../state.js";
import { filled, percent } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";

class RaceExport extends HTMLElement {
  #listening = new AbortController();
  /** What the reports that have been asked for are wanted for, the next first. @type {string[]} */
  #wanted = [];

  connectedCallback() {
    const { signal } = this.#listening;
    this.addEventListener("click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target)), { signal });
    hear("racereport", (report) => this.#deliver(report), signal);
    hear("runlink", () => (this.#wanted = []), signal);
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
      if (send({ type: "report" })) this.#wanted.push(kind);
      else this.#say(this.dataset.offline ?? "");
    }
  }

  /** @param {any} report */
  #deliver({ type, ...report }) {
    const stem = `race-${report.race.plan.data.name}-epoch-${report.epochs}`;
    const wanted = this.#wanted.shift();
    if (wanted === "json") download(`${JSON.stringify(report, null, 1)}\n`, `${stem}.json`, "application/json");
    if (wanted === "csv") download(tableCsv(report.lanes), `${stem}.csv`, "text/csv");
    if (wanted === "history") download(historyCsv(report.lanes, report.race.plan.seed), `${stem}-history.csv`, "text/csv");
  }

  async #draw() {
    const [started, frame] = [startedRace(), latestRaceFrame()];
    if (!started || !frame) return;
    // cards out of sight have not been painted
    document.dispatchEvent(new CustomEvent("racepicture"));
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
