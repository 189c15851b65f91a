/**
 * `<run-bar>`: Run or Pause, Step, Reset, New seed; how fast, and when to stop. While a button of it has the focus, the keys
 * + and − choose the next speed.
 */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { send } from "../../shared/live.js";
import { readable } from "../../shared/readable.js";
import { changePlan, plan, stop, stopAt } from "../plan-state.js";

/** @typedef {import("../messages").Frame} Frame */

const LARGEST_SEED = 2 ** 31 - 1;
/** To a faster speed, the next in the list, or a slower one; + stands above = on many keyboards. */
const HASTE = /** @type {Record<string, number>} */ ({ "+": 1, "=": 1, "-": -1, "−": -1 });

class RunBar extends PageElement {
  #state = "connecting";
  #show = calm((/** @type {Frame} */ frame) => this.#write(frame), READABLE_MS);

  connectedCallback() {
    this.on(this, "click", (event) => this.#act(/** @type {HTMLElement} */ (event.target)));
    this.on(this, "keydown", (event) => this.#hasten(event));
    this.on(this, "change", ({ target }) => "pace" in /** @type {HTMLElement} */ (target).dataset && this.#pace());
    this.hear("planchange", () => this.#rule());
    this.hear("runstarted", () => this.#begin());
    this.hear("runframe", (frame) => this.#follow(frame));
    this.hear("rundiverged", () => this.#turn("diverged"));
    this.hear(["runlink", "runbye"], () => this.#turn("connecting"));
    this.#rule();
  }

  /** @param {HTMLElement} button */
  #act({ dataset: { act }, ariaDisabled }) {
    if (ariaDisabled === "true") return;
    if (act === "run") send({ type: this.#state === "running" ? "pause" : "resume" });
    if (act === "step") send({ type: "step", epochs: 1 });
    if (act === "reset") send({ type: "reset" });
    if (act === "seed") this.#reseed();
  }

  /** The next seed that no replica of the present plan has. */
  #reseed() {
    const next = plan();
    next.seed += next.replicas;
    if (next.seed + next.replicas - 1 > LARGEST_SEED) next.seed = 0;
    changePlan(next);
  }

  #begin() {
    this.#turn("paused");
    this.#pace();
    if (stop().isShown) send({ type: "resume" });
  }

  /** Show the epoch at which the run stops, as the address says it. */
  #rule() {
    const { epoch } = stop();
    const rule = this.#choice("rule");
    if (epoch !== null) [rule.value, this.#choice("epoch").value] = ["epoch", String(epoch)];
    else if (rule.value === "epoch") rule.value = "";
    this.#unfold(rule.value);
  }

  /** @param {string} rule of which the field is shown */
  #unfold(rule) {
    for (const field of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-for]"))) {
      field.hidden = field.dataset.for !== rule;
    }
  }

  /** @param {KeyboardEvent} event */
  #hasten({ key, target }) {
    const speeds = /** @type {HTMLSelectElement} */ (this.#choice("speed"));
    const next = speeds.selectedIndex + (HASTE[key] ?? 0);
    if (next === speeds.selectedIndex || !(target instanceof HTMLButtonElement) || !speeds.options[next]) return;
    speeds.selectedIndex = next;
    this.#pace();
  }

  /** @param {Frame} frame */
  #follow(frame) {
    if (frame.state !== this.#state) this.#turn(frame.state);
    this.#show(frame);
  }

  /** @param {Frame} frame */
  #write({ epoch, epochs_per_second: speed }) {
    this.#part('[data-show="epoch"]').textContent = String(epoch);
    this.#part('[data-show="speed"]').textContent = speed ? readable(speed, 3) : "–";
  }

  /** @param {string} state */
  #turn(state) {
    this.#state = state;
    const can = { run: state === "paused" || state === "running", step: state === "paused", reset: state !== "connecting", seed: state !== "connecting" };
    for (const [act, allowed] of Object.entries(can)) {
      const button = /** @type {HTMLButtonElement} */ (this.#part(`[data-act="${act}"]`));
      // not disabled, which would take the focus from who has just pressed it
      button.disabled = false;
      button.ariaDisabled = String(!allowed);
    }
    const run = this.#part('[data-act="run"]');
    const text = (state === "running" ? run.dataset.pause : run.dataset.run) ?? "";
    if (run.textContent !== text) run.textContent = text;
  }

  /** Say how fast, and when to stop; a rule that is not complete yet waits. */
  #pace() {
    const rule = this.#choice("rule").value;
    this.#unfold(rule);
    const limit = rule === "" ? null : this.#choice(rule);
    if (limit && !limit.reportValidity()) return;
    stopAt(rule === "epoch" ? Number(limit?.value) : null);
    const speed = this.#choice("speed").value;
    send({
      type: "pace",
      epochs_per_second: speed === "" ? null : Number(speed),
      until_epoch: rule === "epoch" ? Number(limit?.value) : null,
      until_accuracy: rule === "accuracy" ? Number(limit?.value) / 100 : null,
    });
  }

  /** @param {string} name */
  #choice(name) {
    return /** @type {HTMLSelectElement | HTMLInputElement} */ (this.#part(`[data-pace="${name}"]`));
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("run-bar", RunBar);
