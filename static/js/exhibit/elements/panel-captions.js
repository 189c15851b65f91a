/**
 * `<panel-captions>`: what is to be seen in each panel; where there is room for one panel at a time, buttons and a swipe
 * over the figure turn to another.
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { fill, part, write } from "../../shared/parts.js";

/** CSS pixels that a finger goes for a swipe, along the page and not up or down. */
const SWIPE = 48;

class PanelCaptions extends PageElement {
  #at = 0;

  connectedCallback() {
    this.hear("panelsshown", ({ panels, at }) => this.#show(panels, at));
    this.on(this.find("before"), "click", () => this.#turn(-1));
    this.on(this.find("after"), "click", () => this.#turn(1));
    const canvas = this.closest("figure")?.querySelector(".canvas");
    if (canvas instanceof HTMLElement) this.#followSwipes(canvas);
  }

  get #list() {
    return this.find("list");
  }

  /**
   * @param {import("../panels.js").Caption[]} panels
   * @param {number} at
   */
  #show(panels, at) {
    fill(this.#list, panels.length, /** @type {HTMLTemplateElement} */ (this.querySelector("template")));
    panels.forEach(({ title, caption }, number) => {
      const item = /** @type {Element} */ (this.#list.children[number]);
      write(part(item, "title"), title);
      write(part(item, "caption"), caption);
    });
    this.find("pager").hidden = panels.length < 2;
    this.#mark(at);
  }

  /** @param {number} by */
  #turn(by) {
    const count = this.#list.childElementCount;
    const at = (this.#at + by + count) % count;
    this.#mark(at);
    announce("panelchange", at);
  }

  /** @param {number} at the panel that is seen */
  #mark(at) {
    this.#at = at;
    [...this.#list.children].forEach((item, number) => item.toggleAttribute("aria-current", number === at));
    const count = this.#list.childElementCount;
    write(this.find("place"), (this.dataset.place ?? "").replace("{number}", String(at + 1)).replace("{count}", String(count)));
  }

  /** @param {HTMLElement} canvas */
  #followSwipes(canvas) {
    /** @type {Touch | undefined} */
    let start;
    this.on(canvas, "touchstart", ({ touches }) => (start = touches.length === 1 ? touches[0] : undefined));
    this.on(canvas, "touchend", ({ changedTouches: [end] }) => {
      if (!start || this.find("pager").checkVisibility() === false) return;
      const [along, down] = [end.clientX - start.clientX, end.clientY - start.clientY];
      if (Math.abs(along) > SWIPE && Math.abs(along) > 2 * Math.abs(down)) this.#turn(along < 0 ? 1 : -1);
    });
  }
}

customElements.define("panel-captions", PanelCaptions);
