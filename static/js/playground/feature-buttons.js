/** Buttons over the picture of a network, one for each feature of two coordinates: pressed where the network takes it. */

import { filled } from "../shared/readable.js";
import { shortName } from "./input-column.js";

/** @typedef {import("./graph-layout.js").GraphLayout} GraphLayout */
/** @typedef {import("./input-column.js").Feature} Feature */

export class FeatureButtons {
  #area;
  #pattern;
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /**
   * @param {HTMLElement} area to stand in
   * @param {string} pattern of their names, with {input}
   */
  constructor(area, pattern) {
    this.#area = area;
    this.#pattern = pattern;
  }

  /** Those that can be taken now; a button that stays keeps the focus. @param {Feature[]} features */
  show(features) {
    if (features.length !== this.#buttons.length) {
      for (const button of this.#buttons) button.remove();
      this.#buttons = features.map(({ name }) => buttonOf(name));
      // what is taken in is read before the layers
      this.#area.querySelector("button")?.before(...this.#buttons);
    }
    features.forEach(({ title, input }, i) => {
      const button = this.#buttons[i];
      button.ariaLabel = filled(this.#pattern, { input: title });
      button.title = title;
      button.ariaPressed = String(input !== null);
      if (button.firstElementChild) button.firstElementChild.textContent = shortName(title);
    });
    if (!this.#buttons.some(({ tabIndex }) => tabIndex === 0)) this.#stopAt(0);
  }

  /** @param {GraphLayout} layout */
  place({ features, columns }) {
    const { size } = columns[0];
    features.forEach(({ x, y }, i) => {
      this.#buttons[i].style.setProperty("--unit", `${size}px`);
      Object.assign(this.#buttons[i].style, { left: `${x - size / 2}px`, top: `${y - size / 2}px` });
    });
  }

  /**
   * Lead the focus from one to another.
   * @param {HTMLElement} from
   * @param {string} key
   * @returns {boolean} whether the key leads anywhere
   */
  walk(from, key) {
    const at = this.#buttons.findIndex((button) => button === from);
    const last = this.#buttons.length - 1;
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: last }[key] ?? -1;
    if (next < 0 || next > last) return false;
    this.#stopAt(next);
    this.#buttons[next].focus();
    return true;
  }

  /** @param {number} index of the one that Tab leads to */
  #stopAt(index) {
    this.#buttons.forEach((button, i) => (button.tabIndex = i === index ? 0 : -1));
  }
}

/** @param {string} name of the feature in a plan */
function buttonOf(name) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "input feature", tabIndex: -1 });
  button.dataset.feature = name;
  button.append(Object.assign(document.createElement("span"), { className: "coordinate" }));
  return button;
}
