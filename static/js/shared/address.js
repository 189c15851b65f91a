/** The address bar, in which the state of a page stands, and the browser's history of it. */

import { announce } from "./events.js";
import { inManner, stateOf, withManner } from "./manner.js";

/** The state that the address names, without how the page is shown. */
export const addressState = () => stateOf(location.search);

let written = addressState().toString();

/** What the address names has been written, or a reader has gone to it. */
function noted() {
  written = addressState().toString();
  announce("addresschange");
}

/**
 * A new entry in the history; the place within the page stays, and how it is shown.
 * @param {string} address
 * @param {unknown} [kept] what stands in the history beside the address
 */
export function push(address, kept = null) {
  history.pushState(kept, "", inManner(address, location.search) + location.hash);
  noted();
}

/**
 * Another address for the present entry; the place within the page stays, and how it is shown.
 * @param {string} address
 * @param {unknown} [kept]
 */
export function replace(address, kept = null) {
  history.replaceState(kept, "", inManner(address, location.search) + location.hash);
  noted();
}

/**
 * Say in the address that the page is shown so from now on.
 * @param {"embed" | "present"} name
 * @param {string | null} value null: no longer
 */
export function showAs(name, value) {
  history.replaceState(history.state, "", location.pathname + withManner(location.search, name, value) + location.hash);
  noted();
}

/**
 * Call `act` when a reader has gone back or forth to another state of the page, not to a place within it.
 * @param {() => void} act
 * @param {() => boolean} [isOther] whether what is kept beside the same address is another state
 */
export function onTravel(act, isOther = () => false) {
  addEventListener("popstate", () => {
    const isSame = addressState().toString() === written && !isOther();
    noted();
    if (!isSame) act();
  });
}
