/** What every element of the pages is made of. */

import { hear } from "./events.js";
import { part } from "./parts.js";

/**
 * An element whose listeners end when it leaves the page. It begins them in its `connectedCallback`, and so again each
 * time that it comes back.
 */
export class PageElement extends HTMLElement {
  #leaving = new AbortController();

  disconnectedCallback() {
    this.#leaving.abort();
    this.#leaving = new AbortController();
  }

  /** Ends what must not outlast the element's stay on the page. */
  get signal() {
    return this.#leaving.signal;
  }

  /**
   * @template {keyof HTMLElementEventMap} Name
   * @param {EventTarget} target
   * @param {Name | Name[]} names of its events
   * @param {(event: HTMLElementEventMap[Name]) => void} act
   */
  on(target, names, act) {
    const listener = /** @type {EventListener} */ (act);
    for (const name of [names].flat()) target.addEventListener(name, listener, { signal: this.signal });
  }

  /**
   * Call `act` with what each event of the document tells that has one of these names.
   * @template {keyof PageEvents} Name
   * @param {Name | Name[]} names
   * @param {(...told: PageEvents[Name]) => void} act
   */
  hear(names, act) {
    hear(names, act, this.signal);
  }

  /**
   * Call `act` when one of the targets has another size, and once at the beginning.
   * @param {Element[]} targets
   * @param {() => void} act
   */
  onResize(targets, act) {
    const watcher = new ResizeObserver(act);
    for (const target of targets) watcher.observe(target);
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  /**
   * The part of this element that its markup calls `name`.
   * @template {HTMLElement} [Kind=HTMLElement]
   * @param {string} name
   * @param {new () => Kind} [kind]
   * @returns {Kind}
   */
  find(name, kind) {
    return part(this, name, kind);
  }
}
