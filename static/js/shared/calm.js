/** Fewer calls: what comes often is done now and then, and the last of it always. */

/**
 * A function that passes its latest argument on at once, and then at most once in `pause` milliseconds.
 * @template [T=void]
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

/**
 * A function that calls `act` when it has not been called again for `pause` milliseconds.
 * @param {() => void} act
 * @param {number} pause
 * @returns {(() => void) & {flush: () => void, cancel: () => void}} flush: act now, if a call is waiting
 */
export function debounced(act, pause) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const cancel = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const perform = () => {
    cancel();
    act();
  };
  const flush = () => waiting !== undefined && perform();
  const ask = () => {
    clearTimeout(waiting);
    waiting = setTimeout(perform, pause);
  };
  return Object.assign(ask, { flush, cancel });
}

/** Milliseconds between two texts that a reader can follow. */
export const READABLE_MS = 125;
