/** The chart of a race, all lanes in one: its paths and where its labels stand, in pixels. Pure functions. */

import { compact } from "../shared/readable.js";
import { thinned } from "../shared/thinning.js";
import { ticks } from "../shared/ticks.js";

/** @typedef {import("./record.js").Moment} Moment */
/** @typedef {{at: number, text: string}} Tick */
/** @typedef {{line: string, band: string, leader: string, label: {x: number, y: number}}} LaneShape paths of SVG; where a name begins */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {{epochs: number, measure: import("./messages").Measure, target: number, classes: number | null}} Measured */
/** @typedef {{place: (value: number) => number, marks: Tick[]}} Scale where a value stands, from 0 at the bottom to 1 at the top */
/** @typedef {{box: Box, across: Tick[], up: Tick[], target: number, lanes: LaneShape[]}} Picture */

const MARGIN = { left: 46, right: 104, top: 8, bottom: 22 };
/** The size of letters that these are for. */
const LETTERS = 12;
/** The lower end of the accuracies, as a share of what guessing gets. */
const LOWEST = 0.8;
/** Between the ends of an axis of losses and the target, or 1, before there are any. */
const DECADE = 10;
/** First digits of losses on their axis. */
const LOSS_DIGITS = [1, 3];
/** Points of a course: more than that are not to be seen. */
const MOST_POINTS = 400;
/** Between two labels, and from the end of a line to its label. */
const LABEL_HEIGHT = 15;
const LEADER = 9;
const MOST_TICKS = 6;
const LONGEST_NAME = 12;

/**
 * @param {Moment[][]} courses of the lanes
 * @param {Measured} race
 * @param {{width: number, height: number, letters?: number}} size letters: their size in CSS pixels
 * @returns {Picture}
 */
export function lanesChart(courses, race, { width, height, letters = LETTERS }) {
  const scale = letters / LETTERS;
  const box = { left: scale * MARGIN.left, right: width - scale * MARGIN.right, top: scale * MARGIN.top, bottom: height - scale * MARGIN.bottom };
  const { epochs, target } = race;
  const { place, marks } = race.measure === "loss" ? lossScale(courses, target) : accuracyScale(race.classes ?? 1);
  const x = (/** @type {number} */ epoch) => box.left + (epoch / epochs) * (box.right - box.left);
  const y = (/** @type {number} */ value) => box.bottom - Math.min(1, Math.max(0, place(value))) * (box.bottom - box.top);
  const ends = courses.map((moments) => moments.at(-1) ?? { epoch: 0, median: target });
  const heights = spread(ends.map(({ median }) => y(median)), scale * LABEL_HEIGHT, box.top, box.bottom);
  const lanes = courses.map((moments, i) => {
    const shown = thinned(moments.length, MOST_POINTS).map((place) => moments[place]);
    const [end, at] = [[x(ends[i].epoch), y(ends[i].median)], heights[i]];
    const upper = shown.map(({ epoch, q3 }) => [x(epoch), y(q3)]);
    const lower = shown.map(({ epoch, q1 }) => [x(epoch), y(q1)]);
    return {
      line: path(shown.map(({ epoch, median }) => [x(epoch), y(median)])),
      band: path([...upper, ...lower.toReversed()], "z"),
      leader: path([end, [end[0] + LEADER, at]]),
      label: { x: end[0] + LEADER + 3, y: at },
    };
  });
  return {
    box,
    across: ticks(0, epochs, Math.min(MOST_TICKS, (box.right - box.left) / 60), { least: 1 }).map((epoch) => ({ at: x(epoch), text: String(epoch) })),
    up: marks.map(({ at, text }) => ({ at: y(at), text })),
    target: y(target),
    lanes,
  };
}

/**
 * @param {number} classes
 * @returns {Scale} of accuracies
 */
function accuracyScale(classes) {
  const lowest = LOWEST / classes;
  return {
    place: (share) => (share - lowest) / (1 - lowest),
    marks: ticks(lowest, 1, MOST_TICKS).map((share) => ({ at: share, text: `${Math.round(100 * share)} %` })),
  };
}

/**
 * @param {Moment[][]} courses
 * @param {number} target
 * @returns {Scale} of losses, logarithmic, as far as the medians reach
 */
function lossScale(courses, target) {
  const medians = courses.flat().flatMap(({ median }) => (Number.isFinite(median) && median > 0 ? [median] : []));
  const low = Math.log10(medians.reduce((a, b) => Math.min(a, b), target / DECADE));
  const high = Math.log10(medians.reduce((a, b) => Math.max(a, b), Math.max(1, target * DECADE)));
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i);
  const every = Math.ceil(powers.length / MOST_TICKS);
  const digits = powers.length > MOST_TICKS / 2 ? LOSS_DIGITS.slice(0, 1) : LOSS_DIGITS;
  const values = powers.filter((power) => power % every === 0).flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
  return {
    place: (loss) => (Math.log10(loss) - low) / (high - low),
    marks: values.filter((value) => Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9).map((value) => ({ at: value, text: compact(value, 2) })),
  };
}

/** @param {string} name @returns {string} as much of it as there is room for on the right */
export const shortened = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

/**
 * Heights near those that are wanted, at least `gap` from each other where there is room for that.
 * @param {number[]} wanted
 * @param {number} gap
 * @param {number} top
 * @param {number} bottom
 * @returns {number[]}
 */
export function spread(wanted, gap, top, bottom) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const room = Math.min(gap, (bottom - top) / Math.max(1, wanted.length - 1));
  /** @type {number[]} */
  const heights = [];
  order.forEach((i, rank) => (heights[i] = Math.max(wanted[i], rank === 0 ? top : heights[order[rank - 1]] + room)));
  order.toReversed().forEach((i, rank, all) => (heights[i] = Math.min(heights[i], rank === 0 ? bottom : heights[all[rank - 1]] - room)));
  return heights;
}

/**
 * @param {number[][]} points
 * @param {string} [end] of the path
 * @returns {string} "" where there are none
 */
const path = (points, end = "") => (points.length > 0 ? `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${end}` : "");
