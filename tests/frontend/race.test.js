/** race/query.js, quartiles.js, csv.js, ranking.js, lanes-chart.js: a race's address; its results as numbers, text and a chart. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { quartiles } from "../../static/js/race/quartiles.js";
import { historyCsv, tableCsv } from "../../static/js/race/csv.js";
import { lanesChart, spread } from "../../static/js/race/lanes-chart.js";
import { ranked } from "../../static/js/race/ranking.js";
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
    assert.deepEqual(others, { activations: ["silu", "x*sigmoid(b*x)|b=1.7"], seeds: 16, epochs: 50, target: 0.95, target_loss: 0.01, rates: "plan" });
    assert.equal(plan.data.name, "spiral");
    assert.equal(form.valueOf(race(""), "lr"), 0.02);
    assert.deepEqual(plan.network.hidden, [form.layer(8, "tanh"), form.layer(8, "tanh")]);
  });

  it("leads to the playground with one network of it", () => {
    const query = networkQuery(new PlanQuery(PLAN), race("").plan, "elu(alpha=2)", 7, null);
    assert.equal(decodeURIComponent(query.toString()), "data=spiral&noise=0&layer=8:elu(alpha=2)&layer=8:elu(alpha=2)&lr=0.02&seed=7");
    const own = networkQuery(new PlanQuery(PLAN), race("").plan, "elu(alpha=2)", 7, 0.063);
    assert.equal(own.get("lr"), "0.063");
    const told = networkQuery(new PlanQuery(PLAN), race("layer=8:tanh;use_bias=false").plan, "relu", 0, null);
    assert.equal(told.get("layer"), "8:relu;use_bias=false");
  });
});

describe("quartiles", () => {
  it("lie on a line between neighbours, and count a lost seed as 0", () => {
    assert.deepEqual(quartiles([4, 1, 3, 2], 0), { q1: 1.75, median: 2.5, q3: 3.25 });
    assert.deepEqual(quartiles([null, 1], 0), { q1: 0.25, median: 0.5, q3: 0.75 });
    assert.deepEqual(quartiles([0.5], 0), { q1: 0.5, median: 0.5, q3: 0.5 });
    assert.deepEqual(quartiles([null, 1, 3, null, null], Infinity), { q1: 3, median: Infinity, q3: Infinity });
  });
});

const lane = {
  activation: 'where(x > 0, x, "a")',
  solved: 1,
  seeds: 2,
  epochs_to_target: { median: null, low: 3, high: null },
  final_accuracy: { median: 0.9, q1: 0.8, q3: 1 },
  final_loss: { median: 0.3, q1: 0.1, q3: null },
  seconds_per_epoch: 0.01,
  dead: 0,
  gradient_ratio: 2.5,
  lr: 0.063,
  tried: null,
  history: { accuracy: [[0.5, 1], [0.4, null]], loss: [[0.7, 0.1], [0.8, null]] },
};

describe("the ranking", () => {
  const lanes = [
    { ...lane, activation: "first", solved: 2, seconds_per_epoch: null },
    { ...lane, activation: "second", solved: 1, seconds_per_epoch: 2 },
    { ...lane, activation: "a third", solved: 1, seconds_per_epoch: 1 },
  ];
  const names = (/** @type {string} */ column) => ranked(lanes, column).map(({ activation }) => activation);

  it("keeps the server's order where a column says nothing, and puts what is not known last", () => {
    assert.deepEqual(names("solved"), ["first", "second", "a third"]);
    assert.deepEqual(names("dead"), ["first", "second", "a third"]);
    assert.deepEqual(names("seconds"), ["a third", "second", "first"]);
    assert.deepEqual(names("activation"), ["a third", "first", "second"]);
  });
});

