/** `<race-chart>`: all lanes in one chart, accuracy or loss over epochs: the median of the seeds, its quartiles, a name at its end. */

import { PageElement } from "../../shared/element.js";
import { isPrinting, onLooks } from "../../shared/looks.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { lanesChart, shortened } from "../lanes-chart.js";
import { ending } from "../ending.js";
import { courseOf, rankedLanes, startedRace } from "../record.js";
import { inStroke } from "../strokes.js";

/** @typedef {import("../lanes-chart.js").Picture} Picture */

/** Between two pictures, so that sixteen lanes leave time for the rest of the page. */
const PAUSE_MS = 60;
/** The size on paper, as its style sheet has it. */
const PAPER = { width: 660, height: 320 };

class RaceChart extends PageElement {
  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear(["racestarted", "raceframe"], draw);
    this.hear("raceranking", () => this.#tell());
    this.onResize([this.find("place")], draw);
    // at once, as a page is printed when this has been done
    onLooks(() => this.#draw(), this.signal);
  }

  #draw() {
    const started = startedRace();
    const place = this.find("place");
    const { width, height } = isPrinting() ? PAPER : { width: place.clientWidth, height: place.clientHeight };
    if (!started || !width || !height) return;
    const { race, lanes } = started;
    const letters = Number.parseFloat(getComputedStyle(place).fontSize);
    // the server's picture of it has had its time
    place.querySelector(".still")?.remove();
    const picture = lanesChart(lanes.map((_, i) => courseOf(i)), { ...started, epochs: race.epochs }, { width, height, letters });
    this.#write(picture, letters);
    const groups = this.#children("lanes", lanes.length);
    picture.lanes.forEach(({ line, band, leader, label }, i) => {
      const [area, course, lead, name] = groups[i].children;
      set(area, { d: band });
      set(course, { d: line });
      set(lead, { d: courseOf(i).length > 1 ? leader : "" });
      set(name, label);
      // where all lanes begin, a name would tell nothing
      write(name, courseOf(i).length > 1 ? shortened(lanes[i].activation) : "");
      inStroke(groups[i], i);
    });
  }

  /**
   * @param {Picture} picture
   * @param {number} letters their size
   */
  #write({ box, across, up, target }, letters) {
    const grid = up.map(({ at }) => `M${box.left} ${at.toFixed(1)}H${box.right}`).join("");
    set(this.find("grid"), { d: grid });
    set(this.find("target"), { d: `M${box.left} ${target.toFixed(1)}H${box.right}` });
    set(this.find("solved"), { x: box.left + 6, y: target - 5 });
    const below = across.map(({ at, text }) => ({ text, place: { x: at, y: box.bottom + 1.25 * letters, "text-anchor": "middle" } }));
    const beside = up.map(({ at, text }) => ({ text, place: { x: box.left - 6, y: at + letters / 3, "text-anchor": "end" } }));
    const ticks = this.#children("ticks", across.length + up.length);
    [...below, ...beside].forEach(({ text, place }, i) => {
      set(ticks[i], place);
      write(ticks[i], text);
    });
  }

  /**
   * The elements of a group, as many as `count`, made from the template of the same name.
   * @param {string} name
   * @param {number} count
   * @returns {Element[]}
   */
  #children(name, count) {
    const group = this.find(name);
    const template = this.find(`${name}-template`, HTMLTemplateElement).content.firstElementChild?.firstElementChild;
    while (group.childElementCount > count) group.lastElementChild?.remove();
    while (template && group.childElementCount < count) group.append(template.cloneNode(true));
    return [...group.children];
  }

  /** Say in words what the chart shows. */
  #tell() {
    const started = startedRace();
    if (!started) return;
    const { lane: pattern = "", accuracy = "", loss = "" } = this.dataset;
    const { [started.measure]: caption = "" } = this.find("caption").dataset;
    write(this.find("caption"), caption);
    const lanes = rankedLanes().map(({ lane, standing }) =>
      filled(pattern, { name: started.lanes[lane].title, end: ending(standing) }),
    );
    this.find("plot").ariaLabel = filled(started.measure === "loss" ? loss : accuracy, { lanes: lanes.join(", ") });
  }
}

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes numbers in tenths of a pixel
 */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === "number" ? value.toFixed(1) : value);
}

customElements.define("race-chart", RaceChart);
