/** `<try-request>`: the form of one call; shows its address and its code while one types, sends it, shows the answer. */

import { send } from "../../shared/api.js";
import { PageElement } from "../../shared/element.js";
import { report } from "../../shared/parts.js";
import { abbreviate, firstLines } from "../abbreviate.js";
import { curl, python, readableQuery } from "../calls.js";

const CODE = { curl, python };

class TryRequest extends PageElement {
  #sending = new AbortController();

  connectedCallback() {
    for (const part of this.querySelectorAll("[data-scripted]")) part.removeAttribute("hidden");
    this.on(this, "input", () => this.#describe());
    this.on(this, "submit", (event) => this.#send(event));
    this.on(this, "click", (event) => this.#addValue(/** @type {Element} */ (event.target)));
    this.#describe();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#sending.abort();
  }

  /** @returns {import("../../shared/api.js").Call} */
  #call() {
    let { path = "", method = "GET", media = "", answersJson } = this.dataset;
    /** @type {[string, string][]} */
    const pairs = [];
    for (const field of this.querySelectorAll("[data-name]")) {
      const { name = "", place, default: usual } = /** @type {HTMLElement} */ (field).dataset;
      const value = valueOf(field);
      if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
      else if (value !== "" && value !== usual) pairs.push([name, value]);
    }
    return { method, url: location.origin + path + readableQuery(pairs), body: this.querySelector("textarea")?.value, media, answersJson: answersJson !== undefined };
  }

  #describe() {
    const call = this.#call();
    const address = this.#part(".address");
    address.textContent = call.url.replace(location.origin, "");
    if (address instanceof HTMLAnchorElement) address.href = call.url;
    for (const button of this.querySelectorAll("button[data-code]")) {
      const { dataset } = /** @type {HTMLElement} */ (button);
      dataset.text = CODE[/** @type {keyof typeof CODE} */ (dataset.code)](call);
    }
  }

  /** @param {SubmitEvent} event */
  async #send(event) {
    event.preventDefault();
    this.#sending.abort();
    const { signal } = (this.#sending = new AbortController());
    this.dataset.state = "sending";
    const reply = await send(this.#call(), signal).catch(() => null);
    if (!signal.aborted) this.#show(reply);
  }

  /** @param {Awaited<ReturnType<typeof send>> | null} reply null if the server does not answer */
  #show(reply) {
    const { more = "", offline = "" } = this.dataset;
    const content = reply?.isJson ? JSON.parse(reply.text) : null;
    const answer = this.#part(".answer");
    this.#part(".status").textContent = reply ? `${reply.status} · ${Math.round(reply.milliseconds)} ms · ${size(reply.text)}` : offline;
    report(this.#part(".problem"), reply?.ok === false ? (content?.detail ?? "") : "");
    answer.textContent = content === null ? firstLines(reply?.text ?? "", more) : abbreviate(content, more);
    answer.hidden = answer.textContent === "";
    this.dataset.state = reply?.ok ? "answered" : "refused";
  }

  /** @param {Element} target */
  #addValue(target) {
    if (!target.matches("[data-add]")) return;
    const values = [.../** @type {HTMLElement} */ (target.parentElement).querySelectorAll("input")];
    const field = /** @type {HTMLInputElement} */ (values.at(-1)?.cloneNode());
    field.removeAttribute("id");
    field.value = "";
    field.ariaLabel = `${field.dataset.name} ${values.length + 1}`;
    target.before(field);
    field.focus();
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** @param {Element} field */
function valueOf(field) {
  if (field instanceof HTMLInputElement && field.type === "checkbox" && !field.checked) return "";
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (field).value.trim();
}

/** @param {string} text */
function size(text) {
  const bytes = new Blob([text]).size;
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}

customElements.define("try-request", TryRequest);
