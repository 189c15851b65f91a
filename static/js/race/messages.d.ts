/** What the server says on the race's socket, typed arrays decoded. */

import type { Bytes } from "../shared/typed-arrays.js";
import type { Quartiles } from "./quartiles.js";
import type { Race } from "./query.js";

/** Higher accuracies are better, and lower losses. */
export type Measure = "accuracy" | "loss";

export type State = "paused" | "running" | "over";

export type Started = {
  race: Race;
  /** What the target is of, and the chart. */
  measure: Measure;
  target: number;
  /** null: a regression. */
  classes: number | null;
  lanes: { activation: string; title: string; differs: string | null }[];
};

/** A moment of a lane; both lists have an entry for each seed. */
export type LaneFrame = {
  /** The mean answer over the plane, (shades, side, side). */
  mean: Bytes;
  /** (1, side, side): 0 is none, 255 as much as there can be. */
  deviation: Bytes;
  /** Its learning rate; null while it is looked for. */
  lr: number | null;
  accuracies: (number | null)[] | null;
  /** In a regression, which has no accuracies. */
  losses: (number | null)[] | null;
  /** The epoch in which the target was reached. */
  reached: (number | null)[];
};

export type Frame = {
  frame: number;
  state: State;
  epoch: number;
  epochs_per_second: number | null;
  lanes: LaneFrame[];
  /** In some frames only. */
  standings: Standings | null;
};

export type Standing = {
  activation: string;
  solved: number;
  seeds: number;
  epochs_to_target: { median: number | null; low: number | null; high: number | null };
  /** null: a regression. */
  final_accuracy: Quartiles | null;
  final_loss: { q1: number | null; median: number | null; q3: number | null };
  seconds_per_epoch: number | null;
  dead: number | null;
  /** null while it is looked for. */
  lr: number | null;
  /** The rates among which it was found, where each lane has its own. */
  tried: { lr: number; solved: number; loss: number | null }[] | null;
  gradient_ratio: number | null;
};

export type Standings = { epochs: number; scored_on: "train" | "test"; lanes: Standing[]; verdict: string };

/** A list for each seed, epoch by epoch. */
export type History = { accuracy: (number | null)[][] | null; loss: (number | null)[][] };

export type Report = { type: string; race: Race; epochs: number; scored_on: "train" | "test"; lanes: (Standing & { history: History })[] };