describe("the chart of the lanes", () => {
  const size = { width: 700, height: 300 };
  /** @type {import("../../static/js/race/lanes-chart.js").Measured} */
  const race = { epochs: 200, measure: "accuracy", target: 0.95, classes: 2 };
  const course = [
    { epoch: 0, q1: 0.4, median: 0.5, q3: 0.6 },
    { epoch: 100, q1: 0.7, median: 0.8, q3: 1 },
  ];
  const points = (/** @type {string} */ path) => path.slice(1).replace("z", "").split("L").map((pair) => pair.split(" ").map(Number));

  it("places medians and quartiles by the ticks beside them", () => {
    const { lanes: [shape], up, across, target, box } = lanesChart([course], race, size);
    const at = (/** @type {string} */ text) => up.find((tick) => tick.text === text)?.at ?? NaN;
    const half = across.find((tick) => tick.text === "100")?.at ?? NaN;
    assert.deepEqual(points(shape.line), [[box.left, at("50 %")], [half, at("80 %")]].map((pair) => pair.map((value) => Number(value.toFixed(1)))));
    const [, upper, lower] = points(shape.band);
    assert.ok(Math.abs(upper[1] - at("100 %")) < 0.06 && Math.abs(lower[1] - at("70 %")) < 0.06);
    assert.ok(target > at("100 %") && target < at("90 %"));
  });

  it("has losses of a regression on a logarithmic axis, as far as the medians reach", () => {
    const losses = [
      { epoch: 0, q1: 0.5, median: 1, q3: 20 },
      { epoch: 100, q1: 0.01, median: 0.1, q3: Infinity },
      { epoch: 200, q1: 0, median: 1e-4, q3: 0.5 },
    ];
    const { lanes: [shape], up, target, box } = lanesChart([losses], { epochs: 200, measure: "loss", target: 0.01, classes: null }, size);
    const at = (/** @type {string} */ text) => up.find((tick) => tick.text === text)?.at ?? NaN;
    assert.deepEqual(points(shape.line).map(([, y]) => y), ["1", "0.1", "0.0001"].map((text) => Number(at(text).toFixed(1))));
    assert.equal(target, at("0.01"));
    assert.ok(points(shape.band).every(([, y]) => y >= box.top && y <= box.bottom));
  });

  it("keeps all within its frame, before a race and with what is far below chance", () => {
    for (const courses of [[[], []], [[{ epoch: 0, q1: 0, median: 0, q3: 0 }]]]) {
      const { lanes, box } = lanesChart(courses, { ...race, classes: 6 }, size);
      for (const { line, label } of lanes) {
        assert.ok(label.y >= box.top && label.y <= box.bottom);
        for (const [x, y] of line === "" ? [] : points(line)) assert.ok(x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
      }
    }
  });

  it("spreads labels that would cover each other, and keeps the order of the lines", () => {
    for (let n = 0; n < 200; n++) {
      const wanted = Array.from({ length: 1 + (n % 16) }, () => 10 + 280 * Math.random());
      const heights = spread(wanted, 15, 8, 290);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
      order.forEach((i, rank) => {
        assert.ok(heights[i] >= 8 - 1e-9 && heights[i] <= 290 + 1e-9);
        if (rank > 0) assert.ok(heights[i] - heights[order[rank - 1]] >= 15 - 1e-9);
      });
    }
    assert.deepEqual(spread([100, 200], 15, 8, 290), [100, 200]);
  });
});

describe("CSV", () => {

  it("has a line for each lane, in which commas and quotes are kept", () => {
    const [heading, line, end] = tableCsv([lane]).split("\n");
    assert.equal(heading.split(",").length, 16);
    assert.equal(line, '"where(x > 0, x, ""a"")",1,2,,3,,0.9,0.8,1,0.3,0.1,,0.01,0,2.5,0.063');
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
    const regression = { ...lane, activation: "relu", history: { accuracy: null, loss: [[0.7, 0.1]] } };
    assert.equal(historyCsv({ lanes: [regression], scored_on: "test" }, 5), "activation,seed,epoch,test_loss\nrelu,5,0,0.7\nrelu,5,1,0.1\n");
  });
});
