/** What a lane has come to, in words: pure functions. */

import { compact, percent } from "../shared/readable.js";

/** @typedef {import("./messages").Standing} Standing */

/**
 * @param {import("./messages").Measure} measure
 * @param {number | null | undefined} value
 * @returns {string} such as "93.2 %" of an accuracy, "0.0124" of a loss
 */
export const measured = (measure, value) => (measure === "loss" ? compact(value, 3) : percent(value));

/**
 * The median of what a lane has come to.
 * @param {Standing | null} standing
 */
export const ending = (standing) =>
  standing?.final_accuracy ? measured("accuracy", standing.final_accuracy.median) : measured("loss", standing?.final_loss.median);
