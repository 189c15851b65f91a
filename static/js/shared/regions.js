/** The parts of the page that the server writes anew: fetched whole, swapped region by region. */

import { fetchPage } from "./api.js";
import { hear } from "./events.js";
import { changeStructure, correct, pageState } from "./page-state.js";

/** The kinds of region, by their `data-when`, that are still to be swapped. @type {Set<string>} */
const owed = new Set();
let isFetching = false;

/**
 * Swap the regions of these kinds for what the server writes now. One request at a time: a change of state meanwhile
 * makes its answer stale, and it is asked again. What cannot be had now stays owed until the next change.
 * @param {string[]} kinds
 */
async function refresh(kinds) {
  for (const kind of kinds) owed.add(kind);
  if (isFetching) return;
  isFetching = true;
  while (owed.size > 0) {
    const query = pageState();
    const before = texts();
    const page = await fetchPage(query).catch(() => null);
    if (page === null) break;
    if (pageState().toString() === query.toString()) show(page, before);
  }
  isFetching = false;
}

/** What stands in every field that may be swapped. @returns {Map<Element, string>} */
function texts() {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-region] input"));
  return new Map([...fields].map((field) => [field, field.value]));
}

/**
 * @param {Document} page
 * @param {Map<Element, string>} before what stood in the fields when it was asked for
 */
function show(page, before) {
  const isStructure = owed.has("structure");
  for (const region of document.querySelectorAll("[data-region]")) {
    const { region: name, when = "" } = /** @type {HTMLElement} */ (region).dataset;
    const fresh = page.querySelector(`[data-region="${name}"]`);
    if (fresh && owed.has(when)) swap(region, fresh, before);
  }
  owed.clear();
  mirrorHidden(page);
  document.title = page.title;
  const stage = page.getElementById("stage");
  if (stage?.dataset.query && isStructure) correct(stage.dataset.query);
}

/**
 * Put the content of `fresh` into `region`; what had the focus has it afterwards, with what was typed meanwhile.
 * @param {Element} region
 * @param {Element} fresh
 * @param {Map<Element, string>} before
 */
function swap(region, fresh, before) {
  const active = region.contains(document.activeElement) ? document.activeElement : null;
  const mark = ["id", "href", "name"].find((attribute) => active?.hasAttribute(attribute)) ?? "id";
  const value = active?.getAttribute(mark);
  region.replaceChildren(...fresh.childNodes);
  const heir = [...region.querySelectorAll(`[${mark}]`)].find((element) => element.getAttribute(mark) === value);
  if (!active || !(heir instanceof HTMLElement)) return;
  heir.focus({ preventScroll: true });
  if (active instanceof HTMLInputElement && heir instanceof HTMLInputElement) inherit(heir, active, before.get(active));
}

/**
 * Go on in `heir` where the reader is in `field`.
 * @param {HTMLInputElement} heir
 * @param {HTMLInputElement} field
 * @param {string | undefined} before what stood there when the answer was asked for
 */
function inherit(heir, field, before) {
  const isTyped = field.value !== before;
  if (isTyped) heir.value = field.value;
  // fields of numbers have no caret that could be set
  if (field.selectionStart !== null && heir.value === field.value) heir.setSelectionRange(field.selectionStart, field.selectionEnd);
  if (isTyped) heir.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Sliders that have become idle hide, others appear, without a swap that would take the focus away.
 * @param {Document} page
 */
function mirrorHidden(page) {
  for (const knob of page.querySelectorAll(".knob[id]")) {
    const shown = document.getElementById(knob.id);
    if (shown) shown.hidden = /** @type {HTMLElement} */ (knob).hidden;
  }
}

/** @param {MouseEvent} event */
function followLink(event) {
  const link = /** @type {Element} */ (event.target).closest?.("a[data-go]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  changeStructure(new URL(link.href).searchParams);
}

hear("statestructure", () => refresh(["structure", "settled"]));
hear("statesettled", () => refresh(["settled"]));
document.addEventListener("click", followLink);
