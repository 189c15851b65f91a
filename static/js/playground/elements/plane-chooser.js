/**
 * `<plane-chooser>`: over which plane through data of more than two columns the answers are shown. It follows "planewish",
 * and keeps the address and the server at the reader's choice.
 */

import { PageElement } from "../../shared/element.js";
import { send } from "../../shared/live.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { lookAt, wantedView } from "../plan-state.js";
import { startedRun } from "../run-record.js";
import { fits, USUAL_VIEW, viewText } from "../view-text.js";

/** @typedef {import("../messages").Started} Started */
/** @typedef {import("../messages").View} View */

class PlaneChooser extends PageElement {
  /** @type {View} */
  #view = USUAL_VIEW;

  connectedCallback() {
    this.hear("runstarted", (run) => this.#begin(run));
    this.hear("gridshown", ({ view }) => view && viewText(view) !== viewText(this.#view) && this.#show(view));
    this.hear("planewish", (view) => this.#turn(view));
    this.on(this, "change", ({ target }) => this.#choose(/** @type {HTMLElement} */ (target)));
  }

  get #fields() {
    return {
      kind: this.find("kind", HTMLSelectElement),
      x: this.find("x", HTMLSelectElement),
      y: this.find("y", HTMLSelectElement),
      others: this.find("others", HTMLSelectElement),
      sample: this.find("sample", HTMLInputElement),
    };
  }

  /** @param {Started} run */
  #begin({ columns, grid: { view }, data }) {
    this.hidden = view === null;
    const { x, y, sample } = this.#fields;
    const rows = data.train.y.values.length;
    if (view) {
      for (const select of [x, y]) select.replaceChildren(...columns.map((name, i) => new Option(name, String(i))));
      sample.max = String(rows);
      this.#show(view);
    }
    const wanted = wantedView();
    if (!fits(wanted, columns.length, rows)) lookAt(view ?? USUAL_VIEW);
    else if (viewText(wanted) !== viewText(view)) send({ type: "view", ...wanted });
  }

  /** @param {View} view */
  #show(view) {
    this.#view = view;
    const { kind, x, y, others, sample } = this.#fields;
    kind.value = view.kind;
    [x.value, y.value] = [String(view.x), String(view.y)];
    others.value = view.sample === null ? "means" : "sample";
    // who is typing another number has the last word
    if (view.sample !== null && document.activeElement !== sample) sample.value = String(view.sample + 1);
    const isOfColumns = view.kind === "columns";
    this.find("columns").hidden = !isOfColumns;
    this.find("row").hidden = !isOfColumns || view.sample === null;
    const told = this.find("told");
    const pattern = (isOfColumns ? (view.sample === null ? told.dataset.means : told.dataset.sample) : told.dataset.components) ?? "";
    write(told, filled(pattern, { number: (view.sample ?? 0) + 1 }));
  }

  /** @param {HTMLElement} field that a reader has changed */
  #choose(field) {
    const { kind, x, y, others, sample } = this.#fields;
    if (!sample.reportValidity()) return;
    let [across, up] = [Number(x.value), Number(y.value)];
    // the same column twice is no plane: the two change places
    if (across === up) [across, up] = field === x ? [across, this.#view.x] : [this.#view.y, up];
    this.#turn({
      kind: kind.value === "columns" ? "columns" : "components",
      x: across,
      y: up,
      sample: others.value === "sample" ? Number(sample.value) - 1 : null,
    });
  }

  /** @param {View} view */
  #turn(view) {
    const run = startedRun();
    if (!run || !fits(view, run.columns.length, run.data.train.y.values.length)) return;
    this.#show(view);
    lookAt(view);
    send({ type: "view", ...view });
  }
}

customElements.define("plane-chooser", PlaneChooser);
