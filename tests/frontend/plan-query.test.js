/** plan-query.js: a plan and its query string say the same, and what stands at its default is not said. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { planOf, queryOf, valueOf, wholeQueryOf, withLayers, withValue } from "../../static/js/shared/plan-query.js";

const plan = (/** @type {string} */ query) => planOf(new URLSearchParams(query));
const query = (/** @type {import("../../static/js/shared/plan-query.js").Plan} */ of) => decodeURIComponent(queryOf(of).toString());

describe("planOf", () => {
  it("is the usual plan for an empty query", () => {
    assert.deepEqual(plan(""), {
      data: { name: "circle", points: 500, noise: 0.1, train_fraction: 0.5, seed: 0, samples: null },
      network: {
        hidden: [{ units: 4, activation: "tanh" }, { units: 2, activation: "tanh" }],
        init: "xavier_uniform",
        dropout: 0,
      },
      training: { loss: "auto", optimizer: "sgd", lr: 0.03, batch_size: 10, l1: 0, l2: 0, activity: 0 },
      replicas: 1,
      seed: 0,
    });
  });

  it("reads layers in their order, with references that have colons and brackets", () => {
    const { hidden } = plan("layer=8%3Aelu%28alpha%3D1.5%29&layer=3%3Ax*sigmoid(b*x)|b=1.7").network;
    assert.deepEqual(hidden, [
      { units: 8, activation: "elu(alpha=1.5)" },
      { units: 3, activation: "x*sigmoid(b*x)|b=1.7" },
    ]);
  });

  it("takes layer=none for no hidden layer", () => {
    assert.deepEqual(plan("layer=none").network.hidden, []);
  });

  it("keeps a text that is no number for the server to judge", () => {
    assert.equal(plan("lr=fast").training.lr, "fast");
    assert.equal(plan("layer=many%3Atanh").network.hidden[0].units, 0);
    assert.equal(plan("lr=").training.lr, "");
  });

  it("takes a batch of all", () => {
    assert.equal(plan("batch_size=all").training.batch_size, "all");
    assert.equal(plan("batch_size=32").training.batch_size, 32);
  });

  it("gives the reader's own points to the data set own alone", () => {
    const samples = /** @type {[number, number, number][]} */ ([[1, 2, 0], [3, 4, 1]]);
    assert.deepEqual(planOf(new URLSearchParams("data=own"), samples).data.samples, samples);
    assert.equal(planOf(new URLSearchParams("data=xor"), samples).data.samples, null);
  });
});

describe("queryOf", () => {
  it("leaves out what stands at its default", () => {
    assert.equal(query(plan("")), "");
    assert.equal(query(plan("data=circle&noise=0.10&layer=4%3Atanh&layer=2%3Atanh&lr=3e-2")), "");
  });

  it("comes back to the same plan", () => {
    for (const text of [
      "data=spiral&points=300&noise=0&train_fraction=0.7&data_seed=5&layer=8:maxout(k=3)&layer=1:x**2&init=normal(0.5)&dropout=0.2" +
        "&loss=squared&optimizer=adamw&lr=0.000001&batch_size=all&l1=0.001&l2=1&activity=0.5&replicas=32&seed=2147483647",
      "layer=none",
      "layer=4:tanh",
      "data=moons",
      "seed=7",
    ]) {
      assert.equal(query(plan(text)), text);
      assert.deepEqual(plan(query(plan(text))), plan(text));
    }
  });
});

describe("withValue and withLayers", () => {
  it("change a copy, and leave the plan as it was", () => {
    const before = plan("");
    assert.equal(withValue(before, "lr", "0.5").training.lr, 0.5);
    assert.equal(withValue(before, "data_seed", "9").data.seed, 9);
    assert.equal(withValue(before, "seed", "9").seed, 9);
    assert.deepEqual(withLayers(before, []).network.hidden, []);
    assert.deepEqual(before, plan(""));
  });

  it("let the reader's own points go with the data set", () => {
    const own = planOf(new URLSearchParams("data=own"), [[0, 0, 0], [1, 1, 1]]);
    assert.equal(withValue(own, "data", "xor").data.samples, null);
    assert.notEqual(withValue(own, "lr", "1").data.samples, null);
  });

  it("know every name of the query and no other", () => {
    assert.equal(valueOf(plan("optimizer=adam"), "optimizer"), "adam");
    assert.throws(() => valueOf(plan(""), "colour"), TypeError);
  });
});

describe("wholeQueryOf", () => {
  it("says every value, and is read as the same plan", () => {
    for (const text of ["", "data=spiral&layer=8:silu&lr=0.02&batch_size=all", "layer=none&replicas=4"]) {
      const query = wholeQueryOf(plan(text));
      assert.equal(query.get("data"), plan(text).data.name);
      assert.equal(query.get("seed"), "0");
      assert.deepEqual(planOf(query), plan(text));
    }
  });
});
