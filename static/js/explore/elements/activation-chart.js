/**
 * `<activation-chart>` draws the curves that the page's state names, and redraws when it changes. A window that a reader
 * drags in it is announced as "chartzoom", with null for a double click.
 */

import { fetchJson, Refusal } from "../../shared/api.js";
import { newest } from "../../shared/newest.js";
import { pageState } from "../../shared/page-state.js";
import { report } from "../../shared/parts.js";
import { onThemeChange, onZoom, panelTitles, plot } from "../../shared/plot.js";

class ActivationChart extends HTMLElement {
  #listening = new AbortController();
  #isFirst = true;

  connectedCallback() {
    const { signal } = this.#listening;
    document.addEventListener("statechange", () => this.#draw(), { signal });
    onThemeChange(() => this.#draw(), signal);
    this.#draw();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** One request at a time; changes that come meanwhile are drawn together, the latest last. */
  #redraw = newest((isStale) => this.#drawOnce(isStale));

  #draw() {
    this.dataset.state = "drawing";
    this.#redraw();
  }

  /** @param {() => boolean} isStale whether the page's state has changed meanwhile */
  async #drawOnce(isStale) {
    try {
      const figure = await fetchJson("figures/curves", pageState());
      await plot(this, figure);
      this.#label(panelTitles(figure));
      if (this.#isFirst) onZoom(this, (detail) => document.dispatchEvent(new CustomEvent("chartzoom", { detail })));
      this.#isFirst = false;
      this.#complain("");
      if (!isStale()) this.dataset.state = "drawn";
    } catch (error) {
      this.dataset.state = "failed";
      this.#complain(error instanceof Refusal ? error.message : (this.dataset.offline ?? String(error)));
    }
  }

  /** @param {string[]} titles of the panels, from the top */
  #label(titles) {
    const labels = document.getElementById(this.dataset.labels ?? "");
    if (!labels || [...labels.children].map((label) => label.textContent).join() === titles.join()) return;
    labels.replaceChildren(...titles.map((title) => Object.assign(document.createElement("span"), { textContent: title })));
  }

  /** @param {string} sentence what is wrong, or "" */
  #complain(sentence) {
    const problem = document.getElementById(this.dataset.problem ?? "");
    if (problem) report(problem, sentence);
  }
}

customElements.define("activation-chart", ActivationChart);
