/** `<exhibit-figure>` draws what an exhibit shows with the page's settings, and redraws when they change. */

import { fetchJson, Refusal } from "../api.js";
import { pageState } from "../page-state.js";
import { heightOf, legend, stacked } from "../panels.js";
import { onThemeChange, plot } from "../plot.js";

const isNarrow = matchMedia("(max-width: 820px)");

class ExhibitFigure extends HTMLElement {
  #listening = new AbortController();
  #isDrawing = false;
  #isStale = false;

  connectedCallback() {
    const { signal } = this.#listening;
    document.addEventListener("statechange", () => this.#draw(), { signal });
    isNarrow.addEventListener("change", () => this.#draw(), { signal });
    onThemeChange(() => this.#draw(), signal);
    this.#draw();
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  /** One request at a time; changes that come meanwhile are drawn together, the latest last. */
  async #draw() {
    this.dataset.state = "drawing";
    this.#isStale = true;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#drawOnce();
    }
    this.#isDrawing = false;
  }

  async #drawOnce() {
    try {
      const served = await fetchJson(this.dataset.figure ?? "", pageState());
      const figure = isNarrow.matches ? stacked(served) : served;
      this.style.height = `${heightOf(figure)}px`;
      await plot(this, figure, { hasTitles: true });
      this.#tell(figure);
      this.#report("");
      if (!this.#isStale) this.dataset.state = "drawn";
    } catch (error) {
      this.dataset.state = "failed";
      this.#report(error instanceof Refusal ? error.message : (this.dataset.offline ?? String(error)));
    }
  }

  /** Write the legend, which Plotly would have to measure. @param {import("../plot.js").Figure} figure */
  #tell(figure) {
    const list = document.getElementById(this.dataset.legend ?? "");
    const entries = legend(figure);
    if (!list || list.dataset.entries === JSON.stringify(entries)) return;
    list.dataset.entries = JSON.stringify(entries);
    list.replaceChildren(...entries.map(legendItem));
  }

  /** @param {string} sentence what is wrong, or "" */
  #report(sentence) {
    const problem = document.getElementById(this.dataset.problem ?? "");
    if (!problem || problem.textContent === sentence) return;
    problem.textContent = sentence;
    problem.hidden = sentence === "";
  }
}

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
