/** Work for the eye alone: done while an element can be seen, and not more often than an eye needs it. */

import { calm } from "./calm.js";

const MARGIN = "160px";

/**
 * A function that asks for `act`. It is done at once or soon, at most once in `pause` milliseconds; where `element` is out
 * of sight, when it comes into sight.
 * @param {HTMLElement} element
 * @param {() => void} act
 * @param {number} pause
 * @param {AbortSignal} signal
 * @returns {() => void}
 */
export function whenSeen(element, act, pause, signal) {
  let isSeen = false;
  let isDue = false;
  const attempt = calm(() => {
    if (signal.aborted) return;
    isDue = !isSeen;
    if (isSeen) act();
  }, pause);
  const watcher = new IntersectionObserver(
    (changes) => {
      isSeen = changes.at(-1)?.isIntersecting ?? false;
      if (isSeen && isDue) attempt();
    },
    { rootMargin: MARGIN },
  );
  watcher.observe(element);
  signal.addEventListener("abort", () => watcher.disconnect());
  return () => attempt();
}
