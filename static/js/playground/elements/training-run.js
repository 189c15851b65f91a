/**
 * `<training-run>` is the run on this page: it starts one for the page's plan, carries its state in `data-state`
 * ("connecting", "paused", "running", "diverged" or "closed"), `data-epoch` and `data-frames`, and says what happens to it.
 */

import { calm } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { connect, send } from "../../shared/live.js";
import { report } from "../../shared/parts.js";
import { filled, percent, readable } from "../../shared/readable.js";
import { lacksPoints, plan } from "../plan-state.js";

/** @typedef {import("../messages").Frame} Frame */

const ADDRESS = "/api/v1/playground";
const SPOKEN_MS = 3000;

class TrainingRun extends PageElement {
  #frames = 0;
  #speak = calm((/** @type {Frame} */ frame) => this.#say(frame), SPOKEN_MS);

  connectedCallback() {
    this.hear("runlink", (link) => this.#link(link));
    this.hear("planchange", (tuning) => (tuning ? send({ type: "tune", ...tuning }) : this.#start()));
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("runframe", (frame) => this.#count(frame));
    this.hear("rundiverged", (message) => this.#diverge(message));
    this.hear("runerror", ({ problem }) => this.#report(problem.detail));
    this.hear("runbye", ({ reason, returns }) => (returns ? this.#report(reason) : this.#leave(reason)));
    this.on(this.#note("again"), "click", () => this.#connect());
    this.#connect();
  }

  #connect() {
    this.#note("again").hidden = true;
    this.#turn("connecting");
    connect(ADDRESS, "run");
  }

  /** @param {"open" | "closed" | "refused"} link */
  #link(link) {
    if (link === "open") this.#start();
    else this.#turn("closed", link);
  }

  #start() {
    this.#note("missing").hidden = !lacksPoints();
    send({ type: "start", plan: plan(), paused: true });
  }

  /** @param {import("../messages").Started} run */
  #begin({ data }) {
    this.dataset.scored = data.test.y.values.length > 0 ? "test" : "train";
    this.#report("");
  }

  /** @param {Frame} frame */
  #count(frame) {
    this.dataset.epoch = String(frame.epoch);
    this.dataset.frames = String(++this.#frames);
    if (this.dataset.state !== frame.state) {
      if (this.dataset.state === "diverged") this.#report("");
      this.#turn(frame.state);
    }
    this.#speak(frame);
  }

  /** @param {Frame} frame */
  #say(frame) {
    const spoken = this.#note("spoken");
    const { classes = "", values = "", trained = "", trainedValues = "" } = spoken.dataset;
    const isTested = this.dataset.scored === "test";
    const accuracy = isTested ? frame.test_accuracy : frame.train_accuracy;
    const loss = isTested ? frame.test_loss : frame.train_loss;
    const pattern = accuracy === null ? (isTested ? values : trainedValues) : isTested ? classes : trained;
    spoken.textContent = filled(pattern, { epoch: frame.epoch, accuracy: percent(accuracy), loss: readable(loss) });
  }

  /** @param {{epoch: number, detail: string}} message */
  #diverge({ epoch, detail }) {
    this.dataset.epoch = String(epoch);
    this.#turn("diverged");
    this.#report(detail);
  }

  /** @param {string} reason for which the server has hung up */
  #leave(reason) {
    this.#turn("closed");
    this.#report(reason);
    this.#note("state").textContent = "";
    this.#note("again").hidden = false;
  }

  /**
   * @param {string} state
   * @param {string} [why] under which name it is said what to make of it
   */
  #turn(state, why = state) {
    this.dataset.state = state;
    const note = this.#note("state");
    note.textContent = note.dataset[why] ?? "";
  }

  /** @param {string} sentence what is wrong, or "" */
  #report(sentence) {
    report(this.#note("problem"), sentence);
  }

  /** @param {string} name */
  #note(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-note="${name}"]`));
  }
}

customElements.define("training-run", TrainingRun);
