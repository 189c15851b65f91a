/**
 * When a reader wants more than to look. Until then a page stands as the server wrote it: what makes its figures move is
 * the most that it loads, and the processor of a phone is busy with it for a second.
 */

/** What a reader does who wants more. */
const SIGNS = ["pointermove", "pointerdown", "click", "keydown", "focusin", "wheel", "scroll"];

/** Who has a mouse will move it over a figure at once, on a machine that is quick enough. */
const hovers = matchMedia("(hover: hover)").matches;

/** The first sign of a reader; with a mouse, the first picture of the page. @type {Promise<void>} */
export const wanted = new Promise((resolve) => {
  for (const sign of SIGNS) addEventListener(sign, () => resolve(), { once: true, passive: true, capture: true });
  const whenLoaded = () => requestAnimationFrame(() => setTimeout(resolve));
  if (hovers && document.readyState === "complete") whenLoaded();
  else if (hovers) addEventListener("load", whenLoaded, { once: true });
});
