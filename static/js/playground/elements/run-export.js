/** `<run-export>`: what to take away: the plan, the data, the history, the weights, and the network in several forms. */

import { fetchFile, sendText, sentenceOf } from "../../shared/api.js";
import { download, offer } from "../../shared/download.js";
import { PageElement } from "../../shared/element.js";
import { report } from "../../shared/parts.js";
import { fromRoot } from "../../shared/root.js";
import { csvOf } from "../own-points.js";
import { changePlan, plan, planQuery } from "../plan-state.js";
import { history, shownFrame, startedRun } from "../run-record.js";
import { weightsOf } from "../weights.js";

/** @typedef {import("../messages").Frame} Frame */

const JSON_TYPE = "application/json";
const CSV_TYPE = "text/csv";

/** The forms of a trained network that the server writes. @type {Record<string, {path: string, filename: string}>} */
const FORMS = {
  script: { path: "playground/script", filename: "network.py" },
  keras: { path: "playground/script?form=keras", filename: "network_keras.py" },
  onnx: { path: "playground/onnx", filename: "network.onnx" },
};

class RunExport extends PageElement {

  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target)));
    this.on(this.find("open"), "change", ({ target }) => this.#open(/** @type {HTMLInputElement} */ (target)));
    this.hear("planchange", () => this.#address());
    this.#address();
  }

  /** The data of a data set is the server's to draw; a reader's own points are in no address. */
  #address() {
    const { data } = plan();
    const link = this.find("data", HTMLAnchorElement);
    link.hidden = data.name === "own";
    this.find("own").hidden = data.name !== "own";
    const query = planQuery.query(plan());
    query.set("format", "csv");
    link.href = fromRoot(`/api/v1/playground/data?${query}`);
    link.download = `${data.name}.csv`;
  }

  /** @param {HTMLElement} target */
  #act(target) {
    const kind = target.dataset.export;
    const frame = shownFrame();
    const { data } = plan();
    const stem = `${data.name}-epoch-${frame?.epoch ?? 0}`;
    if (kind === "plan") download(written(plan()), `${data.name}-plan.json`, JSON_TYPE);
    if (kind === "own") download(csvOf(data.samples ?? [], data.columns), "own-points.csv", CSV_TYPE);
    if (!frame) return;
    if (kind === "history") download(history().csv(), `${stem}-history.csv`, CSV_TYPE);
    if (kind === "weights") download(written(this.#weights(frame)), `${stem}-weights.json`, JSON_TYPE);
    const form = FORMS[kind ?? ""];
    if (form && target.ariaBusy !== "true") this.#network(frame, form, target);
  }

  /** Run the plan of a file that this page has written, alone or beside weights. @param {HTMLInputElement} field */
  async #open(field) {
    const file = field.files?.[0];
    if (!file) return;
    try {
      const content = JSON.parse(await file.text());
      // the server fills in what is left out, or says what is wrong
      const body = JSON.stringify({ plan: content.plan ?? content, epochs: 0 });
      changePlan(JSON.parse(await sendText("playground/train", body, JSON_TYPE)).plan);
      report(this.find("problem"), "");
    } catch (error) {
      const isForeign = error instanceof SyntaxError || error instanceof TypeError;
      report(this.find("problem"), sentenceOf(error, isForeign ? this.dataset.foreign : this.dataset.offline));
    }
    field.value = "";
  }

  /** @param {Frame} frame */
  #weights(frame) {
    const layers = weightsOf(frame).map((tensors, i) => ({ reference: frame.layers[i].reference, ...tensors }));
    return { plan: startedRun()?.plan ?? plan(), epoch: frame.epoch, layers };
  }

  /**
   * @param {Frame} frame
   * @param {{path: string, filename: string}} form
   * @param {HTMLElement} button
   */
  async #network(frame, form, button) {
    const problem = this.find("problem");
    // ONNX takes seconds
    button.ariaBusy = "true";
    try {
      const body = { plan: startedRun()?.plan ?? plan(), weights: weightsOf(frame) };
      offer(await fetchFile(form.path, JSON.stringify(body)), form.filename);
      report(problem, "");
    } catch (error) {
      report(problem, sentenceOf(error, this.dataset.offline));
    }
    button.ariaBusy = null;
  }
}

/** @param {unknown} value */
const written = (value) => `${JSON.stringify(value, null, 1)}\n`;

customElements.define("run-export", RunExport);
