/** `<learned-chart>` draws what activations learn of their own, such as PReLU's α; it is hidden where none does. */

import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { onThemeChange, plot } from "../../shared/plot.js";
import { filled, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { learnedFigure, learnedOf } from "../learned-figure.js";
import { history, learnsForEachUnit } from "../run-record.js";

/** @typedef {import("../learned-figure.js").Learned} Learned */

const PAUSE_MS = 500;
const REST_MS = 1200;

class LearnedChart extends PageElement {
  /** @type {Record<string, string>} */
  #symbols = {};

  connectedCallback() {
    this.#symbols = JSON.parse(this.dataset.symbols ?? "{}");
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    const follow = () => {
      this.hidden = learnedOf(history().rows.at(-1), {}).length === 0;
      if (!this.hidden) draw();
    };
    this.hear("runframe", follow);
    onThemeChange(follow, this.signal);
  }

  async #draw() {
    const { rows } = history();
    const learned = learnedOf(rows.at(-1), this.#symbols);
    if (learned.length === 0) return;
    this.#label(learned);
    await plot(this.find("chart"), learnedFigure(rows, learned), { rest: REST_MS });
    this.dataset.state = "drawn";
  }

  /** @param {Learned[]} learned */
  #label(learned) {
    const legend = this.find("legend");
    const { item = "", mean = "" } = legend.dataset;
    if (legend.childElementCount !== learned.length) legend.replaceChildren(...learned.map(() => document.createElement("li")));
    learned.forEach(({ layer, symbol, value, colour, isDashed }, i) => {
      const entry = /** @type {HTMLElement} */ (legend.children[i]);
      entry.style.setProperty("--curve", colour);
      entry.classList.toggle("dashed", isDashed);
      write(entry, filled(learnsForEachUnit(layer) ? mean : item, { number: layer + 1, symbol, value: readable(value) }));
    });
  }
}

customElements.define("learned-chart", LearnedChart);
