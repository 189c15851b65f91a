/**
 * `<exhibit-steps>`: questions to predict and then to see, one at a time, as the address' hash says. A prediction sets the
 * controls of its step; the server judges it by what the exhibit finds there. Whoever moves a control afterwards is asked
 * again.
 */

import { fetchJson, sentenceOf } from "../../shared/api.js";
import { replace } from "../../shared/address.js";
import { PageElement } from "../../shared/element.js";
import { heard } from "../../shared/events.js";
import { changeStructure, pageState } from "../../shared/page-state.js";
import { part, report, write } from "../../shared/parts.js";
import { compact } from "../../shared/readable.js";
import { note } from "../../shared/seen.js";
import { questionOf } from "../question.js";
import { laidOver } from "../step-settings.js";
import { writeFindings } from "../written-findings.js";

/** @typedef {{is_right: boolean | null, right: number[], findings: import("../written-findings.js").Finding[], because: string}} Verdict */

class ExhibitSteps extends PageElement {
  #asking = new AbortController();
  /** The settings at which the verdict that stands there holds, and the step. @type {{question: string, step: HTMLElement} | null} */
  #judged = null;

  connectedCallback() {
    this.on(this, "submit", (event) => {
      event.preventDefault();
      const step = /** @type {HTMLElement} */ (event.target).closest("[data-part=step]");
      if (step instanceof HTMLElement) this.#judge(step);
    });
    this.on(this, "input", ({ target }) => this.#estimate(/** @type {HTMLInputElement} */ (target)));
    this.hear("statechange", () => this.#forget());
    addEventListener("hashchange", () => this.#show(), { signal: this.signal });
    // a prediction that was sent without a script stands in the address
    if (new URLSearchParams(location.search).has("prediction")) replace(`?${pageState()}`);
    this.#show();
  }

  get #steps() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-part=step]")]);
  }

  #show() {
    const named = this.#steps.findIndex(({ id }) => `#${id}` === location.hash);
    const at = named < 0 ? Number(this.dataset.step) - 1 : named;
    this.#steps.forEach((step, number) => (step.hidden = number !== at));
    this.querySelectorAll("[data-part=chip]").forEach((chip, number) => {
      if (number === at) chip.setAttribute("aria-current", "step");
      else chip.removeAttribute("aria-current");
    });
  }

  /** @param {HTMLInputElement} field */
  #estimate(field) {
    if (field.type === "range") write(part(/** @type {Element} */ (field.parentElement), "guess"), compact(field.valueAsNumber));
  }

  /** @param {HTMLElement} step */
  async #judge(step) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const form = /** @type {HTMLFormElement} */ (step.querySelector("form"));
    const prediction = String(new FormData(form).get("prediction"));
    const next = laidOver(pageState(), JSON.parse(step.dataset.settings ?? "{}"));
    part(step, "waiting").hidden = false;
    report(part(step, "problem"), "");
    try {
      if (questionOf(next) !== questionOf(pageState())) {
        const grown = "grows" in this.dataset ? hasGrown(signal) : null;
        changeStructure(next);
        await grown;
      }
      const asked = new URLSearchParams([...next, ["prediction", prediction]]);
      const verdict = await fetchJson(`exhibits/${this.dataset.slug}/steps/${step.dataset.number}`, asked, signal);
      this.#tell(step, verdict);
      this.#judged = { question: questionOf(next, this.dataset.arranging), step };
      this.#forget();
    } catch (error) {
      if (!signal.aborted) report(part(step, "problem"), sentenceOf(error));
    } finally {
      if (!signal.aborted) part(step, "waiting").hidden = true;
    }
  }

  /**
   * @param {HTMLElement} step
   * @param {Verdict} verdict
   */
  #tell(step, { is_right: isRight, right, findings, because }) {
    for (const [name, value] of /** @type {const} */ ([["right", true], ["wrong", false], ["none", null]])) part(step, name).hidden = isRight !== value;
    step.querySelectorAll("[data-part=option]").forEach((option, number) => {
      option.classList.toggle("right", right.includes(number));
      part(option, "mark").hidden = !right.includes(number);
    });
    writeFindings(part(step, "findings"), findings, /** @type {HTMLTemplateElement} */ (this.querySelector("template")));
    write(part(step, "because"), because);
    part(step, "verdict").hidden = false;
    const chart = document.querySelector(".chart");
    const isSticky = chart && getComputedStyle(chart).position === "sticky";
    this.style.setProperty("--in-sight", `${isSticky ? chart.clientHeight : 0}px`);
    part(step, "verdict").scrollIntoView({ block: "nearest" });
    note(this.dataset.slug ?? "", Number(step.dataset.number));
    if (step === this.#steps.at(-1)) /** @type {HTMLDetailsElement} */ (this.find("idea")).open = true;
  }

  /** What was said holds no longer where the controls are others. */
  #forget() {
    if (!this.#judged || this.#judged.question === questionOf(pageState(), this.dataset.arranging)) return;
    const { step } = this.#judged;
    this.#judged = null;
    part(step, "verdict").hidden = true;
    for (const option of step.querySelectorAll("[data-part=option]")) {
      option.classList.remove("right");
      part(option, "mark").hidden = true;
    }
  }
}

/** Wait until a figure has come to its end, or will not; the server says then what there is to say. @param {AbortSignal} signal */
const hasGrown = (signal) => Promise.race([heard("stageshown", ({ done }) => done === 1, signal), heard("growthfailed", () => true, signal)]);

customElements.define("exhibit-steps", ExhibitSteps);
