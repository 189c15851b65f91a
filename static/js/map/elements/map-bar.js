/** `<map-bar>`: the button that draws the map, or stops it; how far it is. */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { write } from "../../shared/parts.js";
import { answer } from "../record.js";

/** @typedef {import("./map-run.js").State} State */

class MapBar extends PageElement {
  /** @type {State} */
  #state = "waiting";
  #tell = calm((/** @type {string} */ says) => write(this.find("state"), says), READABLE_MS);

  connectedCallback() {
    this.on(this.find("run"), "click", () => announce(this.#isBusy ? "mapstop" : "mapask"));
    this.hear("mapstate", (turn) => this.#turn(turn));
    this.find("run", HTMLButtonElement).disabled = false;
  }

  get #isBusy() {
    return this.#state === "asking" || this.#state === "drawing";
  }

  /** @param {{state: State, says: string}} turn */
  #turn({ state, says }) {
    this.#state = state;
    this.#tell(says);
    const run = this.find("run");
    const { run: go = "", stop = go } = run.dataset;
    write(run, this.#isBusy ? stop : go);
    const progress = this.find("progress", HTMLProgressElement);
    if (state === "asking") progress.removeAttribute("value");
    else progress.value = answer()?.done ?? 0;
  }
}

customElements.define("map-bar", MapBar);
