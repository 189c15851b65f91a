/** The chart of a race, all lanes in one: its paths and where its labels stand, in pixels. Pure functions. */

import { thinned } from "../shared/thinning.js";
import { ticks } from "../shared/ticks.js";

/** @typedef {import("./record.js").Moment} Moment */
/** @typedef {{at: number, text: string}} Tick */
/** @typedef {{line: string, band: string, leader: string, label: {x: number, y: number}}} LaneShape paths of SVG; where a name begins */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {{box: Box, across: Tick[], up: Tick[], target: number, lanes: LaneShape[]}} Picture */

const MARGIN = { left: 46, right: 104, top: 8, bottom: 22 };
/** The size of letters that these are for. */
const LETTERS = 12;
/** The lower end of the accuracies, as a share of what guessing gets. */
const LOWEST = 0.8;
/** Points of a course: more than that are not to be seen. */
const MOST_POINTS = 400;
/** Between two labels, and from the end of a line to its label. */
const LABEL_HEIGHT = 15;
const LEADER = 9;
const MOST_TICKS = 6;
const LONGEST_NAME = 12;

/**
 * @param {Moment[][]} courses of the lanes
 * @param {{epochs: number, target: number, classes: number}} race
 * @param {{width: number, height: number, letters?: number}} size letters: their size in CSS pixels
 * @returns {Picture}
 */
export function lanesChart(courses, { epochs, target, classes }, { width, height, letters = LETTERS }) {
  const scale = letters / LETTERS;
  const box = { left: scale * MARGIN.left, right: width - scale * MARGIN.right, top: scale * MARGIN.top, bottom: height - scale * MARGIN.bottom };
  const lowest = LOWEST / classes;
  const x = (/** @type {number} */ epoch) => box.left + (epoch / epochs) * (box.right - box.left);
  const y = (/** @type {number} */ share) => box.bottom - ((Math.max(share, lowest) - lowest) / (1 - lowest)) * (box.bottom - box.top);
  const ends = courses.map((moments) => moments.at(-1) ?? { epoch: 0, median: lowest });
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
    up: ticks(lowest, 1, MOST_TICKS).map((share) => ({ at: y(share), text: `${Math.round(100 * share)} %` })),
    target: y(target),
    lanes,
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
