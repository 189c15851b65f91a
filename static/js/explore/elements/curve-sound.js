/**
 * `<curve-sound>`: f or f′ of every curve to be heard, one after the other, from left to right; as high as the curve is. A
 * button or P on the marker's slider begins, the same again or Escape ends. Where the tune is, is announced as "soundmove".
 */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";
import { between } from "../../shared/readable.js";
import { linesOf } from "../figure-curves.js";
import { tuneOf } from "../tune.js";

/** Seconds of one curve, and of the silence before each. */
const SECONDS = 2.5;
const PAUSE = 0.3;
const VOLUME = 0.2;

class CurveSound extends PageElement {
  /** @type {import("../../shared/plot.js").Figure | null} */
  #figure = null;
  /** What is being played. @type {AudioContext | null} */
  #playing = null;

  connectedCallback() {
    this.hear("figureshown", (figure) => this.#know(figure));
    this.on(this, "click", (event) => this.#toggle(/** @type {Element} */ (event.target).closest("button")));
    this.on(document, "keydown", (event) => this.#press(event));
    this.signal.addEventListener("abort", () => this.#stop());
  }

  get #buttons() {
    return [...this.querySelectorAll("button")];
  }

  /** @param {import("../../shared/plot.js").Figure} figure */
  #know(figure) {
    this.#figure = figure;
    const orders = linesOf(figure).map(({ order }) => String(order));
    for (const button of this.#buttons) button.hidden = !orders.includes(button.value);
  }

  /** @param {KeyboardEvent} event */
  #press({ key, target, ctrlKey, metaKey, altKey }) {
    if (key === "Escape") this.#stop();
    const isOnMarker = target instanceof Element && target.matches('curve-marker input[type="range"]');
    if (key.toLowerCase() !== "p" || !isOnMarker || ctrlKey || metaKey || altKey) return;
    this.#toggle(this.#buttons.find(({ ariaPressed }) => ariaPressed === "true") ?? this.#buttons.find(({ hidden }) => !hidden) ?? null);
  }

  /** @param {HTMLButtonElement | null} button */
  #toggle(button) {
    const isStop = button?.ariaPressed === "true";
    this.#stop();
    if (button && !isStop) this.#play(button);
  }

  /** @param {HTMLButtonElement} button */
  #play(button) {
    const { data = [], layout } = this.#figure ?? {};
    const lines = linesOf({ data, layout: layout ?? {} }).filter(({ order }) => String(order) === button.value);
    if (!layout || lines.length === 0) return;
    const audio = new AudioContext();
    const start = audio.currentTime;
    const last = lines.map((line, i) => tone(audio, line, layout, start + PAUSE + i * (SECONDS + PAUSE))).at(-1);
    last?.addEventListener("ended", () => this.#playing === audio && this.#stop());
    this.#playing = audio;
    button.ariaPressed = "true";
    this.#follow(audio, start, layout.xaxis.range);
  }

  /** @type {(audio: AudioContext, start: number, window: [number, number]) => void} */
  #follow(audio, start, window) {
    if (this.#playing !== audio) return;
    const seconds = ((audio.currentTime - start) % (PAUSE + SECONDS)) - PAUSE;
    announce("soundmove", between(window, Math.max(0, seconds) / SECONDS));
    requestAnimationFrame(() => this.#follow(audio, start, window));
  }

  #stop() {
    if (!this.#playing) return;
    this.#playing.close();
    this.#playing = null;
    announce("soundmove", null);
    for (const button of this.#buttons) button.ariaPressed = "false";
  }
}

/**
 * @param {AudioContext} audio
 * @param {import("../figure-curves.js").Line} line
 * @param {Record<string, any>} layout of the figure
 * @param {number} start in seconds
 * @returns {OscillatorNode} what plays the line
 */
function tone(audio, line, layout, start) {
  const axis = layout[line.panel.replace("y", "yaxis")];
  const heightOf = axis.type === "log" ? (/** @type {number} */ y) => Math.log10(Math.abs(y)) : undefined;
  const { pitches, volumes } = tuneOf(line, layout.xaxis.range, axis.range, heightOf);
  const oscillator = new OscillatorNode(audio);
  const gain = new GainNode(audio, { gain: 0 });
  oscillator.frequency.setValueCurveAtTime(pitches, start, SECONDS);
  // the last volume goes on
  gain.gain.setValueCurveAtTime([...volumes.map((volume) => volume * VOLUME), 0], start, SECONDS);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + SECONDS + PAUSE / 2);
  return oscillator;
}

customElements.define("curve-sound", CurveSound);
