/** `<loss-chart>` draws losses and accuracies over the epochs of the run, as it goes on. */

import { theme } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { onThemeChange, plot } from "../../shared/plot.js";
import { whenSeen } from "../../shared/when-seen.js";
import { lossFigure } from "../loss-figure.js";
import { history, isLive, shownFrame } from "../run-record.js";

/** @typedef {import("../messages").Started} Started */

/** A full redraw takes 30 ms, which the frames of a run need more; moving the curves alone takes 2. */
const PAUSE_MS = 350;
const REST_MS = 1000;

class LossChart extends PageElement {

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear(["runframe", "frameshown"], draw);
    this.on(this.find("log"), "change", draw);
    onThemeChange(draw, this.signal);
  }

  /** @param {Started} run as it began */
  #begin({ classes }) {
    this.find("accuracy").hidden = classes === null;
    this.dataset.panels = classes === null ? "1" : "2";
  }

  async #draw() {
    const { rows, before } = history();
    if (rows.length === 0) return;
    const chart = this.find("chart");
    const { train = "", test = "" } = chart.dataset;
    const isLog = this.find("log").matches(":checked");
    this.find("replicas").hidden = !rows.at(-1)?.replicas;
    this.find("before").hidden = before.length === 0;
    const at = isLive() ? null : (shownFrame()?.epoch ?? null);
    await plot(chart, lossFigure(rows, { isLog, ink: theme().edge, texts: { train, test }, before, at }), { rest: REST_MS });
    this.dataset.state = "drawn";
  }
}

customElements.define("loss-chart", LossChart);
