/** `<loss-chart>` draws losses and accuracies over the epochs of the run, as it goes on. */

import { theme } from "../../shared/colours.js";
import { lossFigure } from "../loss-figure.js";
import { part } from "../../shared/parts.js";
import { onThemeChange, plot } from "../../shared/plot.js";
import { history } from "../run-record.js";
import { hear, whenSeen } from "../../shared/when-seen.js";

/** A full redraw takes 30 ms, which the frames of a run need more; moving the curves alone takes 2. */
const PAUSE_MS = 350;
const REST_MS = 1000;

class LossChart extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, signal);
    hear("runstarted", (run) => this.#begin(run), signal);
    hear("runframe", draw, signal);
    part(this, "log").addEventListener("change", draw, { signal });
    onThemeChange(draw, signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** @param {any} run as it began */
  #begin({ classes }) {
    part(this, "accuracy").hidden = classes === null;
    this.dataset.panels = classes === null ? "1" : "2";
  }

  async #draw() {
    const { rows } = history();
    if (rows.length === 0) return;
    const chart = part(this, "chart");
    const { train = "", test = "" } = chart.dataset;
    const isLog = part(this, "log").matches(":checked");
    part(this, "replicas").hidden = !rows.at(-1)?.replicas;
    await plot(chart, lossFigure(rows, { isLog, ink: theme().edge, texts: { train, test } }), { rest: REST_MS });
    this.dataset.state = "drawn";
  }
}

customElements.define("loss-chart", LossChart);
