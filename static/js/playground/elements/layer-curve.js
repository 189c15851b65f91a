/**
 * `<layer-curve>` draws the chosen layer's activation and its gradient, with the histogram of the pre-activations that the
 * training points have now on both.
 */

import { fetchJson, sentenceOf } from "../../shared/api.js";
import { calm } from "../../shared/calm.js";
import { onThemeChange } from "../../shared/colours.js";
import { customProperties } from "../../shared/custom-properties.js";
import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { CurvePlot } from "../curve-plot.js";
import { meanSize, strokes } from "../curve-strokes.js";
import { latestFrame } from "../run-record.js";

/** @typedef {{x: number[], value: (number | null)[], derivative: (number | null)[], kinks: import("../curve-strokes.js").Kink[]}} Curve */

const POINTS = 201;
const PAUSE_MS = 60;
const FETCH_MS = 500;
const TEXT_MS = 1000;

class LayerCurve extends PageElement {
  #layer = 0;
  /** @type {CurvePlot[]} of the value, of the gradient */
  #plots = [];
  /** @type {Curve | null} */
  #curve = null;
  /** What `#curve` is a curve of, and what is being asked for. */
  #known = "";
  #asked = "";
  #ask = calm((/** @type {string} */ key) => this.#fetch(key), FETCH_MS);
  /** @type {() => void} */
  #draw = () => {};
  #tell = calm(() => this.#write(), TEXT_MS);

  connectedCallback() {
    const canvases = ["value", "gradient"].map((name) => this.find(name, HTMLCanvasElement));
    this.#plots = canvases.map((canvas) => new CurvePlot(canvas));
    this.#draw = whenSeen(this, () => this.#paint(), PAUSE_MS, this.signal);
    this.hear("runframe", this.#draw);
    this.hear(["layerselect", "unitselect"], ({ layer }) => this.#turn(layer));
    this.hear("runstarted", ({ layers }) => this.#begin(layers.length));
    onThemeChange(() => this.#keep(), this.signal);
    this.onResize(canvases, () => this.#resize(canvases));
  }

  /** @param {number} layers */
  #begin(layers) {
    this.#layer = Math.min(this.#layer, layers - 1);
    // what could not be had may be had now
    this.#asked = this.#known;
  }

  /** @param {number} layer */
  #turn(layer) {
    this.#layer = layer;
    this.#tell();
    this.#draw();
  }

  /** @param {HTMLElement[]} canvases */
  #resize(canvases) {
    canvases.forEach((canvas, i) => this.#plots[i].resize(canvas.clientWidth, canvas.clientHeight));
    this.#keep();
  }

  /** The histogram of now; the curve is asked for when it is another. */
  #paint() {
    const diagnosis = latestFrame()?.layers[this.#layer];
    if (!diagnosis) return;
    const { reach, counts } = diagnosis.histogram;
    const key = JSON.stringify([diagnosis.reference, reach]);
    if (key !== this.#asked) {
      this.#asked = key;
      this.#ask(key);
    }
    // bars over another window than the curve's would lie
    if (JSON.parse(this.#known || "[]")[1] !== reach) return;
    const { bars } = palette(this);
    for (const picture of this.#plots) picture.show(counts, bars);
    this.dataset.state = "drawn";
    this.#tell();
  }

  /** @param {string} key */
  async #fetch(key) {
    const [reference, reach] = JSON.parse(key);
    const { signal } = this;
    try {
      const curve = reference === null ? identity(reach) : await sample(reference, reach, signal);
      if (key !== this.#asked) return;
      this.#curve = curve;
      this.#known = key;
      this.dataset.reference = reference ?? "";
      this.#keep();
    } catch (error) {
      if (signal.aborted) return;
      write(this.find("told"), sentenceOf(error, this.find("told").dataset.offline ?? ""));
    }
  }

  /** Draw the curve anew: it, or the colours, or the size have changed. */
  #keep() {
    if (!this.#curve) return;
    const { x, value, derivative, kinks } = this.#curve;
    const [, reach] = JSON.parse(this.#known);
    const colours = palette(this);
    this.#plots[0].keep(strokes(x, value, kinks, "value"), reach, colours);
    this.#plots[1].keep(strokes(x, derivative, kinks, "derivative"), reach, { ...colours, curve: colours.gradient });
    this.#draw();
  }

  /** Say in words how much of the gradient comes through. */
  #write() {
    const diagnosis = latestFrame()?.layers[this.#layer];
    if (!diagnosis || !this.#curve) return;
    const told = this.find("told");
    const { plain = "", across = "", output = "" } = told.dataset;
    const isAcross = (this.dataset.across ?? "").split(" ").includes(diagnosis.reference?.match(/^\w+/)?.[0] ?? "");
    const mean = meanSize(this.#curve.x, this.#curve.derivative, diagnosis.histogram.counts);
    const pattern = diagnosis.reference === null ? output : isAcross ? across : plain;
    const says = [filled(pattern, { mean: readable(mean, 2) })];
    if (diagnosis.beyond.length > 0) {
      const values = diagnosis.beyond.map((name) => `${name} = ${readable(diagnosis.learned[name])}`);
      says.push(filled(told.dataset.beyond ?? "", { reference: diagnosis.reference ?? "", values: values.join(", ") }));
    }
    write(told, says.join(" "));
  }
}

/**
 * @param {string} reference
 * @param {number} reach
 * @param {AbortSignal} signal
 * @returns {Promise<Curve>}
 */
async function sample(reference, reach, signal) {
  const window = { low: String(-reach), high: String(reach), points: String(POINTS), order: "1" };
  const answer = await fetchJson("curves", new URLSearchParams({ f: reference, ...window }), signal);
  return { x: answer.x, ...answer.curves[0] };
}

/**
 * The output layer has no activation: what goes in comes out.
 * @param {number} reach
 * @returns {Curve}
 */
function identity(reach) {
  const x = Array.from({ length: POINTS }, (_, i) => -reach + (2 * reach * i) / (POINTS - 1));
  return { x, value: x, derivative: x.map(() => 1), kinks: [] };
}

/** @param {Element} element */
const palette = (element) => customProperties(element, "ink", "soft", "line", "curve", "gradient", "bars");

customElements.define("layer-curve", LayerCurve);
