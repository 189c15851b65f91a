/** `<exhibit-progress>`: how much of a long measurement is done, and a button that has it done again. */

import { PageElement } from "../../shared/element.js";
import { announce } from "../../shared/events.js";


class ExhibitProgress extends PageElement {

  connectedCallback() {
    const bar = this.find("bar", HTMLProgressElement);
    this.hear("stageshown", ({ done }) => (bar.value = done));
    this.on(this.find("again"), "click", () => announce("again"));
  }
}

customElements.define("exhibit-progress", ExhibitProgress);
