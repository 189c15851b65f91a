/** `<picture-bar>`: buttons that offer the figure of the element named by `data-of` as a file, in light colours. */

import { PageElement } from "../element.js";
import { savePicture } from "../plot.js";

class PictureBar extends PageElement {
  connectedCallback() {
    this.on(this, "click", ({ target }) => this.#save(/** @type {HTMLElement} */ (target).dataset.format));
  }

  /** @param {string | undefined} format */
  #save(format) {
    const figure = document.querySelector(this.dataset.of ?? "");
    if (figure instanceof HTMLElement && (format === "png" || format === "svg")) savePicture(figure, this.dataset.name ?? "", format);
  }
}

customElements.define("picture-bar", PictureBar);
