/** `<run-export>`: what to take away: the plan, the data, the history, the weights, and the network as a torch script. */

import { Refusal, sendText } from "../../shared/api.js";
import { download } from "../../shared/download.js";
import { csvOf } from "../own-points.js";
import { part, report } from "../../shared/parts.js";
import { plan, planQuery } from "../plan-state.js";
import { history, latestFrame, startedRun } from "../run-record.js";
import { weightsOf } from "../weights.js";
import { hear } from "../../shared/when-seen.js";

const JSON_TYPE = "application/json";
const CSV_TYPE = "text/csv";

class RunExport extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    this.addEventListener("click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).dataset.export), { signal });
    hear("planchange", () => this.#address(), signal);
    this.#address();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** The data of a data set is the server's to draw; a reader's own points are in no address. */
  #address() {
    const { data } = plan();
    const link = /** @type {HTMLAnchorElement} */ (part(this, "data"));
    link.hidden = data.name === "own";
    part(this, "own").hidden = data.name !== "own";
    const query = planQuery.query(plan());
    query.set("format", "csv");
    link.href = `/api/v1/playground/data?${query}`;
    link.download = `${data.name}.csv`;
  }

  /** @param {string | undefined} kind */
  #act(kind) {
    const frame = latestFrame();
    const { data } = plan();
    const stem = `${data.name}-epoch-${frame?.epoch ?? 0}`;
    if (kind === "plan") download(written(plan()), `${data.name}-plan.json`, JSON_TYPE);
    if (kind === "own") download(csvOf(data.samples ?? []), "own-points.csv", CSV_TYPE);
    if (!frame) return;
    if (kind === "history") download(history().csv(), `${stem}-history.csv`, CSV_TYPE);
    if (kind === "weights") download(written(this.#weights(frame)), `${stem}-weights.json`, JSON_TYPE);
    if (kind === "script") this.#script(frame);
  }

  /** @param {any} frame */
  #weights(frame) {
    const layers = weightsOf(frame).map((tensors, i) => ({ reference: frame.layers[i].reference, ...tensors }));
    return { plan: startedRun()?.plan ?? plan(), epoch: frame.epoch, layers };
  }

  /** @param {any} frame */
  async #script(frame) {
    const problem = part(this, "problem");
    try {
      const body = { plan: startedRun()?.plan ?? plan(), weights: weightsOf(frame) };
      download(await sendText("playground/script", JSON.stringify(body), JSON_TYPE), "network.py", "text/x-python");
      report(problem, "");
    } catch (error) {
      report(problem, error instanceof Refusal ? error.message : (this.dataset.offline ?? String(error)));
    }
  }
}

/** @param {unknown} value */
const written = (value) => `${JSON.stringify(value, null, 1)}\n`;

customElements.define("run-export", RunExport);
