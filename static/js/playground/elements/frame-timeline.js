/** `<frame-timeline>` leads back through the frames of this run, says which epoch is to be seen, and returns to the newest. */

import { calm, READABLE_MS } from "../../shared/calm.js";
import { PageElement } from "../../shared/element.js";
import { write } from "../../shared/parts.js";
import { filled } from "../../shared/readable.js";
import { followRun, frames, goBack, isLive, shownFrame } from "../run-record.js";

class FrameTimeline extends PageElement {
  #follow = calm(() => this.#show(), READABLE_MS);

  connectedCallback() {
    this.on(this.#place, "input", () => this.#go(this.#place.valueAsNumber));
    this.on(this.find("live"), "click", () => this.#return());
    this.hear("runstarted", () => this.#show());
    this.hear(["runframe", "frameshown"], () => this.#follow());
  }

  get #place() {
    return this.find("place", HTMLInputElement);
  }

  /** @param {number} place in the list of frames; the last is followed */
  #go(place) {
    const frame = frames()[place];
    if (frame && place < frames().length - 1) goBack(frame);
    else followRun();
  }

  #return() {
    followRun();
    // the button goes, and not the focus with it
    this.#place.focus();
  }

  #show() {
    const all = frames();
    const epoch = shownFrame()?.epoch ?? 0;
    const place = this.#place;
    place.max = String(Math.max(1, all.length - 1));
    place.value = String(isLive() ? place.max : Math.max(0, all.findLastIndex((frame) => frame.epoch <= epoch)));
    place.disabled = all.length < 2;
    const says = this.find("says");
    const { live = "", past = "" } = says.dataset;
    const text = filled(isLive() ? live : past, { epoch, last: all.at(-1)?.epoch ?? 0 });
    write(says, text);
    place.setAttribute("aria-valuetext", text);
    this.dataset.state = isLive() ? "live" : "past";
  }
}

customElements.define("frame-timeline", FrameTimeline);
