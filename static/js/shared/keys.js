/** Keys that act on a whole page: only where nothing else takes them, and where a reader has not turned them off. */

const OFF = "single-keys-off";
const FIELDS = "input, select, textarea, [contenteditable]";
/** What takes a key of its own beside fields. @type {Record<string, string>} */
const TAKEN = { " ": "button, summary, [role=button]", ArrowLeft: '[tabindex="0"]', ArrowRight: '[tabindex="0"]' };

/** Whether single keys act, as the reader has chosen for all pages. */
export function keysAct() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    // a browser that keeps nothing
    return true;
  }
}

/** @param {boolean} act */
export function letKeysAct(act) {
  try {
    if (act) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
  } catch {
    // then it holds for no page
  }
}

/**
 * Whether a key is the page's to act on: no field, dialog or part of the page takes it.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
export function isFree({ key, target, defaultPrevented, ctrlKey, metaKey, altKey, isComposing }) {
  if (defaultPrevented || ctrlKey || metaKey || altKey || isComposing || document.querySelector("dialog[open]")) return false;
  return !(target instanceof Element && target.closest([FIELDS, TAKEN[key]].filter(Boolean).join()));
}
