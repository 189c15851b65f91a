/**
 * `<own-table>`: a table of a reader's own, pasted or in a file. The server reads it and says what it takes each column for;
 * where the reader says otherwise, it is read anew. What comes of it is announced as "tableread".
 */

import { Refusal, sendText, sentenceOf } from "../../shared/api.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { fill, report, write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { TableWishes } from "../table-wishes.js";

/** @typedef {import("../table-wishes.js").Column} Column */

class OwnTable extends PageElement {
  /** What was read last. @type {string | File} */
  #text = "";
  #wishes = new TableWishes();
  #asking = new AbortController();

  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target).dataset.act));
    this.on(this, "change", ({ target }) => this.#change(/** @type {HTMLInputElement | HTMLSelectElement} */ (target)));
    this.hear("tableleft", () => this.#leave());
  }

  /** @param {string | undefined} act what a button is for */
  #act(act) {
    if (act === "read") this.#open(this.find("csv", HTMLTextAreaElement).value);
    if (act === "use-table") announce("draw", "use");
  }

  /** @param {HTMLInputElement | HTMLSelectElement} field */
  async #change(field) {
    if (field instanceof HTMLInputElement) {
      const file = field.files?.[0];
      if (!file) return;
      await this.#open(file);
      // so that the same file, mended, can be chosen again
      field.value = "";
      return;
    }
    const name = field.closest("li")?.dataset.column;
    if (name === undefined) return;
    this.#wishes.say(name, field.value);
    this.#read();
  }

  /** Another table, of which nothing is wished yet. @param {string | File} text in a file, of which the server finds out the encoding */
  #open(text) {
    this.#text = text;
    this.#wishes = new TableWishes();
    return this.#read();
  }

  async #read() {
    // only the last question counts
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const query = this.#wishes.query().toString();
      const text = await sendText(`playground/data${query && "?"}${query}`, this.#text, "text/csv", asking.signal);
      const { table, samples, columns, task, understood } = JSON.parse(text);
      announce("tableread", { samples, columns, task });
      this.#show(table, understood, "");
    } catch (error) {
      if (asking.signal.aborted) return;
      const table = error instanceof Refusal ? error.problem.table : [];
      this.#show(/** @type {Column[]} */ (table ?? []), "", sentenceOf(error, this.dataset.offline));
    }
  }

  /**
   * @param {Column[]} table none where it could not be read at all
   * @param {string} understood
   * @param {string} problem
   */
  #show(table, understood, problem) {
    report(this.find("unread"), problem);
    write(this.find("understood"), understood);
    this.find("table").hidden = table.length === 0;
    const use = /** @type {HTMLButtonElement} */ (this.querySelector('[data-act="use-table"]'));
    use.disabled = problem !== "";
    const list = this.find("columns");
    fill(list, table.length, /** @type {HTMLTemplateElement} */ (this.querySelector("template")));
    table.forEach((column, i) => showColumn(/** @type {HTMLElement} */ (list.children[i]), column, list.dataset));
  }

  /** The points are others now. */
  #leave() {
    this.#asking.abort();
    this.#show([], "", "");
  }
}

/**
 * @param {HTMLElement} item which shows it
 * @param {Column} column
 * @param {DOMStringMap} texts with places for what it has
 */
function showColumn(item, { name, role, type, missing, beginning, reason }, texts) {
  Object.assign(item.dataset, { column: name, role });
  const cell = (/** @type {string} */ key) => /** @type {HTMLElement} */ (item.querySelector(`[data-cell="${key}"]`));
  write(cell("name"), name);
  write(cell("missing"), missing > 0 ? filled(texts.missing ?? "", { count: missing }) : "");
  write(cell("beginning"), filled(texts.first ?? "", { cells: beginning.join(", ") }));
  write(cell("reason"), reason);
  for (const [key, value] of Object.entries({ role, type })) {
    const select = /** @type {HTMLSelectElement} */ (cell(key));
    select.value = value;
    select.ariaLabel = filled(texts[key] ?? "", { name });
    select.disabled = key === "type" && role === "left_out";
  }
}

customElements.define("own-table", OwnTable);
