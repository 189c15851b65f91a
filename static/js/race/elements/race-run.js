/**
 * `<race-run>` is the race on this page: it starts one for what the form says, carries its state in `data-state`
 * ("connecting", "paused", "running", "over" or "closed"), `data-epoch` and `data-frames`, and says what is wrong with it.
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { connect, send } from "../../shared/live.js";
import { filled } from "../../shared/readable.js";
import { report } from "../../shared/parts.js";
import { race } from "../state.js";

/** @typedef {import("../messages").Frame} Frame */
/** @typedef {import("../messages").State | "connecting" | "closed"} State */

const ADDRESS = "/api/v1/race";

class RaceRun extends PageElement {
  #frames = 0;
  /** What a reader has been told of the state. */
  #says = "";
  /** Whether a race that is over is shown, which a new connection must not start anew. */
  #isOver = false;

  connectedCallback() {
    this.hear("racelink", (link) => (link === "open" ? this.#open() : this.#turn("closed", this.dataset[link])));
    this.hear(["racechange", "racerestart"], () => this.#start());
    this.hear("racestarted", () => this.#report(""));
    this.hear("raceframe", (frame) => this.#count(frame));
    this.hear("raceerror", ({ problem }) => this.#report(problem.detail));
    this.hear("racebye", ({ reason, returns }) => (returns ? this.#report(reason) : this.#leave(reason)));
    this.on(this.find("again"), "click", () => this.#connect());
    this.#connect();
  }

  #connect() {
    this.find("again").hidden = true;
    this.#turn("connecting");
    connect(ADDRESS, "race");
  }

  #open() {
    if (this.#isOver) this.#turn("over");
    else this.#start();
  }

  #start() {
    this.#isOver = false;
    send({ type: "start", race: race() });
  }

  /** @param {Frame} frame */
  #count(frame) {
    this.dataset.epoch = String(frame.epoch);
    this.dataset.frames = String(++this.#frames);
    this.#isOver = frame.state === "over";
    const found = frame.lanes.filter(({ lr }) => lr !== null).length;
    const isSearching = frame.state === "running" && found < frame.lanes.length;
    const says = isSearching ? filled(this.dataset.searching ?? "", { found, lanes: frame.lanes.length }) : this.dataset[frame.state];
    if (this.dataset.state !== frame.state || this.#says !== says) this.#turn(frame.state, says);
  }

  /** @param {string} reason for which the server has hung up */
  #leave(reason) {
    this.#turn("closed", this.dataset.left);
    this.#report(reason);
    this.find("again").hidden = false;
  }

  /**
   * @param {State} state
   * @param {string} [says] what a reader is told of it
   */
  #turn(state, says = this.dataset[state] ?? "") {
    this.#says = says;
    this.dataset.state = state;
    announce("racestate", { state, says });
  }

  /** @param {string} sentence what is wrong, or "" */
  #report(sentence) {
    report(this.find("problem"), sentence);
  }
}

customElements.define("race-run", RaceRun);
