/** What the figures over the epochs of a run have in common: pure functions. */

import { fromZero } from "./axis-range.js";

/** So far the axis reaches before a run has gone further. */
const FEWEST_EPOCHS = 9.5;

export const AXIS = { zeroline: false, nticks: 5, ticklabeloverflow: "allow", showspikes: false };

export const LAYOUT = {
  font: { family: "system-ui, sans-serif" },
  margin: { l: 52, r: 12, t: 8, b: 30 },
  hovermode: "x unified",
};

/**
 * The axis of the epochs.
 * @param {(number | null)[]} ends of the curves
 */
export const epochAxis = (ends) => ({ ...AXIS, range: fromZero([FEWEST_EPOCHS, ...ends]), hoverformat: "d" });
