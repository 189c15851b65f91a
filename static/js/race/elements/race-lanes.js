/** `<race-lanes>`: a card for each lane: what its seeds answer, where they disagree, how accurate they are, who solved it. */

import { onThemeChange } from "../../shared/colours.js";
import { customProperties } from "../../shared/custom-properties.js";
import { PageElement } from "../../shared/element.js";
import { part, report, write } from "../../shared/parts.js";
import { filled, percent } from "../../shared/readable.js";
import { fromRoot } from "../../shared/root.js";
import { whenSeen } from "../../shared/when-seen.js";
import { paintBand, paintDeviation, paintMean } from "../lane-painter.js";
import { networkQuery } from "../query.js";
import { planQuery } from "../state.js";
import { courseOf, latestRaceFrame, startedRace } from "../record.js";

/** @typedef {import("../messages").Frame} Frame */
/** @typedef {import("../messages").Started} Started */

/** Between two paintings of a card, so that sixteen of them leave time for the rest of the page. */
const PAUSE_MS = 60;
/** Between two changes of what is to be read. */
const READ_MS = 250;

class RaceLanes extends PageElement {
  /** What paints the cards of this race. */
  #racing = new AbortController();
  /** @type {(() => void)[]} */
  #painters = [];
  #isSaid = 0;

  connectedCallback() {
    this.hear("racestarted", (started) => this.#begin(started));
    this.hear("raceframe", (frame) => this.#follow(frame));
    this.hear("racepicture", () => this.#cards.forEach((card, i) => this.#paintCard(card, i)));
    onThemeChange(() => this.#paint(), this.signal);
    this.on(window, "resize", () => this.#paint());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#racing.abort();
  }

  /** @returns {HTMLElement[]} */
  get #cards() {
    return /** @type {HTMLElement[]} */ ([...this.find("cards").children]);
  }

  /** @param {Started} started */
  #begin({ race, lanes }) {
    this.#racing.abort();
    this.#racing = new AbortController();
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const cards = lanes.map((lane) => this.#newCard(template, lane, race));
    this.find("cards").replaceChildren(...cards);
    this.#painters = this.#cards.map((card, i) => whenSeen(card, () => this.#paintCard(card, i), PAUSE_MS, this.#racing.signal));
    this.#isSaid = 0;
  }

  /**
   * @param {HTMLTemplateElement} template
   * @param {{activation: string, title: string, differs: string | null}} lane
   * @param {import("../query.js").Race} race
   */
  #newCard(template, { activation, title, differs }, { plan, seeds }) {
    const card = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    write(part(card, "name"), activation);
    for (const [name, text] of /** @type {[string, string][]} */ ([["mean", this.dataset.map ?? ""], ["deviation", this.dataset.deviation ?? ""]])) {
      part(card, name).ariaLabel = filled(text, { name: title });
    }
    report(part(card, "differs"), differs ?? "");
    const links = Array.from({ length: seeds }, (_, i) => seedLink(networkQuery(planQuery, plan, activation, plan.seed + i), plan.seed + i));
    part(card, "seeds").replaceChildren(...links);
    return card;
  }

  /** @param {Frame} frame */
  #follow(frame) {
    this.#paint();
    const now = performance.now();
    if (frame.state === "running" && now - this.#isSaid < READ_MS) return;
    this.#isSaid = now;
    const started = startedRace();
    if (started) this.#cards.forEach((card, i) => this.#tell(card, i, started, frame.lanes[i]));
  }

  #paint() {
    for (const paint of this.#painters) paint();
  }

  /**
   * @param {HTMLElement} card
   * @param {number} i its number
   */
  #paintCard(card, i) {
    const started = startedRace();
    const lane = latestRaceFrame()?.lanes[i];
    if (!started || !lane) return;
    const { ink, soft, line, accent } = customProperties(this, "ink", "soft", "line", "accent");
    paintMean(/** @type {HTMLCanvasElement} */ (part(card, "mean")), lane.mean);
    const colours = { ink: soft, line, curve: accent };
    const { race, classes } = started;
    paintDeviation(/** @type {HTMLCanvasElement} */ (part(card, "deviation")), lane.deviation, ink);
    paintBand(/** @type {HTMLCanvasElement} */ (part(card, "band")), courseOf(i), { ...race, classes }, colours);
  }

  /**
   * @param {HTMLElement} card
   * @param {number} i its number
   * @param {Started} started
   * @param {import("../messages").LaneFrame} lane
   */
  #tell(card, i, { race, lanes }, { accuracies, reached }) {
    const solved = reached.filter((epoch) => epoch !== null).length;
    write(part(card, "solved"), filled(this.dataset.solved ?? "", { solved, seeds: reached.length }));
    const { title } = lanes[i];
    const accuracy = percent(courseOf(i).at(-1)?.median);
    part(card, "band").ariaLabel = filled(this.dataset.band ?? "", { name: title, accuracy });
    const first = race.plan.seed;
    [...part(card, "seeds").children].forEach((item, seed) => {
      const link = /** @type {HTMLAnchorElement} */ (item.firstElementChild);
      const epoch = reached[seed];
      const pattern = (epoch === null ? this.dataset.seed : this.dataset.reached) ?? "";
      const text = filled(pattern, { seed: first + seed, epoch: epoch ?? "", accuracy: percent(accuracies[seed]) });
      if (link.title === text) return;
      Object.assign(link, { title: text, ariaLabel: text });
      link.classList.toggle("solved", epoch !== null);
    });
  }
}

/**
 * @param {URLSearchParams} query
 * @param {number} seed
 */
function seedLink(query, seed) {
  const link = Object.assign(document.createElement("a"), { href: fromRoot(`/playground?${query}`), textContent: String(seed) });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

customElements.define("race-lanes", RaceLanes);
