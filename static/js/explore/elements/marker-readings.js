/**
 * `<marker-readings>` asks what torch says of the curves where the marker stands, announces it as "readings", and tells it in
 * sentences when the marker has come to rest.
 */

import { fetchJson } from "../../shared/api.js";
import { calm, debounced, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { newest } from "../../shared/newest.js";
import { pageState } from "../../shared/page-state.js";
import { write } from "../../shared/parts.js";
import { readingsOf, sentenceOf } from "../readings.js";

/** Milliseconds without a move after which a listener is told. */
const REST_MS = 400;

class MarkerReadings extends PageElement {
  #x = Number.NaN;
  /** What is told when the marker rests; what stands there when the page opens is not told. */
  #sentences = "";
  #isFirst = true;
  #ask = newest(() => this.#read());
  /** Not more often than a text can be read: a request less for the curves to wait for. */
  #askSoon = calm(() => this.#ask(), READABLE_MS);
  #tellSoon = debounced(() => write(this, this.#sentences), REST_MS);

  connectedCallback() {
    this.hear("markermove", (x) => {
      this.#x = x;
      this.#askSoon();
    });
  }

  async #read() {
    const x = this.#x;
    const query = new URLSearchParams([...pageState()].filter(([name]) => name === "f" || name === "dtype"));
    query.set("x", String(x));
    query.set("order", "1");
    const reply = await fetchJson("curves", query).catch(() => null);
    const readings = reply === null ? null : readingsOf(reply);
    announce("readings", readings);
    this.#sentences = (readings ?? []).map((reading) => sentenceOf(reading, x, this.dataset)).join(" ");
    if (!this.#isFirst) this.#tellSoon();
    this.#isFirst = false;
  }
}

customElements.define("marker-readings", MarkerReadings);
