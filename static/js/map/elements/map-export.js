/** `<map-export>`: what to take away of a map: its address, a picture, its pixels. */

import { fetchFile, sentenceOf } from "../../shared/api.js";
import { copy } from "../../shared/clipboard.js";
import { customProperties } from "../../shared/custom-properties.js";
import { download, downloadPicture, offer } from "../../shared/download.js";
import { drawnSvg } from "../../shared/drawn-svg.js";
import { PageElement } from "../../shared/element.js";
import { inLight } from "../../shared/looks.js";
import { write } from "../../shared/parts.js";
import { mapCsv } from "../csv.js";
import { panelImages, pictureOf } from "../picture.js";
import { answer } from "../record.js";
import { mapAddress, question } from "../state.js";

/** @typedef {import("./map-picture.js").MapPicture} MapPicture */

class MapExport extends PageElement {
  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#act(/** @type {HTMLElement} */ (target)));
  }

  /** @param {HTMLElement} button */
  async #act({ dataset: { export: kind = "", done = "" } }) {
    if (kind === "") return;
    this.#say("");
    if (kind === "link") this.#say((await copy(mapAddress())) ? done : mapAddress());
    else if (!answer()) this.#say(this.dataset.nothing ?? "");
    else if (kind === "csv") this.#table();
    else if (kind === "npz") await this.#arrays();
    else await this.#draw(kind);
  }

  /** Of the files, without what they are. */
  get #stem() {
    const { plan, x, y } = question();
    return `map-${plan.data.name}-${x.vary}-${y.vary}`;
  }

  #table() {
    const known = answer();
    if (known) download(mapCsv(question(), known), `${this.#stem}.csv`, "text/csv");
  }

  async #arrays() {
    try {
      offer(await fetchFile("map", JSON.stringify(question()), "application/x-npz"), `${this.#stem}.npz`);
    } catch (error) {
      this.#say(sentenceOf(error, this.dataset.offline));
    }
  }

  /** @param {string} kind of picture */
  async #draw(kind) {
    const picture = /** @type {MapPicture} */ (document.querySelector("map-picture"));
    const drawing = picture.querySelector("svg");
    if (!drawing) return;
    const svg = inLight(() => {
      const images = panelImages(picture);
      drawing.prepend(...images);
      const text = drawnSvg(drawing, customProperties(this, "panel").panel);
      for (const image of images) image.remove();
      return text;
    });
    if (kind === "svg") download(svg, `${this.#stem}.svg`, "image/svg+xml");
    else await downloadPicture(await pictureOf(svg), `${this.#stem}.png`);
  }

  /** @param {string} text */
  #say(text) {
    write(this.find("status"), text);
  }
}

customElements.define("map-export", MapExport);
