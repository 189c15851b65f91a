/** `<race-bar>`: Race or Pause, Start over; how far the race is, and how fast. */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { send } from "../../shared/live.js";
import { part, write } from "../../shared/parts.js";
import { readable } from "../../shared/readable.js";
import { hear } from "../../shared/when-seen.js";

class RaceBar extends HTMLElement {
  #listening = new AbortController();
  #state = "connecting";
  #networks = 0;
  #show = calm((/** @type {any} */ frame) => this.#write(frame), READABLE_MS);

  connectedCallback() {
    const { signal } = this.#listening;
    part(this, "run").addEventListener("click", () => this.#act(), { signal });
    part(this, "restart").addEventListener("click", () => this.#restart(), { signal });
    hear("racestate", (detail) => this.#turn(detail), signal);
    hear("runstarted", ({ race }) => this.#begin(race), signal);
    hear("runframe", (frame) => this.#show(frame), signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  #act() {
    if (this.#state === "over") this.#restart();
    if (["paused", "over"].includes(this.#state)) send({ type: "resume" });
    if (this.#state === "running") send({ type: "pause" });
  }

  #restart() {
    document.dispatchEvent(new CustomEvent("racerestart"));
  }

  /** @param {{epochs: number, seeds: number, activations: string[]}} race */
  #begin({ epochs, seeds, activations }) {
    this.#networks = seeds * activations.length;
    /** @type {HTMLProgressElement} */ (part(this, "progress")).max = epochs;
    write(part(this, "epochs"), String(epochs));
    write(part(this, "networks"), String(this.#networks));
  }

  /** @param {any} frame */
  #write({ epoch, epochs_per_second: speed }) {
    /** @type {HTMLProgressElement} */ (part(this, "progress")).value = epoch;
    write(part(this, "epoch"), String(epoch));
    write(part(this, "speed"), speed ? readable(speed * this.#networks, 3) : "–");
  }

  /** @param {{state: string, says: string}} detail */
  #turn({ state, says }) {
    this.#state = state;
    write(part(this, "state"), says);
    const isLinked = ["paused", "running", "over"].includes(state);
    for (const name of ["run", "restart"]) /** @type {HTMLButtonElement} */ (part(this, name)).disabled = !isLinked;
    const run = part(this, "run");
    const { run: go = "", pause = go, over = go } = run.dataset;
    write(run, state === "running" ? pause : state === "over" ? over : go);
  }
}

customElements.define("race-bar", RaceBar);
