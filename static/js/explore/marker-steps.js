/** Where a marker goes on x: by keys, by a pointer: pure functions. */

/** Of a window about so many steps: a key moves a curve's dot by little, and a reader hears round numbers. */
const STEPS = 240;
const LARGE = 10;
/** A step with Shift held. */
const SMALL = 0.1;

/** How many steps a key goes. */
const WAYS = new Map(Object.entries({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -LARGE, PageUp: LARGE }));

/**
 * Where a key takes the marker: to the next multiple of a round step, so that 0 and other round numbers are met.
 * @param {{key: string, shiftKey: boolean}} press
 * @param {number} x
 * @param {number[]} window
 * @returns {number | null} null for a key that moves nothing
 */
export function pressed({ key, shiftKey }, x, [low, high]) {
  if (key === "Home") return low;
  if (key === "End") return high;
  const way = WAYS.get(key);
  if (way === undefined) return null;
  const step = roundStep((high - low) / STEPS) * (shiftKey ? SMALL : 1) * Math.abs(way);
  // a multiple that rounding has missed by a little counts as met
  const next = way > 0 ? Math.floor(x / step + 1e-6) + 1 : Math.ceil(x / step - 1e-6) - 1;
  return Math.min(high, Math.max(low, tidy(next * step, step)));
}

/**
 * Where a pointer puts the marker: at a kink that is near, or at as many digits as a pixel is worth.
 * @param {number} x
 * @param {number[]} window
 * @param {number[]} kinks
 * @param {number} near how far a kink attracts, in x
 */
export function pointed(x, [low, high], kinks, near) {
  const nearest = kinks.reduce((best, kink) => (Math.abs(kink - x) < Math.abs(best - x) ? kink : best), Number.POSITIVE_INFINITY);
  if (Math.abs(nearest - x) <= near) return nearest;
  return Math.min(high, Math.max(low, tidy(x, (high - low) / 1000)));
}

/**
 * @param {number} size
 * @returns {number} the largest of 1, 2 and 5 times a power of ten that is not above `size`
 */
function roundStep(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return ([5, 2, 1].find((digit) => digit * power <= size) ?? 1) * power;
}

/**
 * @param {number} x
 * @param {number} step
 * @returns {number} x with the digits of a step, and without those that rounding adds
 */
function tidy(x, step) {
  const digits = Math.min(15, Math.max(0, -Math.floor(Math.log10(step))));
  // −0 + 0 is 0
  return Number(x.toFixed(digits)) + 0;
}
