/**
 * `<exhibit-figure>` draws what an exhibit shows with the page's settings, and redraws when they change. What is measured
 * in stages, marked with `data-grows`, is drawn as it grows; each stage is announced as "stageshown".
 */

import { fetchJson, fetchStages, Refusal } from "../../shared/api.js";
import { newest } from "../../shared/newest.js";
import { pageState } from "../../shared/page-state.js";
import { heightOf, legend, stacked } from "../panels.js";
import { report } from "../../shared/parts.js";
import { onThemeChange, plot } from "../../shared/plot.js";

const isNarrow = matchMedia("(max-width: 820px)");

class ExhibitFigure extends HTMLElement {
  #listening = new AbortController();
  /** @type {import("../../shared/plot.js").Figure | undefined} */
  #served;

  connectedCallback() {
    const { signal } = this.#listening;
    for (const name of ["statechange", "again"]) document.addEventListener(name, () => this.#draw(), { signal });
    isNarrow.addEventListener("change", () => this.#repaint(), { signal });
    onThemeChange(() => this.#repaint(), signal);
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
      if ("grows" in this.dataset) await this.#grow(isStale);
      else await this.#show(await fetchJson(this.dataset.figure ?? "", pageState()));
      this.#complain("");
      if (!isStale()) this.dataset.state = "drawn";
    } catch (error) {
      this.dataset.state = "failed";
      this.#complain(error instanceof Refusal ? error.message : (this.dataset.offline ?? String(error)));
    }
  }

  /**
   * Draw stage after stage, until a change makes them stale.
   * @param {() => boolean} isStale
   */
  async #grow(isStale) {
    for await (const { figure, ...detail } of fetchStages(this.dataset.figure ?? "", pageState())) {
      const began = performance.now();
      await this.#show(figure);
      document.dispatchEvent(new CustomEvent("stageshown", { detail }));
      // as long for what the reader does as for drawing
      await pause(performance.now() - began);
      if (isStale()) return;
    }
  }

  /** @param {import("../../shared/plot.js").Figure} served */
  async #show(served) {
    this.#served = served;
    const figure = isNarrow.matches ? stacked(served) : served;
    this.style.height = `${heightOf(figure)}px`;
    await plot(this, figure, { hasTitles: true });
    this.#tell(figure);
  }

  /** In another width or other colours the same figure. */
  #repaint() {
    if (this.#served) this.#show(this.#served);
  }

  /** Write the legend, which Plotly would have to measure. @param {import("../../shared/plot.js").Figure} figure */
  #tell(figure) {
    const list = document.getElementById(this.dataset.legend ?? "");
    const entries = legend(figure);
    if (!list || list.dataset.entries === JSON.stringify(entries)) return;
    list.dataset.entries = JSON.stringify(entries);
    list.replaceChildren(...entries.map(legendItem));
  }

  /** @param {string} sentence what is wrong, or "" */
  #complain(sentence) {
    const problem = document.getElementById(this.dataset.problem ?? "");
    if (problem) report(problem, sentence);
  }
}

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {{name: string, colour: string, isDashed: boolean}} entry */
function legendItem({ name, colour, isDashed }) {
  const swatch = document.createElement("span");
  swatch.className = isDashed ? "swatch dashed" : "swatch";
  swatch.style.setProperty("--curve", colour);
  const item = document.createElement("li");
  item.append(swatch, name);
  return item;
}

customElements.define("exhibit-figure", ExhibitFigure);
