/** The way through a pass, phase after phase, and on into the next step: pure functions. */

/** @typedef {{steps: number, phase: number}} Stand how many steps are taken, and the phase of the pass, from 1 */

/**
 * Where a turn leads; past either end there is no way.
 * @param {Stand} stand
 * @param {string} turn previous, next: a phase; step: the same phase of the next pass; start: the first of all
 * @param {{steps: number, phase: number}} most
 * @returns {Stand}
 */
export function turned({ steps, phase }, turn, most) {
  if (turn === "start") return { steps: 0, phase: 1 };
  if (turn === "step") return { steps: Math.min(steps + 1, most.steps), phase };
  const at = steps * most.phase + phase - 1 + (turn === "next" ? 1 : -1);
  const next = { steps: Math.floor(at / most.phase), phase: 1 + (((at % most.phase) + most.phase) % most.phase) };
  return next.steps < 0 || next.steps > most.steps ? { steps, phase } : next;
}

/** How far a key moves a number, in steps of it. @type {Record<string, number>} */
export const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * A number in as many digits as a reader would type.
 * @param {number} value
 * @returns {number}
 */
export const tidy = (value) => Number(value.toPrecision(6));

/**
 * A number that is moved by some of its steps, within its bounds.
 * @param {number} value
 * @param {number} by steps
 * @param {{step: number, low: number, high: number}} field
 * @returns {number}
 */
export function moved(value, by, { step, low, high }) {
  return Math.min(high, Math.max(low, tidy(value + by * step)));
}
