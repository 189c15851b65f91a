/** What the race on this page has said so far, for elements that draw its course or take it away. */

import { announce, hear } from "../shared/events.js";
import { quartiles } from "./quartiles.js";
import { ranked } from "./ranking.js";

/** @typedef {import("./quartiles.js").Quartiles & {epoch: number}} Moment */
/** @typedef {import("./messages").Frame} Frame */
/** @typedef {{lane: number, standing: import("./messages").Standing | null}} Ranked lane: its number; null while nothing is known */

/** @type {import("./messages").Started | null} */
let started = null;
/** @type {Frame | null} */
let latest = null;
/** The frame that is told in words: the latest with standings. @type {Frame | null} */
let told = null;
/** The column of the table by which lanes are ranked. */
let column = "solved";
/** For each lane the accuracies over its seeds, in a regression the losses, frame by frame. @type {Moment[][]} */
let course = [];

/** What the server said of the race when it began, or null. */
export const startedRace = () => started;

/** The latest frame, or null. */
export const latestRaceFrame = () => latest;

/** The frame whose numbers stand in the table and on the cards, so that they never differ; or null. */
export const toldRaceFrame = () => told;

/** The standings that are shown, or null while nothing has been learned. */
export const shownStandings = () => (told && told.epoch > 0 ? told.standings : null);

/** @param {number} lane */
export const courseOf = (lane) => course[lane] ?? [];

/**
 * The lanes in the order in which the page shows them everywhere.
 * @returns {Ranked[]}
 */
export function rankedLanes() {
  const lanes = started?.lanes ?? [];
  const standings = shownStandings();
  if (!standings) return lanes.map((_, lane) => ({ lane, standing: null }));
  const numbers = new Map(lanes.map(({ activation }, lane) => [activation, lane]));
  return ranked(standings.lanes, column).map((standing) => ({ lane: numbers.get(standing.activation) ?? 0, standing }));
}

/** @param {string} name of the column by which lanes are ranked from now on */
export function rankBy(name) {
  column = name;
  announce("raceranking");
}

// a module is run before those that import it, so that elements find here what they hear of
hear("racestarted", (race) => {
  started = race;
  [latest, told] = [null, null];
  course = race.lanes.map(() => []);
  announce("raceranking");
});

hear("raceframe", (frame) => {
  latest = frame;
  frame.lanes.forEach(({ accuracies, losses }, i) => {
    const moments = course[i];
    const now = accuracies ? quartiles(accuracies, 0) : quartiles(losses ?? [], Infinity);
    if (moments.at(-1)?.epoch !== frame.epoch) moments.push({ epoch: frame.epoch, ...now });
  });
  if (!frame.standings) return;
  told = frame;
  announce("raceranking");
});
