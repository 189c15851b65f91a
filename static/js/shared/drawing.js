/** How an element that shows a figure of the server draws it, and says how far it is and what is wrong. */

import { sentenceOf } from "./api.js";
import { newest } from "./newest.js";
import { report } from "./parts.js";

/**
 * A function that asks for `show`: one request at a time; changes that come meanwhile are drawn together, the latest last.
 * `data-state` of the element is "drawing", "drawn" or "failed" then, and the element that `data-problem` names says why.
 * @param {HTMLElement} element
 * @param {(isStale: () => boolean) => Promise<void>} show fetches the figure and draws it; it is told whether what it draws
 *   has changed meanwhile
 * @returns {() => void}
 */
export function drawing(element, show) {
  const redraw = newest(async (isStale) => {
    try {
      await show(isStale);
      complain(element, "");
      if (!isStale()) element.dataset.state = "drawn";
    } catch (error) {
      element.dataset.state = "failed";
      complain(element, sentenceOf(error, element.dataset.offline));
    }
  });
  return () => {
    element.dataset.state = "drawing";
    redraw();
  };
}

/**
 * @param {HTMLElement} element
 * @param {string} sentence what is wrong, or ""
 */
function complain({ dataset }, sentence) {
  const problem = document.getElementById(dataset.problem ?? "");
  if (problem) report(problem, sentence);
}
