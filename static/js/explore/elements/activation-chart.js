/**
 * `<activation-chart>` draws the curves that the page's state names as soon as they are wanted, and redraws when it changes.
 * A window that a reader drags in it is announced as "chartzoom", with null for a double click; what has been drawn as
 * "figureshown".
 */

import { fetchJson } from "../../shared/api.js";
import { drawing } from "../../shared/drawing.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { pageState } from "../../shared/page-state.js";
import { onThemeChange, onZoom, panelTitles, plot } from "../../shared/plot.js";
import { without } from "../../shared/query.js";
import { wanted } from "../../shared/wanted.js";

class ActivationChart extends PageElement {
  #isFirst = true;
  #draw = drawing(this, () => this.#show());

  connectedCallback() {
    this.hear("statechange", () => this.#draw());
    wanted.then(() => {
      // larger letters have larger margins, by which others measure
      onThemeChange(() => this.#draw(), this.signal);
      this.#draw();
    });
  }

  async #show() {
    const figure = await fetchJson("figures/curves", without(pageState(), "x"));
    this.#shape(figure.layout.meta?.ratio);
    announce("figureshown", await plot(this, figure, { hasHover: false }));
    this.role = "img";
    this.setAttribute("aria-labelledby", this.dataset.summary ?? "");
    this.#label(panelTitles(figure));
    if (this.#isFirst) onZoom(this, (window) => announce("chartzoom", window));
    this.#isFirst = false;
  }

  /** Have the height that the figure asks for. @param {number | undefined} ratio within the margins, in widths */
  #shape(ratio) {
    const canvas = this.parentElement;
    canvas?.toggleAttribute("data-equal", ratio !== undefined);
    canvas?.style.setProperty("--ratio", String(ratio ?? ""));
  }

  /** @param {string[]} titles of the panels, from the top */
  #label(titles) {
    const labels = document.getElementById(this.dataset.labels ?? "");
    if (!labels || [...labels.children].map((label) => label.textContent).join() === titles.join()) return;
    labels.replaceChildren(...titles.map((title) => Object.assign(document.createElement("span"), { textContent: title })));
  }
}

customElements.define("activation-chart", ActivationChart);
