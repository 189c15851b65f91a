/**
 * `<starter-lesson>` says what to watch while its starter runs (`data-state` is "watch"), asks when the run has come to its
 * epoch ("asked"), and answers a choice ("answered"). It is shown while the page's plan is its own.
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { write } from "../../shared/parts.js";
import { isAt } from "../plan-state.js";

/** @typedef {"watch" | "asked" | "answered"} State */

class StarterLesson extends PageElement {

  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#answer(/** @type {HTMLElement} */ (target)));
    this.hear(["planchange", "stopchange"], () => this.#show());
    this.hear("runstarted", () => this.#turn("watch"));
    this.hear("runframe", (frame) => this.#follow(frame));
    this.#show();
  }

  get #until() {
    return Number(this.dataset.until);
  }

  #show() {
    this.hidden = !isAt(new URLSearchParams(this.dataset.query), this.#until);
  }

  /** @param {import("../messages").Frame} frame */
  #follow({ state, epoch }) {
    if (this.hidden) return;
    if (epoch < this.#until) this.#turn("watch");
    else if (epoch === this.#until && state === "paused" && this.dataset.state === "watch") this.#turn("asked");
  }

  /** @param {HTMLElement} button */
  #answer({ dataset }) {
    if (!("choice" in dataset)) return;
    const isRight = "right" in dataset;
    this.find("right").hidden = !isRight;
    this.find("wrong").hidden = isRight;
    this.#turn("answered");
    // the button that was pressed has gone
    this.find("answer").focus({ preventScroll: true });
    announce("layerselect", { layer: Number(this.dataset.layer) });
  }

  /** @param {State} state */
  #turn(state) {
    if (this.dataset.state === state) return;
    this.dataset.state = state;
    write(this.find("spoken"), state === "asked" ? (this.find("question").textContent ?? "") : "");
  }
}

customElements.define("starter-lesson", StarterLesson);
