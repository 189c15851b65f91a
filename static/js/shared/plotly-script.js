/** Plotly's script, which the page loads when it is wanted: it is larger than all else together. */

import { wanted } from "./wanted.js";

/** @type {Promise<void> | null} */
let loading = null;

/**
 * Resolves when `Plotly` is there; rejects where it cannot be had, and the next call tries again.
 * @returns {Promise<void>}
 */
export function plotlyScript() {
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @returns {Promise<void>} */
function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.documentElement.dataset.plotly ?? "";
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => {
      script.remove();
      reject(new TypeError(`${script.src} could not be loaded`));
    });
    document.head.append(script);
  });
}

// who draws first waits for the numbers as long as for the script
wanted.then(() => plotlyScript().catch(() => {}));
