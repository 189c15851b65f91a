/** What the server says on the playground's socket, typed arrays decoded. */

import type { Floats, Bytes } from "../shared/typed-arrays.js";
import type { Plan } from "../shared/plan-query.js";

/** Points (n, columns), and their classes or targets (n,). */
export type Points = { x: Floats; y: Floats };

export type Layer = {
  /** null: the output, which has no activation. */
  reference: string | null;
  title: string;
  units: number;
  pre_activations: number;
  /** whether the pre-activations of a unit stand side by side */
  adjacent: boolean;
  outputs: number;
};

/** Which plane through data of more than two columns: `sample` is a training point, null where the others have their means. */
export type View = { kind: "components" | "columns"; x: number; y: number; sample: number | null };

export type Grid = {
  x: [number, number];
  y: [number, number];
  names: [string, string];
  is_line: boolean;
  /** null: one or two columns, which are shown as they are. */
  view: View | null;
  embedding: { origin: number[]; along: number[][]; onto: number[][] } | null;
  inputs: { maps: Bytes; scales: number[] };
};

/** What the network of an epoch answers to points: the probability of each class, or the target in the units of the data. */
export type Answer = { epoch: number; shares: (number | null)[][] | null; targets: (number | null)[] | null };

export type Started = {
  plan: Plan;
  loss: string;
  /** null: regression. */
  classes: number | null;
  class_names: string[] | null;
  /** What the network learns in other units than those of the data. */
  scaled: { points: boolean; targets: boolean };
  /** Of a regression, the targets that maps and points show in the two pure colours. */
  targets: [number, number] | null;
  /** What the network takes of a point. */
  inputs: string[];
  /** What the numbers of a point are called. */
  columns: string[];
  /** What a network may take of two coordinates, by the names that a plan has for it. */
  features: { names: string[]; titles: string[]; maps: Bytes; scales: number[] } | null;
  /** Rows and columns of the picture that a point is. */
  picture: [number, number] | null;
  /** The plane that maps cover, and what the inputs are over it; of one input it is a line. */
  grid: Grid;
  data: { train: Points; test: Points };
  layers: Layer[];
};

/** The mean and the variance of each sum over batches, and the scale and the shift that follow: (pre-activations,). */
type Normalisation = { scale?: Floats; shift?: Floats; mean?: Floats; variance?: Floats };

/** W of shape (in, pre-activations), b (pre-activations,) where there are biases, and what the activation learns of its own. */
export type Weights = { W: Floats; b?: Floats } & Normalisation & { [name: string]: Floats };

export type Diagnosis = {
  reference: string | null;
  gradient_norm: number | null;
  dead: number | null;
  dead_units: number[];
  saturated: number | null;
  /** Of the pre-activations, over −reach…reach. */
  histogram: { reach: number; counts: number[] };
  learned: Record<string, number>;
  /** The learned parameters of which `reference` has the end of their range. */
  beyond: string[];
};

export type Frame = import("./history.js").Score & {
  frame: number;
  state: "paused" | "running" | "diverged";
  epoch: number;
  epochs_per_second: number | null;
  /** Where its maps lie, which the page notes when the frame comes. */
  grid: Grid;
  /** The answer over the plane, (shades, rows, columns). */
  boundary: Bytes;
  /** Of one input, along its line: the answer (shades, 256), and each hidden layer (outputs, 256). */
  curves: { answer: Floats; layers: Floats[] } | null;
  /** Of each hidden layer: 128 is zero, 127 steps are `scales`. */
  neurons: { maps: Bytes; scales: number[] }[];
  weights: Weights[];
  /** Of the mean training loss by each layer's W. */
  gradients: { W: Floats }[];
  layers: Diagnosis[];
  /** The class, or the target, that each of the points gets that judge the run. */
  answers: Bytes | Floats;
  confusion: number[][] | null;
  replicas: import("./history.js").Scores | null;
};

export type Diverged = { epoch: number; layer: number; quantity: string; detail: string };
