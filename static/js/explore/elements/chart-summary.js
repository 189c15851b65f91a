/** `<chart-summary>` tells who listens which sentences about the chart have changed. */

import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";

class ChartSummary extends PageElement {
  #known = new Set(this.#sentences);

  connectedCallback() {
    const watcher = new MutationObserver(() => this.#tell());
    watcher.observe(/** @type {Element} */ (this.querySelector("[data-region]")), { childList: true });
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  get #sentences() {
    return [...this.querySelectorAll("li")].map((item) => item.textContent.trim().replace(/\s+/g, " "));
  }

  #tell() {
    const now = this.#sentences;
    const fresh = now.filter((sentence) => !this.#known.has(sentence));
    this.#known = new Set(now);
    if (fresh.length > 0) write(this.querySelector("[role=status]"), fresh.join(" "));
  }
}

customElements.define("chart-summary", ChartSummary);
