/** What of the exhibits a reader has seen: the steps that were answered, kept in this browser alone. */

const KEY = "activation-lab-seen";

/** @typedef {Record<string, number[]>} Seen the numbers of the steps that were answered, by exhibit */

/** @returns {Seen} */
export function seen() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([, steps]) => Array.isArray(steps)));
  } catch {
    // another program has written there, or the browser keeps nothing
    return {};
  }
}

/**
 * @param {string} slug of an exhibit
 * @param {number} step that was answered
 */
export function note(slug, step) {
  const known = seen();
  const steps = [...new Set([...(known[slug] ?? []), step])].sort((a, b) => a - b);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...known, [slug]: steps }));
  } catch {
    // a browser that keeps nothing shows nothing as seen
  }
}

/** Forget all of it. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // there was nothing
  }
}
