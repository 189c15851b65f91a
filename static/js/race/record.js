/** What the race on this page has said so far, for elements that draw its course or take it away. */

import { quartiles } from "./quartiles.js";

/** @typedef {import("./quartiles.js").Quartiles & {epoch: number}} Moment */

/** @type {any} */
let started = null;
/** @type {any} */
let latest = null;
/** @type {any} */
let standings = null;
/** For each lane the accuracies over its seeds, frame by frame. @type {Moment[][]} */
let course = [];

/** What the server said of the race when it began, or null. */
export const startedRace = () => started;

/** The latest frame, or null. */
export const latestRaceFrame = () => latest;

/** The latest standings, or null while nothing has been learned. */
export const latestStandings = () => standings;

/** @param {number} lane */
export const courseOf = (lane) => course[lane] ?? [];

// a module is run before those that import it, so that elements find here what they hear of
document.addEventListener("runstarted", (event) => {
  started = /** @type {CustomEvent} */ (event).detail;
  [latest, standings] = [null, null];
  course = started.lanes.map(() => []);
});

document.addEventListener("runframe", (event) => {
  latest = /** @type {CustomEvent} */ (event).detail;
  if (latest.standings && latest.epoch > 0) standings = latest.standings;
  latest.lanes.forEach((/** @type {any} */ { accuracies }, /** @type {number} */ i) => {
    const moments = course[i];
    if (moments.at(-1)?.epoch !== latest.epoch) moments.push({ epoch: latest.epoch, ...quartiles(accuracies) });
  });
});
