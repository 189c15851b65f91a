/** `<copy-button>` copies the text of its button, and says so in its place. */

const SHOWN_MS = 1500;

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    const button = /** @type {HTMLButtonElement} */ (this.querySelector("button"));
    const { text = "", done = "" } = button.dataset;
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = done;
    setTimeout(() => (button.textContent = label), SHOWN_MS);
  }
}

customElements.define("copy-button", CopyButton);
