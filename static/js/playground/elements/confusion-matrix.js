/**
 * `<confusion-matrix>`: how many test points of each class the network takes for which; shown for more than two
 * classes, and for two where a point has more than two columns.
 */

import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { shownFrame } from "../run-record.js";

const PAUSE_MS = 250;
const FEWEST_CLASSES = 3;
/** More than so many have no room for words beside their names. */
const FEW_CLASSES = 5;

class ConfusionMatrix extends PageElement {

  connectedCallback() {
    const draw = whenSeen(this, () => this.#draw(), PAUSE_MS, this.signal);
    this.hear("runstarted", ({ class_names: names, columns }) => this.#build(names ?? [], columns.length));
    this.hear("frameshown", draw);
  }

  /**
   * @param {string[]} all names of the classes
   * @param {number} columns of the data
   */
  #build(all, columns) {
    this.hidden = all.length === 0 || Math.max(all.length, columns) < FEWEST_CLASSES;
    this.classList.toggle("many", all.length > FEW_CLASSES);
    const names = this.hidden ? [] : all;
    this.find("predicted").replaceChildren(document.createElement("td"), ...names.map((name, i) => this.#heading(i, name, "col")));
    const rows = names.map((name, i) => {
      const row = document.createElement("tr");
      row.append(this.#heading(i, name, "row"), ...names.map(() => document.createElement("td")));
      return row;
    });
    this.find("rows").replaceChildren(...rows);
  }

  /**
   * @param {number} number of a class
   * @param {string} name
   * @param {"row" | "col"} scope
   */
  #heading(number, name, scope) {
    const heading = Object.assign(document.createElement("th"), { scope });
    const swatch = Object.assign(document.createElement("span"), { className: `dot class-${number}` });
    const pattern = (scope === "row" ? this.dataset.row : this.dataset.column) ?? "";
    const says = this.classList.contains("many") ? name : filled(pattern, { name });
    heading.append(swatch, Object.assign(document.createElement("span"), { textContent: says, title: name }));
    return heading;
  }

  #draw() {
    const counts = /** @type {number[][] | null} */ (shownFrame()?.confusion);
    if (!counts || this.hidden) return;
    counts.forEach((row, i) => {
      const total = row.reduce((sum, count) => sum + count, 0) || 1;
      const cells = /** @type {HTMLCollectionOf<HTMLElement>} */ (this.find("rows").children[i].children);
      row.forEach((count, j) => {
        // the first is the heading
        const cell = cells[j + 1];
        write(cell, String(count));
        cell.style.setProperty("--share", (count / total).toFixed(3));
      });
    });
    this.dataset.state = "drawn";
  }
}

customElements.define("confusion-matrix", ConfusionMatrix);
