/** The parts of the page that the server writes anew: fetched whole, swapped region by region. */

import { fetchPage } from "./api.js";
import { changeStructure, correct, pageState } from "./page-state.js";

let request = new AbortController();

/**
 * Swap the regions of the given kinds for what the server writes now.
 * @param {string[]} kinds of `data-when`
 */
async function refresh(kinds) {
  request.abort();
  request = new AbortController();
  const page = await fetchPage(pageState(), request.signal).catch(() => null);
  if (page === null) return;
  for (const region of document.querySelectorAll("[data-region]")) {
    const { region: name, when } = /** @type {HTMLElement} */ (region).dataset;
    const fresh = page.querySelector(`[data-region="${name}"]`);
    if (fresh && kinds.includes(when ?? "")) region.replaceChildren(...fresh.childNodes);
  }
  mirrorHidden(page);
  document.title = page.title;
  const stage = /** @type {HTMLElement | null} */ (page.getElementById("stage"));
  if (stage?.dataset.query && kinds.includes("structure")) correct(stage.dataset.query);
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

document.addEventListener("statestructure", () => refresh(["structure", "settled"]));
document.addEventListener("statesettled", () => refresh(["settled"]));
document.addEventListener("click", followLink);
