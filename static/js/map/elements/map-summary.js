/** `<map-summary>`: what the picture shows, in words: how many learned, got stuck or diverged, and where it is at its best. */

import { calm } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { fill, write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { toldApart } from "../axis.js";
import { bestOf } from "../best.js";
import { measured, wordsNow } from "../figure.js";
import { answer } from "../record.js";
import { choiceOf, question } from "../state.js";
/** @typedef {import("./map-picture.js").MapPicture} MapPicture */

/** Between two accounts of many pixels. */
const PAUSE_MS = 400;

class MapSummary extends PageElement {
  connectedCallback() {
    const tell = calm(() => this.#tell(), PAUSE_MS);
    this.hear(["mapanswer", "mappixels"], () => tell());
  }

  #tell() {
    const known = answer();
    const { activations, measure, x, y } = question();
    const lines = this.find("lines");
    fill(lines, known ? activations.length : 0, this.find("line", HTMLTemplateElement));
    const pattern = known ? wordsNow(/** @type {MapPicture} */ (document.querySelector("map-picture")).words).best : "";
    const [xName, yName] = [x, y].map(({ vary }) => choiceOf(vary)?.title ?? vary);
    known?.maps.forEach((pixels, i) => {
      const counts = pixels.counts();
      const all = counts.learned + counts.stuck + counts.diverged;
      const best = bestOf(measure, pixels);
      const place = best && { value: measured(measure, best.value), xName, yName, x: toldApart(known.x, best.column), y: toldApart(known.y, best.row) };
      const sentences = [filled(this.dataset.ended ?? "", { activation: activations[i], all, ...counts }), place ? filled(pattern, place) : ""];
      write(lines.children[i], sentences.filter(Boolean).join(" "));
    });
  }
}

customElements.define("map-summary", MapSummary);
