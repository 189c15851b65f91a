/**
 * `<unit-picture>`: of data that are pictures, what the chosen unit of the first layer looks for: its weights as a picture,
 * one for each of its pre-activations.
 */

import { onThemeChange } from "../../shared/colours.js";
import { PageElement } from "../../shared/element.js";
import { fill } from "../../shared/parts.js";
import { whenSeen } from "../../shared/when-seen.js";
import { paintSigns } from "../picture-painter.js";
import { shownFrame, startedRun } from "../run-record.js";
import { preActivationsOf, reach } from "../unit-weights.js";

const PAUSE_MS = 100;

class UnitPicture extends PageElement {
  /** @type {import("../graph-layout.js").Spot | null} */
  #spot = null;
  /** @type {() => void} */
  #draw = () => {};

  connectedCallback() {
    this.#draw = whenSeen(this, () => this.#paint(), PAUSE_MS, this.signal);
    this.hear("unitselect", (spot) => this.#turn(spot));
    this.hear("runstarted", () => this.#spot && this.#turn(this.#spot));
    this.hear("frameshown", this.#draw);
    onThemeChange(this.#draw, this.signal);
  }

  /** @param {import("../graph-layout.js").Spot} spot */
  #turn(spot) {
    this.#spot = spot;
    this.hidden = !startedRun()?.picture || spot.layer > 0;
    this.#draw();
  }

  #paint() {
    const [frame, run] = [shownFrame(), startedRun()];
    if (this.hidden || !this.#spot || !frame || !run?.picture) return;
    const layer = run.layers[0];
    // of another network, which has been replaced
    if (this.#spot.unit >= layer.outputs || frame.weights.length !== run.layers.length) return;
    const [rows, columns] = run.picture;
    const { values, shape } = frame.weights[0].W;
    const pictures = preActivationsOf(layer, this.#spot.unit).map((at) => Array.from({ length: shape[0] }, (_, i) => values[i * shape[1] + at]));
    const most = Math.max(...pictures.map((picture) => reach(Float32Array.from(picture))));
    const list = this.find("pictures");
    fill(list, pictures.length, this.find("picture", HTMLTemplateElement));
    pictures.forEach((picture, i) => {
      const canvas = /** @type {HTMLCanvasElement} */ (list.children[i]);
      if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
      paintSigns(canvas, picture, most);
    });
    this.dataset.state = "drawn";
  }
}

customElements.define("unit-picture", UnitPicture);
