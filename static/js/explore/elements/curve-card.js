/** `<curve-card>`: the sliders and number fields of one curve; each change is a change of its reference. */

import { PageElement } from "../../shared/element.js";
import { changeStructure, changeValue, pageState } from "../../shared/page-state.js";
import { report, write } from "../../shared/parts.js";
import { referenceText, withCurve, withoutCurve } from "../../shared/query.js";
import { readingText } from "../readings.js";

class CurveCard extends PageElement {
  connectedCallback() {
    this.on(this, "input", ({ target }) => target instanceof HTMLInputElement && this.#turn(target));
    this.on(this, "click", ({ target }) => this.#remove(/** @type {Element} */ (target)));
    this.hear("readings", (readings) => this.#read(readings?.[this.#index]));
  }

  get #index() {
    return Number(this.dataset.index);
  }

  /** @param {HTMLInputElement} input the slider or the field that was moved */
  #turn(input) {
    const knob = /** @type {HTMLElement} */ (input.closest(".knob"));
    report(/** @type {HTMLElement} */ (knob.querySelector(".invalid")), input.validationMessage);
    if (!input.validity.valid) return;
    knob.dataset.value = input.value;
    for (const twin of knob.querySelectorAll("input")) if (twin !== input) twin.value = input.value;
    changeValue(withCurve(pageState(), this.#index, this.#reference()));
  }

  /** @param {import("../readings.js").CurveReading | undefined} reading */
  #read(reading) {
    const line = this.find("reading");
    const [value, slope] = line.children;
    const unknown = { at: null, left: null, right: null };
    write(value, readingText(reading?.value ?? unknown, /** @type {HTMLElement} */ (value).dataset.name ?? "", line.dataset));
    write(slope, readingText(reading?.slope ?? unknown, /** @type {HTMLElement} */ (slope).dataset.name ?? "", line.dataset));
  }

  #reference() {
    const knobs = [...this.querySelectorAll(".knob")].map((knob) => /** @type {HTMLElement} */ (knob).dataset);
    const values = knobs.map(({ name = "", value = "", default: usual = "" }) => ({ name, value, default: usual }));
    return referenceText(this.dataset.name ?? "", this.dataset.form === "expression", values);
  }

  /** @param {Element} target */
  #remove(target) {
    if (!target.closest("[data-remove]")) return;
    changeStructure(withoutCurve(pageState(), this.#index));
    document.getElementById("curves-heading")?.focus();
  }
}

customElements.define("curve-card", CurveCard);
