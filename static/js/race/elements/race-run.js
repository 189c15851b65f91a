/**
 * `<race-run>` is the race on this page: it starts one for what the form says, carries its state in `data-state`
 * ("connecting", "paused", "running", "over" or "closed"), `data-epoch` and `data-frames`, and says what is wrong with it.
 */

import { connect, send } from "../../shared/live.js";
import { part, report } from "../../shared/parts.js";
import { race } from "../state.js";
import { hear } from "../../shared/when-seen.js";

const ADDRESS = "/api/v1/race";

class RaceRun extends HTMLElement {
  #listening = new AbortController();
  #frames = 0;

  connectedCallback() {
    const { signal } = this.#listening;
    hear("runlink", (link) => (link === "open" ? this.#start() : this.#turn("closed")), signal);
    for (const name of ["racechange", "racerestart"]) hear(name, () => this.#start(), signal);
    hear("runstarted", () => this.#report(""), signal);
    hear("runframe", (frame) => this.#count(frame), signal);
    hear("runerror", ({ problem }) => this.#report(problem.detail), signal);
    hear("runbye", ({ reason }) => this.#leave(reason), signal);
    part(this, "again").addEventListener("click", () => this.#connect(), { signal });
    this.#connect();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  #connect() {
    part(this, "again").hidden = true;
    this.#turn("connecting");
    connect(ADDRESS);
  }

  #start() {
    send({ type: "start", race: race() });
  }

  /** @param {any} frame */
  #count(frame) {
    this.dataset.epoch = String(frame.epoch);
    this.dataset.frames = String(++this.#frames);
    if (this.dataset.state !== frame.state) this.#turn(frame.state);
  }

  /** @param {string} reason for which the server has hung up */
  #leave(reason) {
    this.#turn("closed", this.dataset.left);
    this.#report(reason);
    part(this, "again").hidden = false;
  }

  /**
   * @param {string} state
   * @param {string} [says] what a reader is told of it
   */
  #turn(state, says = this.dataset[state] ?? "") {
    this.dataset.state = state;
    document.dispatchEvent(new CustomEvent("racestate", { detail: { state, says } }));
  }

  /** @param {string} sentence what is wrong, or "" */
  #report(sentence) {
    report(part(this, "problem"), sentence);
  }
}

customElements.define("race-run", RaceRun);
