/** `<key-list>`: a dialog that lists the keys that act on the page, opened by one of them, and turns them off. */

import { PageElement } from "../element.js";
import { isFree, keysAct, letKeysAct } from "../keys.js";

class KeyList extends PageElement {
  connectedCallback() {
    const box = this.find("switch", HTMLInputElement);
    box.checked = keysAct();
    this.on(box, "change", () => letKeysAct(box.checked));
    this.on(document, "keydown", (event) => {
      if (event.key !== "?" || !keysAct() || !isFree(event)) return;
      event.preventDefault();
      this.querySelector("dialog")?.showModal();
    });
  }
}

customElements.define("key-list", KeyList);
