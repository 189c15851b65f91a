/**
 * An axis of a map: where its values lie, round numbers on it, and the range that a reader zooms to. Pure functions. A share
 * of the way is 0 at the outer edge of the first pixel and 1 at that of the last; a value stands in the middle of its pixel.
 */

import { compact } from "../shared/readable.js";
import { ticks } from "../shared/ticks.js";

/** @typedef {"linear" | "log"} Scale */
/** @typedef {{vary: string, low: number, high: number, scale: Scale, points: number}} Axis */
/** @typedef {{least: number, most: number, whole: boolean}} Bounds between which the values of what varies lie */
/** @typedef {{share: number, text: string}} Tick */

/** Digits beyond those that tell the ends of a range apart, so that the pixels within it can be told apart too. */
const SPARE_DIGITS = 4;
const MOST_DIGITS = 15;
const LEAST_DIGITS = 4;
/** First digits of ticks over few decades, and over many. */
const DIGITS = [1, 2, 5];
const FEW_DECADES = 3;
const ROUNDING = 1e-9;

/** @type {(scale: Scale, value: number) => number} */
const onScale = (scale, value) => (scale === "log" ? Math.log10(value) : value);

/** @type {(scale: Scale, place: number) => number} */
const offScale = (scale, place) => (scale === "log" ? 10 ** place : place);

/**
 * The values of an axis, as the server has them.
 * @param {Axis} axis
 * @param {boolean} isWhole whether they are whole numbers
 * @returns {number[]} ascending
 */
export function valuesOf({ low, high, scale, points }, isWhole) {
  const [from, to] = [onScale(scale, low), onScale(scale, high)];
  const values = Array.from({ length: points }, (_, i) => offScale(scale, from + (i / (points - 1)) * (to - from)));
  return isWhole ? [...new Set(values.map(Math.round))] : values;
}

/**
 * @param {number[]} values of the axis, ascending
 * @param {Scale} scale
 * @param {number} value
 * @returns {number} the share of the way at which it stands
 */
export function shareOf(values, scale, value) {
  const last = values.length - 1;
  if (last === 0) return 0.5;
  const place = onScale(scale, value);
  const after = values.findIndex((other) => other > value);
  const i = Math.min(Math.max(0, (after < 0 ? last : after) - 1), last - 1);
  const [from, to] = [onScale(scale, values[i]), onScale(scale, values[i + 1])];
  return (i + (place - from) / (to - from) + 0.5) / values.length;
}

/**
 * @param {number[]} values of the axis, ascending
 * @param {Scale} scale
 * @param {number} share of the way
 * @returns {number} the value there
 */
export function valueAt(values, scale, share) {
  const last = values.length - 1;
  if (last === 0) return values[0];
  const index = share * values.length - 0.5;
  const i = Math.min(Math.max(0, Math.floor(index)), last - 1);
  const [from, to] = [onScale(scale, values[i]), onScale(scale, values[i + 1])];
  return offScale(scale, from + (index - i) * (to - from));
}

/**
 * Round numbers that stand on an axis.
 * @param {number[]} values of the axis, ascending
 * @param {Scale} scale
 * @param {boolean} isWhole whether they are whole numbers
 * @param {number} most of them
 * @returns {Tick[]}
 */
export function axisTicks(values, scale, isWhole, most) {
  const [low, high] = [values[0], values[values.length - 1]];
  if (low === high || (isWhole && values.length <= most)) return marked(values, values, scale, low === high ? high : 1);
  const decades = Math.log10(high / low);
  if (scale === "linear" || decades < 1) {
    const round = ticks(low, high, most, isWhole ? { least: 1 } : {});
    return marked(round, values, scale, round.length > 1 ? round[1] - round[0] : high - low);
  }
  const from = Math.floor(Math.log10(low));
  const every = Math.ceil((decades + 1) / most);
  const digits = decades <= FEW_DECADES && 3 * (decades + 1) <= most ? DIGITS : [1];
  const powers = Array.from({ length: Math.ceil(decades) + 2 }, (_, i) => from + i).filter((power) => power % every === 0);
  const round = powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
  return marked(round.filter((value) => value >= low * (1 - ROUNDING) && value <= high * (1 + ROUNDING)), values, scale, 0);
}

/**
 * @param {number[]} round numbers
 * @param {number[]} values
 * @param {Scale} scale
 * @param {number} step between them, which their texts tell apart; 0: each by its own digits
 * @returns {Tick[]}
 */
function marked(round, values, scale, step) {
  const largest = Math.max(...round.map(Math.abs));
  const digits = step && largest ? Math.min(MOST_DIGITS, Math.max(1, Math.ceil(Math.log10(largest / step) + 1 - ROUNDING))) : 3;
  return round.map((value) => ({ share: shareOf(values, scale, value), text: compact(value, digits) }));
}

/**
 * @param {number[]} values of the axis, ascending
 * @param {number} i
 * @returns {string} one of them, in digits that tell it from those beside it
 */
export function toldApart(values, i) {
  const gap = Math.min(...[i - 1, i + 1].map((other) => Math.abs(values[i] - (values[other] ?? Infinity))));
  const digits = values[i] === 0 || !Number.isFinite(gap) ? LEAST_DIGITS : Math.ceil(Math.log10(Math.abs(values[i]) / gap)) + 2;
  return compact(values[i], Math.min(MOST_DIGITS, Math.max(LEAST_DIGITS, digits)));
}

/**
 * The axis whose pixels lie between two shares of the way of this one: beyond 0 and 1 it is a wider one.
 * @param {Axis} axis
 * @param {number[]} values that it has
 * @param {[number, number]} shares ascending
 * @param {Bounds} bounds
 * @returns {Axis}
 */
export function spanned(axis, values, [from, to], { least, most, whole }) {
  const { scale, points } = axis;
  const within = (/** @type {number} */ value) => Math.min(most, Math.max(least, value));
  if (whole) {
    const low = within(Math.ceil(valueAt(values, scale, from)));
    const high = within(Math.floor(valueAt(values, scale, to)));
    return { ...axis, low: Math.min(low, most - 1), high: Math.max(high, Math.min(low, most - 1) + 1) };
  }
  const inset = (to - from) / points / 2;
  const [low, high] = [within(valueAt(values, scale, from + inset)), within(valueAt(values, scale, to - inset))];
  const digits = SPARE_DIGITS + Math.max(0, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / (high - low))));
  const [first, last] = [low, high].map((value) => within(Number(value.toPrecision(Math.min(MOST_DIGITS, digits)))));
  return first < last ? { ...axis, low: first, high: last } : axis;
}
