/**
 * `<page-presenter>`: the figure fills the screen, as long as the address says `present`. The markup names with `data-key`
 * what keys act on meanwhile: "run" is pressed by the space bar, "next" and "previous" by arrows; a "slider" moves with them,
 * and of "choices" they take the one beside the current one.
 */

import { showAs } from "../address.js";
import { PageElement } from "../element.js";
import { announce } from "../events.js";
import { isFree, keysAct } from "../keys.js";

const STEPS = /** @type {Record<string, 1 | -1>} */ ({ ArrowLeft: -1, ArrowRight: 1 });

class PagePresenter extends PageElement {
  connectedCallback() {
    this.hear("presentask", () => this.#begin());
    this.hear("addresschange", () => this.#follow());
    this.on(this.find("leave"), "click", () => this.#leave());
    this.on(document, "keydown", (event) => this.#press(event));
    this.on(document, "fullscreenchange", () => document.fullscreenElement ?? this.#leave());
  }

  get #isOn() {
    return "present" in document.documentElement.dataset;
  }

  #begin() {
    showAs("present", "");
    document.getElementById("main")?.focus();
    // where the browser lets it; the figure fills the window otherwise
    document.documentElement.requestFullscreen?.().catch(() => {});
  }

  #leave() {
    if (!this.#isOn) return;
    showAs("present", null);
    if (document.fullscreenElement) document.exitFullscreen();
    announce("presentend");
  }

  /** Show the page as the address says. */
  #follow() {
    const isOn = new URLSearchParams(location.search).has("present");
    if (isOn === this.#isOn) return;
    document.documentElement.toggleAttribute("data-present", isOn);
    announce("looks");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (!this.#isOn || !isFree(event)) return;
    if (event.key === "Escape") this.#leave();
    else if (!keysAct() || !(event.key === " " ? pressed("run") : event.key in STEPS && stepped(STEPS[event.key]))) return;
    event.preventDefault();
  }
}

/**
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} key
 * @returns {Kind | undefined} what the page shows for it
 */
function keyed(key) {
  const found = [.../** @type {NodeListOf<Kind>} */ (document.querySelectorAll(`[data-key="${key}"]`))];
  return found.find((element) => element.checkVisibility());
}

/**
 * @param {string} key
 * @returns {boolean} whether there was something to press
 */
function pressed(key) {
  const button = keyed(key);
  button?.click();
  return button !== undefined;
}

/**
 * @param {1 | -1} by
 * @returns {boolean} whether something could be moved
 */
function stepped(by) {
  return pressed(by > 0 ? "next" : "previous") || moved(keyed("slider"), by) || chosen(keyed("choices"), by);
}

/**
 * @param {HTMLInputElement | undefined} slider
 * @param {1 | -1} by
 */
function moved(slider, by) {
  if (!slider) return false;
  const key = by > 0 ? "ArrowRight" : "ArrowLeft";
  // one that knows its own steps takes the key
  if (!slider.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }))) return true;
  slider.stepUp(by);
  for (const name of ["input", "change"]) slider.dispatchEvent(new Event(name, { bubbles: true }));
  return true;
}

/**
 * @param {HTMLElement | undefined} list of links, one of which is the current one
 * @param {1 | -1} by
 */
function chosen(list, by) {
  const links = [...(list?.querySelectorAll("a") ?? [])];
  links[links.findIndex((link) => link.ariaCurrent) + by]?.click();
  return links.length > 0;
}

customElements.define("page-presenter", PagePresenter);
