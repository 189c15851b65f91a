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
  #epoch = 0;
  /** Whether the run is no longer what its plan says, so that what is said of the plan may not be true of it. */
  #isTouched = false;

  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#answer(/** @type {HTMLElement} */ (target)));
    this.hear("planchange", (tuning) => this.#change(tuning !== null && this.#epoch > 0));
    this.hear("weightedit", () => this.#change(true));
    this.hear("stopchange", () => this.#show());
    this.hear("runstarted", () => this.#begin());
    this.hear("runframe", (frame) => this.#follow(frame));
    this.#show();
  }

  get #until() {
    return Number(this.dataset.until);
  }

  #show() {
    this.hidden = this.#isTouched || !isAt(new URLSearchParams(this.dataset.query), this.#until);
  }

  #begin() {
    this.#isTouched = false;
    this.#epoch = 0;
    this.#turn("watch");
    this.#show();
  }

  /** @param {boolean} isMidway whether the run that goes on has been changed */
  #change(isMidway) {
    this.#isTouched ||= isMidway;
    // who changes it beyond its end follows what the lesson says
    if (!isMidway || this.dataset.state === "watch") this.#show();
  }

  /** @param {import("../messages").Frame} frame */
  #follow({ state, epoch }) {
    if (epoch < this.#epoch) this.#begin();
    this.#epoch = epoch;
    if (!this.hidden && epoch === this.#until && state === "paused" && this.dataset.state === "watch") this.#turn("asked");
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
