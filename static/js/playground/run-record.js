/**
 * What the run on this page has said so far, for elements that come late or need more than the latest frame. What is to be
 * seen is announced as "frameshown": each frame as it comes, or one that a reader has gone back to.
 */

import { announce, hear } from "../shared/events.js";
import { FrameStore } from "./frame-store.js";
import { History } from "./history.js";

/** @typedef {import("./messages").Frame} Frame */

const kept = new History();
const store = new FrameStore();

/** @type {import("./messages").Started | null} */
let started = null;
/** @type {Frame | null} */
let shown = null;
/** Where the maps of the frame lie that is to be seen. @type {import("./messages").Grid | null} */
let grid = null;
/** Whether a reader follows the run, and looks at no earlier moment of it. */
let follows = true;

/** The run's history since it began. */
export const history = () => kept;

/** What the server said of the run when it began, or null. */
export const startedRun = () => started;

/**
 * Whether each unit of a layer has for itself what activations learn.
 * @param {number} layer
 */
export const learnsForEachUnit = (layer) => started?.plan.network.hidden[layer]?.shared === false;

/** Where the maps lie that are to be seen, or null. */
export const shownGrid = () => grid;

/** The frame that is to be seen, or null. */
export const shownFrame = () => shown;

/** The frames of this run that can be gone back to, by epoch; the last is the newest. */
export const frames = () => store.frames;

/** Whether the newest frame is to be seen, and each that comes. */
export const isLive = () => follows;

/**
 * Go back to a moment of this run.
 * @param {Frame} frame
 */
export function goBack(frame) {
  follows = false;
  show(frame);
}

/** Follow the run again. */
export function followRun() {
  follows = true;
  const newest = store.frames.at(-1);
  if (newest) show(newest);
}

/** @param {Frame} frame */
function show(frame) {
  shown = frame;
  if (frame.grid !== grid) {
    grid = frame.grid;
    announce("gridshown", grid);
  }
  announce("frameshown", frame);
}

// a module is run before those that import it, so that elements find here what they hear of
hear("runstarted", (run) => {
  const isLike = run.loss === started?.loss;
  started = run;
  grid = run.grid;
  shown = null;
  follows = true;
  kept.begin(isLike);
  store.clear();
});

// whoever asks for another plane wants to see it
hear("rungrid", (next) => {
  follows = true;
  if (started) started = { ...started, grid: next };
});

hear("runframe", (frame) => {
  if (started) frame.grid = started.grid;
  const newest = store.frames.at(-1);
  // a run that has been reset is followed anew
  if (newest && frame.epoch < newest.epoch) follows = true;
  kept.add(frame);
  store.add(frame);
  if (follows) show(frame);
});
