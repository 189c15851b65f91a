/** What the run on this page has said so far, for elements that come late or need more than the latest frame. */

import { hear } from "../shared/events.js";
import { History } from "./history.js";

const kept = new History();

/** @type {import("./messages").Started | null} */
let started = null;
/** @type {import("./messages").Frame | null} */
let latest = null;

/** The run's history since it began. */
export const history = () => kept;

/** What the server said of the run when it began, or null. */
export const startedRun = () => started;

/** The latest frame of this run, or null. */
export const latestFrame = () => latest;

// a module is run before those that import it, so that elements find here what they hear of
hear("runstarted", (run) => {
  started = run;
  latest = null;
  kept.clear();
});

hear("runframe", (frame) => {
  latest = frame;
  kept.add(frame);
});
