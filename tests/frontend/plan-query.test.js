/** flat-query.js and plan-query.js: a plan and its query string say the same, and what is usual is not said. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { PlanQuery, withLayers } from "../../static/js/shared/plan-query.js";
import { PLAN } from "./tables.js";

const form = new PlanQuery(PLAN);
const plan = (/** @type {string} */ query) => form.plan(new URLSearchParams(query));
const query = (/** @type {import("../../static/js/shared/plan-query.js").Plan} */ of) => decodeURIComponent(form.query(of).toString());

const usual = (/** @type {number} */ units, /** @type {string} */ activation) => ({ units, activation, use_bias: true, constraint: "none" });

describe("a plan from a query", () => {
  it("is the usual plan for an empty query", () => {
    assert.deepEqual(plan(""), {
      data: { name: "circle", noise: 0.1, seed: 0, samples: null, columns: null, task: "auto" },
      network: { hidden: [usual(4, "tanh"), usual(2, "tanh")], init: "xavier_uniform", weight_scale: 1 },
      training: { optimizer: "sgd", lr: 0.03, batch_size: 10 },
      replicas: 1,
      seed: 0,
    });
  });

  it("reads layers in their order, with references that have colons and brackets", () => {
    const { hidden } = plan("layer=8%3Aelu%28alpha%3D1.5%29&layer=3%3Ax*sigmoid(b*x)|b=1.7").network;
    assert.deepEqual(hidden, [
      usual(8, "elu(alpha=1.5)"),
      usual(3, "x*sigmoid(b*x)|b=1.7"),
    ]);
  });

  it("reads what a layer is told, and leaves to the server what is none of it", () => {
    const [first, second] = plan("layer=8:tanh; use_bias = false;constraint=max_norm(2)&layer=3:x;use_bias=perhaps;other=1").network.hidden;
    assert.deepEqual(first, { units: 8, activation: "tanh", use_bias: false, constraint: "max_norm(2)" });
    assert.deepEqual(second, { units: 3, activation: "x", use_bias: "perhaps", constraint: "none" });
    assert.deepEqual(form.told(first), ["no biases", "max_norm(2)"]);
    assert.deepEqual(form.told(form.layer(1, "x")), []);
    assert.deepEqual(form.withOption(form.layer(1, "x"), "use_bias", "false"), { ...usual(1, "x"), use_bias: false });
  });

  it("takes layer=none for no hidden layer", () => {
    assert.deepEqual(plan("layer=none").network.hidden, []);
  });

  it("keeps a text that is no number for the server to judge", () => {
    assert.equal(form.valueOf(plan("lr=fast"), "lr"), "fast");
    assert.equal(plan("layer=many%3Atanh").network.hidden[0].units, 0);
    assert.equal(form.valueOf(plan("lr="), "lr"), "");
  });

  it("takes a batch of all", () => {
    assert.equal(form.valueOf(plan("batch_size=all"), "batch_size"), "all");
    assert.equal(form.valueOf(plan("batch_size=32"), "batch_size"), 32);
  });

  it("gives the reader's own points to the data set own alone", () => {
    const samples = /** @type {[number, number, number][]} */ ([[1, 2, 0], [3, 4, 1]]);
    assert.deepEqual(form.plan(new URLSearchParams("data=own"), { samples, columns: null }).data.samples, samples);
    assert.equal(form.plan(new URLSearchParams("data=xor"), { samples, columns: null }).data.samples, null);
  });

  it("shares nothing with the next one", () => {
    plan("").network.hidden.pop();
    assert.equal(plan("").network.hidden.length, 2);
  });
});

describe("a query from a plan", () => {
  it("leaves out what is usual, however a number is written", () => {
    assert.equal(query(plan("")), "");
    assert.equal(query(plan("data=circle&noise=0.10&layer=4%3Atanh&layer=2%3Atanh&lr=3e-2")), "");
  });

  it("comes back to the same plan", () => {
    for (const text of [
      "data=spiral&noise=0&data_seed=5&layer=8:maxout(k=3)&layer=1:x**2&init=normal(0.5)&optimizer=adamw&lr=0.000001&batch_size=all&replicas=32&seed=2147483647",
      "layer=none",
      "layer=8:elu(alpha=1.5);use_bias=false;constraint=max_norm(2)&layer=3:x;constraint=unit_norm",
      "layer=4:tanh",
      "data=moons",
      "seed=7",
    ]) {
      assert.equal(query(plan(text)), text);
      assert.deepEqual(plan(query(plan(text))), plan(text));
    }
  });

  it("says everything where the whole is wanted, and is read as the same plan", () => {
    for (const text of ["", "data=spiral&layer=8:silu&lr=0.02&batch_size=all", "layer=none&replicas=4"]) {
      const whole = form.wholeQuery(plan(text));
      assert.equal(whole.get("data"), plan(text).data.name);
      assert.deepEqual([...new Set(whole.keys())], PLAN.map(({ name }) => name));
      assert.deepEqual(form.plan(whole), plan(text));
    }
  });
});

describe("withValue and withLayers", () => {
  it("change a copy, and leave the plan as it was", () => {
    const before = plan("");
    assert.equal(form.valueOf(form.withValue(before, "lr", "0.5"), "lr"), 0.5);
    assert.equal(form.valueOf(form.withValue(before, "data_seed", "9"), "data_seed"), 9);
    assert.equal(form.withValue(before, "seed", "9").seed, 9);
    assert.deepEqual(withLayers(before, []).network.hidden, []);
    assert.deepEqual(before, plan(""));
  });

  it("let the reader's own points go with the data set", () => {
    const own = form.plan(new URLSearchParams("data=own"), { samples: [[0, 0, 0], [1, 1, 1]], columns: ["a", "b"] });
    assert.equal(form.withValue(own, "data", "xor").data.samples, null);
    assert.equal(form.withValue({ ...own, data: { ...own.data, task: "regression" } }, "data", "xor").data.task, "auto");
    const faster = form.withValue(own, "lr", "1");
    // a copy has the same samples, which are not copied
    assert.equal(faster.data.samples, own.data.samples);
    assert.deepEqual(faster.data.columns, ["a", "b"]);
  });

  it("know every name of the query and no other", () => {
    assert.equal(form.valueOf(plan("optimizer=adam"), "optimizer"), "adam");
    assert.throws(() => form.valueOf(plan(""), "colour"), TypeError);
  });
});
