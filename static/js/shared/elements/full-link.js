/** `<full-link>`: from an embedded page to the whole of it as it stands now, in a tab of its own. */

import { addressState } from "../address.js";
import { PageElement } from "../element.js";

class FullLink extends PageElement {
  connectedCallback() {
    this.hear("addresschange", () => this.#point(this.querySelector("a")));
    this.on(document, "click", ({ target }) => this.#point(/** @type {Element} */ (target).closest?.('a[href^="#"]')));
  }

  /** Let a link lead to the whole page, or to its place there. @param {Element | null | undefined} link */
  #point(link) {
    if (link instanceof HTMLAnchorElement) link.setAttribute("href", `?${addressState()}${link.hash}`);
  }
}

customElements.define("full-link", FullLink);
