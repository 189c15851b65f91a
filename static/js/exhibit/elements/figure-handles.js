/**
 * `<figure-handles>` lays what can be dragged over a figure: each handle moves a control, as its slider does. They are for
 * pointers alone; keys and listeners have the sliders.
 */

import { PageElement } from "../../shared/element.js";
import { boundsIn, placeOf, stepped, valueAt } from "../handles.js";

class FigureHandles extends PageElement {
  /** @type {import("../../shared/plot.js").Figure | null} */
  #figure = null;
  /** The handle that is held. @type {HTMLElement | null} */
  #held = null;

  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
    this.hear("figuredrawn", (figure) => {
      this.#figure = figure;
      this.#place();
    });
    this.onResize([this], () => this.#place());
    this.on(this, "pointerdown", (event) => this.#take(event));
    this.on(this, "pointermove", (event) => this.#drag(event));
    this.on(this, ["pointerup", "pointercancel"], () => this.#leave());
  }

  /** @returns {import("../handles.js").Handle[]} */
  get #handles() {
    return this.#figure?.layout.meta.handles ?? [];
  }

  #place() {
    const count = this.#handles.length;
    while (this.childElementCount > count) this.lastElementChild?.remove();
    while (this.childElementCount < count) this.append(document.createElement("i"));
    const size = { width: this.clientWidth, height: this.clientHeight };
    this.#handles.forEach((handle, number) => {
      const knob = /** @type {HTMLElement} */ (this.children[number]);
      const place = placeOf(this.#figure?.layout ?? {}, handle, size);
      knob.hidden = !place || place.top < 0 || place.top > size.height;
      if (place) Object.assign(knob.style, { left: `${place.left}px`, top: `${place.top}px` });
    });
  }

  /** @param {PointerEvent} event */
  #take(event) {
    const knob = event.target;
    if (!(knob instanceof HTMLElement) || knob === this) return;
    knob.setPointerCapture(event.pointerId);
    knob.classList.add("held");
    this.#held = knob;
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #drag({ clientY }) {
    if (!this.#held || !this.#figure) return;
    const handle = this.#handles[[...this.children].indexOf(this.#held)];
    const field = fieldOf(handle);
    if (!field) return;
    const { top, height, width } = this.getBoundingClientRect();
    const bounds = boundsIn(this.#figure.layout, handle, field);
    const value = String(stepped(valueAt(this.#figure.layout, handle, { width, height }, clientY - top), bounds));
    if (value === field.value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #leave() {
    this.#held?.classList.remove("held");
    this.#held = null;
  }
}

/** @param {import("../handles.js").Handle} handle */
function fieldOf({ control, cell }) {
  const fields = document.querySelectorAll(`exhibit-controls [data-name="${control}"] :is(input[type="range"], .cells input)`);
  return /** @type {HTMLInputElement | undefined} */ (fields[cell]);
}

customElements.define("figure-handles", FigureHandles);
