/** Tables of queries as the server writes them into a page; what is usual need not be what is usual there. */

/** @typedef {import("../../static/js/shared/flat-query.js").Leaf} Leaf */

/** @type {import("../../static/js/shared/flat-query.js").Option[]} */
const OPTIONS = [
  { name: "use_bias", usual: true, told: { false: "no biases" } },
  { name: "constraint", usual: "none", told: {} },
];

/** @type {Leaf[]} */
export const PLAN = [
  { name: "data", path: ["data", "name"], usual: "circle" },
  { name: "noise", path: ["data", "noise"], usual: 0.1 },
  { name: "data_seed", path: ["data", "seed"], usual: 0 },
  { name: "layer", path: ["network", "hidden"], usual: ["4:tanh", "2:tanh"], options: OPTIONS },
  { name: "init", path: ["network", "init"], usual: "xavier_uniform" },
  { name: "weight_scale", path: ["network", "weight_scale"], usual: 1 },
  { name: "optimizer", path: ["training", "optimizer"], usual: "sgd" },
  { name: "lr", path: ["training", "lr"], usual: 0.03 },
  { name: "batch_size", path: ["training", "batch_size"], usual: 10 },
  { name: "replicas", path: ["replicas"], usual: 1 },
  { name: "seed", path: ["seed"], usual: 0 },
];

const OTHERS = /** @type {Record<string, Leaf["usual"]>} */ ({ data: "spiral", noise: 0, layer: ["8:tanh", "8:tanh"], lr: 0.02 });

/** @type {Leaf[]} */
export const RACE = [
  ...PLAN.map((leaf) => ({ ...leaf, path: ["plan", ...leaf.path], usual: OTHERS[leaf.name] ?? leaf.usual })),
  { name: "f", path: ["activations"], usual: ["tanh", "relu"] },
  { name: "seeds", path: ["seeds"], usual: 16 },
  { name: "epochs", path: ["epochs"], usual: 200 },
  { name: "target", path: ["target"], usual: 0.95 },
  { name: "target_loss", path: ["target_loss"], usual: 0.01 },
  { name: "rates", path: ["rates"], usual: "plan" },
];

/** @type {(axis: string, vary: string, low: number) => Leaf[]} */
const axis = (name, vary, low) => [
  { name, path: ["map", name, "vary"], usual: vary },
  { name: `${name}_low`, path: ["map", name, "low"], usual: low },
  { name: `${name}_high`, path: ["map", name, "high"], usual: 10 },
  { name: `${name}_scale`, path: ["map", name, "scale"], usual: "log" },
  { name: `${name}_points`, path: ["map", name, "points"], usual: 32 },
];

/** @type {Leaf[]} */
export const MAP = [
  ...PLAN.map((leaf) => ({ ...leaf, path: ["map", "plan", ...leaf.path], usual: leaf.name === "layer" ? ["8:tanh", "8:tanh"] : leaf.usual })),
  { name: "f", path: ["map", "activations"], usual: ["tanh"] },
  ...axis("x", "lr", 0.001),
  ...axis("y", "weight_scale", 0.1),
  { name: "epochs", path: ["map", "epochs"], usual: 50 },
  { name: "measure", path: ["map", "measure"], usual: "final_loss" },
  { name: "target", path: ["map", "target"], usual: 0.9 },
  { name: "target_loss", path: ["map", "target_loss"], usual: 0.01 },
];
