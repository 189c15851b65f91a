/** race/query.js, quartiles.js, csv.js: a race and its address say the same; its results as numbers and as text. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { quartiles } from "../../static/js/race/quartiles.js";
import { historyCsv, tableCsv } from "../../static/js/race/csv.js";
import { networkQuery } from "../../static/js/race/query.js";
import { FlatQuery } from "../../static/js/shared/flat-query.js";
import { PlanQuery } from "../../static/js/shared/plan-query.js";
import { PLAN, RACE } from "./tables.js";

/** @type {FlatQuery<import("../../static/js/race/query.js").Race>} */
const form = new FlatQuery(RACE);
const race = (/** @type {string} */ query) => form.read(new URLSearchParams(query));
const short = (/** @type {string} */ query) => decodeURIComponent(form.query(race(query)).toString());

describe("a race's address", () => {
  it("leaves out what is usual, however a number is written, and nothing else", () => {
    assert.equal(short("noise=0.0&f=tanh&f=relu"), "");
    assert.equal(short("f=relu&f=tanh&seeds=8"), "f=relu&f=tanh&seeds=8");
    assert.equal(short("layer=8:tanh"), "layer=8:tanh");
  });

  it("is read into a plan and who takes part", () => {
    const { plan, ...others } = race("f=silu&f=x*sigmoid(b*x)|b=1.7&epochs=50");
    assert.deepEqual(others, { activations: ["silu", "x*sigmoid(b*x)|b=1.7"], seeds: 16, epochs: 50, target: 0.95 });
    assert.equal(plan.data.name, "spiral");
    assert.equal(form.valueOf(race(""), "lr"), 0.02);
    assert.deepEqual(plan.network.hidden, [{ units: 8, activation: "tanh" }, { units: 8, activation: "tanh" }]);
  });

  it("leads to the playground with one network of it", () => {
    const query = networkQuery(new PlanQuery(PLAN), race("").plan, "elu(alpha=2)", 7);
    assert.equal(decodeURIComponent(query.toString()), "data=spiral&noise=0&layer=8:elu(alpha=2)&layer=8:elu(alpha=2)&lr=0.02&seed=7");
  });
});

describe("quartiles", () => {
  it("lie on a line between neighbours, and count a lost seed as 0", () => {
    assert.deepEqual(quartiles([4, 1, 3, 2]), { q1: 1.75, median: 2.5, q3: 3.25 });
    assert.deepEqual(quartiles([null, 1]), { q1: 0.25, median: 0.5, q3: 0.75 });
    assert.deepEqual(quartiles([0.5]), { q1: 0.5, median: 0.5, q3: 0.5 });
  });
});

describe("CSV", () => {
  const lane = {
    activation: 'where(x > 0, x, "a")',
    solved: 1,
    seeds: 2,
    epochs_to_target: { median: null, low: 3, high: null },
    final_accuracy: { median: 0.9, q1: 0.8, q3: 1 },
    seconds_per_epoch: 0.01,
    dead: 0,
    gradient_ratio: 2.5,
    history: { accuracy: [[0.5, 1], [0.4, null]], loss: [[0.7, 0.1], [0.8, null]] },
  };

  it("has a line for each lane, in which commas and quotes are kept", () => {
    const [heading, line, end] = tableCsv([lane]).split("\n");
    assert.equal(heading.split(",").length, 12);
    assert.equal(line, '"where(x > 0, x, ""a"")",1,2,,3,,0.9,0.8,1,0.01,0,2.5');
    assert.equal(end, "");
  });

  it("guards what a spreadsheet would compute", () => {
    for (const activation of ["-x", "+relu(x)", "＝x", " -x", "'-x"]) {
      const line = tableCsv([{ ...lane, activation }]).split("\n")[1];
      assert.ok(line.startsWith(`'${activation}`) || line.startsWith(`"'${activation}"`), line);
    }
  });

  it("has a line for each seed and epoch", () => {
    const lines = historyCsv({ lanes: [{ ...lane, activation: "relu" }], scored_on: "test" }, 5).trimEnd().split("\n");
    assert.deepEqual(lines, ["activation,seed,epoch,test_accuracy,test_loss", "relu,5,0,0.5,0.7", "relu,5,1,1,0.1", "relu,6,0,0.4,0.8", "relu,6,1,,"]);
  });
});
