/**
 * `<race-lanes>`: a card for each lane, in the order of the table: what its seeds answer, where they disagree, who solved it.
 * A card stays in its place, and shows another lane when the order changes.
 */

import { onThemeChange } from "../../shared/colours.js";
import { customProperties } from "../../shared/custom-properties.js";
import { PageElement } from "../../shared/element.js";
import { fill, part, report, write } from "../../shared/parts.js";
import { compact, filled, readable } from "../../shared/readable.js";
import { fromRoot } from "../../shared/root.js";
import { whenSeen } from "../../shared/when-seen.js";
import { measured } from "../ending.js";
import { paintDeviation, paintMean } from "../lane-painter.js";
import { networkQuery } from "../query.js";
import { latestRaceFrame, rankedLanes, startedRace, toldRaceFrame } from "../record.js";
import { planQuery } from "../state.js";
import { inStroke } from "../strokes.js";

/** @typedef {import("../messages").Started} Started */
/** @typedef {import("../record.js").Ranked} Ranked */

/** Between two paintings of a card, so that sixteen of them leave time for the rest of the page. */
const PAUSE_MS = 60;

class RaceLanes extends PageElement {
  /** Ends the painters of the cards that are there. */
  #painting = new AbortController();
  /** @type {(() => void)[]} */
  #painters = [];
  /** What each card is of. @type {{started: Started, lane: number}[]} */
  #shown = [];

  connectedCallback() {
    this.hear("raceranking", () => this.#show());
    this.hear("raceframe", () => this.#paint());
    this.hear("racepicture", () => this.#cards.forEach((card, i) => this.#paintCard(card, i)));
    onThemeChange(() => this.#paint(), this.signal);
    this.on(window, "resize", () => this.#paint());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#painting.abort();
    this.#painters = [];
  }

  /** @returns {HTMLElement[]} */
  get #cards() {
    return /** @type {HTMLElement[]} */ ([...this.find("cards").children]);
  }

  #show() {
    const started = startedRace();
    if (!started) return;
    const lanes = rankedLanes();
    fill(this.find("cards"), lanes.length, this.find("card", HTMLTemplateElement));
    this.#cards.forEach((card, i) => {
      const { lane } = lanes[i];
      const before = this.#shown[i];
      if (before?.started !== started || before.lane !== lane) this.#name(card, lane, started);
      this.#shown[i] = { started, lane };
      this.#tell(card, lanes[i], started);
    });
    if (this.#painters.length !== lanes.length) this.#watch();
    this.#paint();
  }

  /** Have each card painted while it can be seen. */
  #watch() {
    this.#painting.abort();
    this.#painting = new AbortController();
    this.#painters = this.#cards.map((card, i) => whenSeen(card, () => this.#paintCard(card, i), PAUSE_MS, this.#painting.signal));
  }

  #paint() {
    for (const paint of this.#painters) paint();
  }

  /**
   * Write what a card says of its lane as long as the race lasts.
   * @param {HTMLElement} card
   * @param {number} lane
   * @param {Started} started
   */
  #name(card, lane, { race: { plan, seeds }, lanes }) {
    const { activation, title, differs } = lanes[lane];
    write(part(card, "name"), activation);
    inStroke(part(card, "swatch"), lane);
    for (const [name, text] of /** @type {[string, string][]} */ ([["mean", this.dataset.map ?? ""], ["deviation", this.dataset.deviation ?? ""]])) {
      part(card, name).ariaLabel = filled(text, { name: title });
    }
    report(part(card, "differs"), differs ?? "");
    const list = part(card, "seeds");
    fill(list, seeds, this.find("seed", HTMLTemplateElement));
    [...list.children].forEach((item, i) => write(/** @type {Element} */ (item.firstElementChild), String(plan.seed + i)));
  }

  /**
   * @param {HTMLElement} card
   * @param {number} i its number
   */
  #paintCard(card, i) {
    const lane = latestRaceFrame()?.lanes[this.#shown[i]?.lane];
    if (!lane) return;
    paintMean(/** @type {HTMLCanvasElement} */ (part(card, "mean")), lane.mean);
    const { ink } = customProperties(this, "ink");
    paintDeviation(/** @type {HTMLCanvasElement} */ (part(card, "deviation")), lane.deviation, ink);
  }

  /**
   * Write how far a lane is, at the moment that the table tells.
   * @param {HTMLElement} card
   * @param {Ranked} ranked
   * @param {Started} started
   */
  #tell(card, { lane, standing }, { race, measure }) {
    const { solved = "", seed = "", reached = "" } = this.dataset;
    write(part(card, "solved"), standing ? filled(solved, { solved: standing.solved, seeds: standing.seeds }) : readable(null));
    const told = toldRaceFrame()?.lanes[lane];
    const tried = standing?.tried?.length ?? 0;
    report(part(card, "rate"), tried > 0 ? filled(this.dataset.rate ?? "", { lr: compact(standing?.lr), tried }) : "");
    const { plan, activations } = race;
    [...part(card, "seeds").children].forEach((item, i) => {
      const link = /** @type {HTMLAnchorElement} */ (item.firstElementChild);
      const epoch = told?.reached[i] ?? null;
      const text = filled(epoch === null ? seed : reached, { seed: plan.seed + i, epoch: epoch ?? "", end: measured(measure, (told?.accuracies ?? told?.losses)?.[i]) });
      const address = fromRoot(`/playground?${networkQuery(planQuery, plan, activations[lane], plan.seed + i, told?.lr ?? null)}`);
      if (link.getAttribute("href") !== address) link.href = address;
      link.classList.toggle("solved", epoch !== null);
      if (link.title !== text) Object.assign(link, { title: text, ariaLabel: text });
    });
  }
}

customElements.define("race-lanes", RaceLanes);
