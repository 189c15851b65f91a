/** A curve as a tune, from left to right: pure functions. */

import { readingOf } from "./figure-curves.js";

/** @typedef {import("./figure-curves.js").Line} Line */

/** The lowest and the highest pitch, in hertz: three octaves, all of which a small loudspeaker can play. */
const LOWEST = 180;
const HIGHEST = 1440;
/** Moments of a tune, and of the silence by which a jump or a missing value is heard. */
const MOMENTS = 300;
const SILENCE = 4;

/**
 * @param {Line} line
 * @param {number[]} window from left to right
 * @param {number[]} heights of the lowest and of the highest pitch
 * @param {(y: number) => number} [heightOf] how high a value is, if not as high as it is large
 * @returns {{pitches: Float32Array, volumes: Float32Array}} hertz, and 0 or 1, at each moment; silence where the curve has no
 *   value or is not among the heights, and where it jumps
 */
export function tuneOf(line, [low, high], [bottom, top], heightOf = (y) => y) {
  const pitches = new Float32Array(MOMENTS);
  const volumes = new Float32Array(MOMENTS);
  const moment = (/** @type {number} */ x) => Math.round(((x - low) / (high - low)) * (MOMENTS - 1));
  for (let i = 0; i < MOMENTS; i++) {
    const { at } = readingOf(line, low + (i / (MOMENTS - 1)) * (high - low));
    const share = at === null ? Number.NaN : (heightOf(at) - bottom) / (top - bottom);
    const isHeard = share >= 0 && share <= 1;
    pitches[i] = isHeard ? LOWEST * (HIGHEST / LOWEST) ** share : LOWEST;
    volumes[i] = isHeard ? 1 : 0;
  }
  for (let i = 1; i < line.x.length - 1; i++) {
    if (Number.isFinite(line.y[i])) continue;
    const centre = moment(line.x[i]);
    volumes.fill(0, Math.max(0, centre - SILENCE), centre + SILENCE + 1);
  }
  return { pitches, volumes };
}
