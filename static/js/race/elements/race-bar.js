/** `<race-bar>`: Race or Pause, Start over; how far the race is, and how fast. */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { send } from "../../shared/live.js";
import { write } from "../../shared/parts.js";
import { readable } from "../../shared/readable.js";

/** @typedef {import("../messages").Frame} Frame */

class RaceBar extends PageElement {
  #state = "connecting";
  #networks = 0;
  #show = calm((/** @type {Frame} */ frame) => this.#write(frame), READABLE_MS);

  connectedCallback() {
    this.on(this.find("run"), "click", () => this.#act());
    this.on(this.find("restart"), "click", () => this.#restart());
    this.hear("racestate", (turn) => this.#turn(turn));
    this.hear("racestarted", ({ race }) => this.#begin(race));
    this.hear("raceframe", (frame) => this.#show(frame));
  }

  #act() {
    if (this.#state === "over") this.#restart();
    if (["paused", "over"].includes(this.#state)) send({ type: "resume" });
    if (this.#state === "running") send({ type: "pause" });
  }

  #restart() {
    announce("racerestart");
  }

  /** @param {{epochs: number, seeds: number, activations: string[]}} race */
  #begin({ epochs, seeds, activations }) {
    this.#networks = seeds * activations.length;
    this.find("progress", HTMLProgressElement).max = epochs;
    write(this.find("epochs"), String(epochs));
    write(this.find("networks"), String(this.#networks));
  }

  /** @param {Frame} frame */
  #write({ epoch, epochs_per_second: speed }) {
    this.find("progress", HTMLProgressElement).value = epoch;
    write(this.find("epoch"), String(epoch));
    write(this.find("speed"), speed ? readable(speed * this.#networks, 3) : "–");
  }

  /** @param {{state: string, says: string}} turn */
  #turn({ state, says }) {
    this.#state = state;
    write(this.find("state"), says);
    const isLinked = ["paused", "running", "over"].includes(state);
    for (const name of ["run", "restart"]) this.find(name, HTMLButtonElement).disabled = !isLinked;
    const run = this.find("run");
    const { run: go = "", pause = go, over = go } = run.dataset;
    write(run, state === "running" ? pause : state === "over" ? over : go);
  }
}

customElements.define("race-bar", RaceBar);
