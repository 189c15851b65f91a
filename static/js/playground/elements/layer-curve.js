/**
 * `<layer-curve>` draws the chosen layer's activation and its gradient, with the histogram of the pre-activations that the
 * training points have now on both.
 */

import { sentenceOf } from "../../shared/api.js";
import { calm } from "../../shared/calm.js";
import { onThemeChange } from "../../shared/colours.js";
import { customProperties } from "../../shared/custom-properties.js";
import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled, readable } from "../../shared/readable.js";
import { whenSeen } from "../../shared/when-seen.js";
import { CurvePlot } from "../curve-plot.js";
import { meanSize, strokes } from "../curve-strokes.js";
import { LayerShape } from "../layer-shape.js";
import { learnsForEachUnit, shownFrame, startedRun } from "../run-record.js";

const PAUSE_MS = 60;
const TEXT_MS = 1000;

class LayerCurve extends PageElement {
  #layer = 0;
  /** @type {CurvePlot[]} of the value, of the gradient */
  #plots = [];
  #reach = 1;
  #shape = new LayerShape((_, reference, reach) => this.#take(reference, reach), (error) => this.#complain(error));
  /** @type {() => void} */
  #draw = () => {};
  #tell = calm(() => this.#write(), TEXT_MS);

  connectedCallback() {
    const canvases = ["value", "gradient"].map((name) => this.find(name, HTMLCanvasElement));
    this.#plots = canvases.map((canvas) => new CurvePlot(canvas));
    this.#draw = whenSeen(this, () => this.#paint(), PAUSE_MS, this.signal);
    this.hear("frameshown", this.#draw);
    this.hear(["layerselect", "unitselect"], ({ layer }) => this.#turn(layer));
    this.hear("runstarted", ({ layers }) => this.#begin(layers.length));
    onThemeChange(() => this.#keep(), this.signal);
    this.onResize(canvases, () => this.#resize(canvases));
  }

  /** @param {number} layers */
  #begin(layers) {
    this.#layer = Math.min(this.#layer, layers - 1);
    this.#shape.askAgain();
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
    const diagnosis = shownFrame()?.layers[this.#layer];
    if (!diagnosis) return;
    const { reach, counts } = diagnosis.histogram;
    if (!this.#shape.follow(diagnosis.reference, reach)) return;
    const { bars } = palette(this);
    for (const picture of this.#plots) picture.show(counts, bars);
    // the server's pictures of it have had their time
    for (const still of this.querySelectorAll(".still")) still.remove();
    this.dataset.state = "drawn";
    this.#tell();
  }

  /**
   * @param {string | null} reference
   * @param {number} reach
   */
  #take(reference, reach) {
    this.#reach = reach;
    this.dataset.reference = reference ?? "";
    this.#keep();
  }

  /** Draw the curve anew: it, or the colours, or the size have changed. */
  #keep() {
    const { curve } = this.#shape;
    if (!curve) return;
    const { x, value, derivative, kinks } = curve;
    const colours = palette(this);
    this.#plots[0].keep(strokes(x, value, kinks, "value"), this.#reach, colours);
    this.#plots[1].keep(strokes(x, derivative, kinks, "derivative"), this.#reach, { ...colours, curve: colours.gradient });
    this.#draw();
  }

  /** @param {unknown} error */
  #complain(error) {
    const told = this.find("told");
    write(told, sentenceOf(error, told.dataset.offline ?? ""));
  }

  /** Say in words how much of the gradient comes through. */
  #write() {
    const diagnosis = shownFrame()?.layers[this.#layer];
    const { curve } = this.#shape;
    if (!diagnosis || !curve) return;
    const told = this.find("told");
    const { plain = "", across = "", output = "", each = "" } = told.dataset;
    const isAcross = (this.dataset.across ?? "").split(" ").includes(diagnosis.reference?.match(/^\w+/)?.[0] ?? "");
    const mean = meanSize(curve.x, curve.derivative, diagnosis.histogram.counts);
    const learnedBy = (/** @type {string[]} */ names) => names.map((name) => `${name} = ${readable(diagnosis.learned[name])}`).join(", ");
    const ofUnits = learnsForEachUnit(this.#layer) ? Object.keys(diagnosis.learned) : [];
    const pattern = diagnosis.reference === null ? output : ofUnits.length ? each : isAcross ? across : plain;
    const says = [filled(pattern, { mean: readable(mean, 2), values: learnedBy(ofUnits) })];
    if (diagnosis.beyond.length > 0) {
      says.push(filled(told.dataset.beyond ?? "", { reference: diagnosis.reference ?? "", values: learnedBy(diagnosis.beyond) }));
    }
    const normalisation = startedRun()?.plan.network.hidden[this.#layer]?.normalisation;
    if (normalisation === "layer" || normalisation === "batch") says.push(told.dataset[normalisation] ?? "");
    write(told, says.join(" "));
  }
}

/** @param {Element} element */
const palette = (element) => customProperties(element, "ink", "soft", "line", "curve", "gradient", "bars");

customElements.define("layer-curve", LayerCurve);
