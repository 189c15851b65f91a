/**
 * `<map-run>` is the answer to the question of this page: it asks the server, and takes what comes. Its state is in `data-state`
 * ("waiting", "asking", "drawing", "drawn", "stopped" or "failed"), and it says what is wrong.
 */

import { sendForStages, sentenceOf } from "../../shared/api.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { report } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { wanted } from "../../shared/wanted.js";
import { add, answer, begin, finish, recall } from "../record.js";
import { question } from "../state.js";

/** @typedef {"waiting" | "asking" | "drawing" | "drawn" | "stopped" | "failed"} State */

const ADDRESS = "map";

class MapRun extends PageElement {
  /** Ends the request that is being answered. */
  #asking = new AbortController();
  /** When the first pixels came, in milliseconds. */
  #begun = 0;

  connectedCallback() {
    this.hear("mapask", () => this.#ask());
    this.hear("mapchange", () => this.#leave());
    this.hear("mapstop", () => this.#stop());
    // a finger that presses Map is itself the first sign of a reader
    if (matchMedia("(hover: hover)").matches) wanted.then(() => this.#begin());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#asking.abort();
  }

  /** Draw the map that the address names, unless the reader has asked for it. */
  #begin() {
    if (this.isConnected && this.dataset.state === "waiting") this.#ask();
  }

  /** The question is another one, and what is shown was the answer to the one before. */
  #leave() {
    this.#asking.abort();
    report(this.find("problem"), "");
    const isKept = recall(question());
    this.#turn(isKept ? "drawn" : "waiting");
  }

  async #ask() {
    this.#asking.abort();
    report(this.find("problem"), "");
    const asked = question();
    if (recall(asked)) {
      this.#turn("drawn");
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#turn("asking");
    try {
      // where the server's time was up, it goes on when it is asked again
      while (!(await this.#isWhole(asked, signal)) && !signal.aborted);
      if (!signal.aborted) this.#turn("drawn");
    } catch (error) {
      if (!signal.aborted) this.#fail(sentenceOf(error, this.dataset.offline));
    }
  }

  /**
   * Ask the server, and take what comes.
   * @param {import("../pixel-plan.js").Question} asked
   * @param {AbortSignal} signal ends it
   * @returns {Promise<boolean>} whether all is known
   */
  async #isWhole(asked, signal) {
    let last = null;
    for await (const stages of sendForStages(ADDRESS, JSON.stringify(asked), signal)) {
      if (signal.aborted) return false;
      for (const stage of stages) this.#take((last = stage), asked);
      this.#turn("drawing");
    }
    if (!last?.maps) throw new TypeError("the answer broke off");
    return last.complete;
  }

  /**
   * @param {any} stage a line of the answer
   * @param {import("../pixel-plan.js").Question} asked
   */
  #take(stage, asked) {
    if (stage.maps) finish(asked, stage);
    else if (!stage.x) {
      if (!answer()?.done) this.#begun = performance.now();
      add(stage.done, stage.pixels);
    } else if (!answer()) begin(asked, stage);
  }

  #stop() {
    this.#asking.abort();
    if (["asking", "drawing"].includes(this.dataset.state ?? "")) this.#turn("stopped");
  }

  /** @param {string} sentence */
  #fail(sentence) {
    report(this.find("problem"), sentence);
    this.#turn("failed");
  }

  /** @param {State} state */
  #turn(state) {
    this.dataset.state = state;
    announce("mapstate", { state, says: filled(this.dataset[state] ?? "", this.#numbers()) });
  }

  /** What the sentences of states tell. */
  #numbers() {
    const known = answer();
    const { plan, activations } = question();
    const all = known ? known.x.length * known.y.length * activations.length * plan.replicas : 0;
    const done = known?.done ?? 0;
    const seconds = done > 0 ? ((performance.now() - this.#begun) / 1000) * ((1 - done) / done) : NaN;
    return { all: all.toLocaleString("en"), done: Math.round(done * all).toLocaleString("en"), seconds: Math.ceil(seconds) };
  }
}

customElements.define("map-run", MapRun);
