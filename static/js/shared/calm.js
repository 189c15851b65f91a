/** Fewer calls: what comes often is done now and then, and the last of it always. */

/**
 * A function that passes its latest argument on at once, and then at most once in `pause` milliseconds.
 * @template T
 * @param {(value: T) => void} act
 * @param {number} pause
 * @returns {(value: T) => void}
 */
export function calm(act, pause) {
  let due = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @type {T} */
  let latest;
  const perform = () => {
    waiting = undefined;
    due = performance.now() + pause;
    act(latest);
  };
  return (value) => {
    latest = value;
    if (waiting !== undefined) return;
    const wait = due - performance.now();
    if (wait <= 0) perform();
    else waiting = setTimeout(perform, wait);
  };
}

/** Milliseconds between two texts that a reader can follow. */
export const READABLE_MS = 125;
