/**
 * `<exhibit-figure>` draws what an exhibit shows with the page's settings as soon as it is wanted, and redraws when they
 * change; until then the server's picture stands there. What is measured
 * in stages, marked with `data-grows`, is drawn as it grows; each stage is announced as "stageshown". The controls that
 * `data-arranging` names change how it is drawn: nothing is measured anew for them. A narrow page shows one panel, of which
 * a "panelchange" says which.
 */

import { fetchJson, fetchStages } from "../../shared/api.js";
import { drawing } from "../../shared/drawing.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { heightOf } from "../../shared/figure-looks.js";
import { isPrinting, onLooks, styleOf } from "../../shared/looks.js";
import { pageState } from "../../shared/page-state.js";
import { plot } from "../../shared/plot.js";
import { wanted } from "../../shared/wanted.js";
import { alone, captions, legend } from "../panels.js";
import { questionOf } from "../question.js";

const isNarrow = matchMedia("(max-width: 820px)");

class ExhibitFigure extends PageElement {
  /** @type {import("../../shared/plot.js").Figure | undefined} */
  #served;
  #panel = 0;
  /** The question whose answer is shown to its end. */
  #answered = "";
  #draw = drawing(this, (isStale) => ("grows" in this.dataset ? this.#growOrSay(isStale) : this.#ask()));

  connectedCallback() {
    this.hear(["statechange"], () => this.#draw());
    this.hear(["again"], () => {
      this.#answered = "";
      this.#draw();
    });
    this.hear("panelchange", (panel) => this.#turn(panel));
    this.on(isNarrow, "change", () => this.#repaint());
    onLooks(() => this.#repaint(), this.signal);
    wanted.then(() => this.#draw());
  }

  async #ask() {
    await this.#show(await fetchJson(this.dataset.figure ?? "", pageState()));
  }

  /** @param {() => boolean} isStale */
  async #growOrSay(isStale) {
    try {
      await this.#grow(isStale);
    } catch (error) {
      announce("growthfailed");
      throw error;
    }
  }

  /**
   * Draw stage after stage, until a change makes them stale.
   * @param {() => boolean} isStale
   */
  async #grow(isStale) {
    const question = questionOf(pageState(), this.dataset.arranging);
    const takesOld = question === this.#answered;
    this.#answered = "";
    for await (const { figure, ...detail } of fetchStages(this.dataset.figure ?? "", pageState(), takesOld)) {
      const began = performance.now();
      await this.#show(figure);
      announce("stageshown", detail);
      if (detail.done === 1) this.#answered = question;
      // as long for what the reader does as for drawing
      await pause(performance.now() - began);
      if (isStale()) return;
    }
  }

  /** @param {import("../../shared/plot.js").Figure} served */
  async #show(served) {
    this.#served = served;
    const panels = captions(served);
    this.#panel = Math.min(this.#panel, panels.length - 1);
    announce("panelsshown", { panels, at: this.#panel });
    const figure = isNarrow.matches && !isPrinting() ? alone(served, this.#panel) : served;
    // whichever of both the style sheet reads
    for (const name of ["--height", "--panel-height"]) this.style.setProperty(name, `${heightOf(figure)}px`);
    announce("figuredrawn", await plot(this, figure, { hasTitles: true }));
    this.#tell(figure, served);
  }

  /** @param {number} panel that is to be seen where there is room for one */
  #turn(panel) {
    this.#panel = panel;
    // the server's picture, until there is another
    this.querySelectorAll(".still > svg").forEach((picture, number) => picture.classList.toggle("current", number === panel));
    if (isNarrow.matches) this.#repaint();
  }

  /** In another width or other colours the same figure. */
  #repaint() {
    if (this.#served) this.#show(this.#served);
  }

  /**
   * Write the legend, which Plotly would have to measure.
   * @param {import("../../shared/plot.js").Figure} figure
   * @param {import("../../shared/plot.js").Figure} whole
   */
  #tell(figure, whole) {
    const list = document.getElementById(this.dataset.legend ?? "");
    const entries = legend(figure, whole);
    if (!list || list.dataset.entries === JSON.stringify(entries)) return;
    list.dataset.entries = JSON.stringify(entries);
    list.replaceChildren(...entries.map(legendItem));
  }
}

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {{name: string, colour: string, isDashed: boolean}} entry */
function legendItem({ name, colour, isDashed }) {
  const swatch = document.createElement("span");
  swatch.className = isDashed ? "swatch dashed" : "swatch";
  swatch.style.setProperty("--curve", styleOf(colour));
  const item = document.createElement("li");
  item.append(swatch, name);
  return item;
}

customElements.define("exhibit-figure", ExhibitFigure);
