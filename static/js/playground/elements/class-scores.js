/** `<class-scores>`: how well a network answers each class; shown where the confusion of the classes is. */

import { PageElement } from "../../shared/element.js";
import { fill, part, write } from "../../shared/parts.js";
import { percent } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { classScores } from "../quality.js";
import { shownFrame } from "../run-record.js";

const PAUSE_MS = 250;

class ClassScores extends PageElement {

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear("runstarted", ({ class_names: names }) => this.#build(names ?? []));
    this.hear("frameshown", draw);
  }

  /** @param {string[]} names of the classes */
  #build(names) {
    const rows = this.find("rows");
    fill(rows, names.length, this.find("row", HTMLTemplateElement));
    names.forEach((name, i) => {
      part(rows.children[i], "dot").className = `dot class-${i}`;
      write(part(rows.children[i], "name"), name);
    });
  }

  #draw() {
    const rows = this.find("rows").children;
    const confusion = shownFrame()?.confusion;
    if (confusion?.length !== rows.length) return;
    classScores(confusion).forEach(({ precision, recall, count }, i) => {
      write(part(rows[i], "precision"), percent(precision));
      write(part(rows[i], "recall"), percent(recall));
      write(part(rows[i], "count"), String(count));
    });
    this.dataset.state = "drawn";
  }
}

customElements.define("class-scores", ClassScores);
