/** What the race on this page has said so far, for elements that draw its course or take it away. */

import { hear } from "../shared/events.js";
import { quartiles } from "./quartiles.js";

/** @typedef {import("./quartiles.js").Quartiles & {epoch: number}} Moment */

/** @type {import("./messages").Started | null} */
let started = null;
/** @type {import("./messages").Frame | null} */
let latest = null;
/** @type {import("./messages").Standings | null} */
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
hear("racestarted", (race) => {
  started = race;
  [latest, standings] = [null, null];
  course = race.lanes.map(() => []);
});

hear("raceframe", (frame) => {
  latest = frame;
  if (frame.standings && frame.epoch > 0) standings = frame.standings;
  frame.lanes.forEach(({ accuracies }, i) => {
    const moments = course[i];
    if (moments.at(-1)?.epoch !== frame.epoch) moments.push({ epoch: frame.epoch, ...quartiles(accuracies) });
  });
});
