/**
 * Events of the document, by which the parts of a page tell each other what happens. `PageEvents` says which there are and
 * what each tells; every page declares its own in its `page-events.d.ts`.
 */

/// <reference path="./page-events.d.ts" />

/**
 * @template {keyof PageEvents} Name
 * @param {Name} name
 * @param {PageEvents[Name]} told
 */
export function announce(name, ...told) {
  document.dispatchEvent(new CustomEvent(name, { detail: told[0] }));
}

/**
 * Call `act` with what each event of these names tells.
 * @template {keyof PageEvents} Name
 * @param {Name | Name[]} names
 * @param {(...told: PageEvents[Name]) => void} act
 * @param {AbortSignal} [signal] ends it
 */
export function hear(names, act, signal) {
  const tell = (/** @type {Event} */ event) => act(.../** @type {PageEvents[Name]} */ ([/** @type {CustomEvent} */ (event).detail]));
  for (const name of [names].flat()) document.addEventListener(name, tell, { signal });
}

/**
 * Wait for an event of that name.
 * @template {keyof PageEvents} Name
 * @param {Name} name
 * @param {(...told: PageEvents[Name]) => boolean} isIt whether it is the one
 * @param {AbortSignal} signal ends the waiting, with its reason as the error
 * @returns {Promise<void>}
 */
export function heard(name, isIt, signal) {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    signal.addEventListener("abort", () => (done.abort(), reject(signal.reason)), { once: true });
    hear(name, (...told) => isIt(...told) && (done.abort(), resolve()), done.signal);
  });
}
