/** The address bar, in which the state of a page stands, and the browser's history of it. */

let written = location.search;

/**
 * A new entry in the history.
 * @param {string} address
 * @param {unknown} [kept] what stands in the history beside the address
 */
export function push(address, kept = null) {
  history.pushState(kept, "", address);
  written = location.search;
}

/**
 * Another address for the present entry; the place within the page stays.
 * @param {string} address
 * @param {unknown} [kept]
 */
export function replace(address, kept = null) {
  history.replaceState(kept, "", address + location.hash);
  written = location.search;
}

/**
 * Call `act` when a reader has gone back or forth to another state of the page, not to a place within it.
 * @param {() => void} act
 * @param {() => boolean} [isOther] whether what is kept beside the same address is another state
 */
export function onTravel(act, isOther = () => false) {
  addEventListener("popstate", () => {
    if (location.search === written && !isOther()) return;
    written = location.search;
    act();
  });
}
