/** graph-layout.js and unit-weights.js: where units stand, where arrow keys lead, which weights belong to which unit. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { FRAME, layOut, neighbour, rowsOf } from "../../static/js/playground/graph-layout.js";
import { shortName } from "../../static/js/playground/input-column.js";
import { courseOf } from "../../static/js/playground/edges.js";
import { preActivationsOf, reach, sizeOfNumber, strongest } from "../../static/js/playground/unit-weights.js";

/** @typedef {import("../../static/js/playground/input-column.js").Inputs} Inputs */

/**
 * As high as the style sheet makes the graph.
 * @param {Inputs} inputs
 * @param {number[]} units
 */
const high = (inputs, units) => 98 + rowsOf(inputs, units) * Math.min(62, Math.max(26, 416 / rowsOf(inputs, units)));

/**
 * Inputs among which nothing can be chosen.
 * @param {string[]} names
 * @returns {Inputs}
 */
const given = (names) => ({ names, features: [] });

/**
 * As many inputs, some of long names.
 * @param {number} count
 */
const named = (count) => Array.from({ length: count }, (_, i) => (i === 1 ? "a name that is long" : "x"));

describe("layOut", () => {
  it("keeps every unit inside the graph, and no two on one another", () => {
    for (const counts of [[2, 1], [2, 4, 2, 1], [2, ...Array(6).fill(8), 1], [2, ...Array(8).fill(64), 6], [2, 33, 5], [10, 8, 1], [13, 16, 3], [64, 16, 10], [64, 1], [30, 1]]) {
      for (const room of [340, 600, 900]) {
        const { columns, size, width, height } = layOut(given(named(counts[0])), counts.slice(1), room, high(given(named(counts[0])), counts.slice(1)));
        const places = columns.flatMap((column) => column.places);
        const sizes = columns.flatMap((column) => column.places.map(() => column.size));
        assert.equal(places.length, counts.reduce((sum, count) => sum + count));
        for (const [i, { x, y }] of places.entries()) {
          assert.ok(x >= sizes[i] / 2 && x + sizes[i] / 2 <= width && y >= sizes[i] / 2 && y + sizes[i] / 2 <= height, `${counts} ${i}`);
          for (const [j, other] of places.slice(0, i).entries()) {
            const least = (sizes[i] + sizes[j]) / 2;
            assert.ok(Math.abs(other.x - x) >= least || Math.abs(other.y - y) >= least, `${counts} in ${room}: ${i}`);
          }
        }
        const heads = columns.slice(1).map(({ head }) => head);
        for (const [i, { left, top, width: wide, height: tall }] of heads.entries()) {
          assert.ok(left >= FRAME && left + wide + FRAME <= width, `${counts} in ${room}: ${i}`);
          assert.ok(i === 0 || left >= heads[i - 1].left + heads[i - 1].width, "the curves of two layers do not meet");
          assert.ok(places.every(({ y }, unit) => y - sizes[unit] / 2 >= top + tall), "no unit lies on a curve");
        }
        assert.ok(size >= 24, "a finger hits it");
        assert.ok(width >= room);
      }
    }
  });

  it("fills its room and is no wider, while the network is small", () => {
    assert.equal(layOut(given(["x", "y"]), [4, 2, 1], 600, 346).width, 600);
    assert.equal(layOut(given(["x", "y"]), [4, 2, 1], 340, 346).width, 340);
  });
});

describe("inputs", () => {
  it("have room for their names on their left, of long ones for the beginning", () => {
    const first = (/** @type {string[]} */ names) => layOut(given(names), [4, 1], 300, 346).columns[0].left;
    assert.ok(first(["x", "sin y"]) - first(["x", "y"]) >= 4 * 6);
    assert.equal(first(["x", "sepal length"]), first(["x", "a name that never ends"]));
    assert.equal(shortName("blood pressure"), "blood press…");
    assert.equal(shortName("sepal length"), "sepal length");
  });

  it("stand in a block, row by row, where they are many, and lines begin at its edge", () => {
    const layout = layOut(given(named(64)), [16, 10], 622, 400);
    const [{ places, end, left, width }] = layout.columns;
    assert.ok(places[1].x > places[0].x && places[1].y === places[0].y);
    assert.ok(places[8].x === places[0].x && places[8].y > places[0].y);
    assert.equal(end, left + width);
    assert.equal(courseOf({ layer: 0, input: 0, unit: 3 }, layout).start, end);
  });
});

describe("features of two coordinates", () => {
  const names = ["x", "y", "x²", "y²", "xy", "sin x", "sin y", "r"];
  /** @type {Inputs} */
  const inputs = { names: ["r", "y"], features: names.map((title) => ({ name: title, title, input: { r: 0, y: 1 }[title] ?? null })) };

  it("stand one below the other, large enough for a finger, and those that are taken are the inputs", () => {
    for (const units of [[1], [4, 2, 1], [16, 1], [33, 5]]) {
      const { features, columns, height } = layOut(inputs, units, 364, high(inputs, units) - 2);
      const [{ places, size }] = columns;
      assert.deepEqual(places, [features[7], features[1]]);
      assert.ok(size >= 24);
      assert.ok(features.every(({ y }, i) => i === 0 || y - features[i - 1].y >= size + 5), `${units}`);
      assert.ok(features[0].y - size / 2 >= 90 && features[7].y + size / 2 <= height);
    }
  });

  it("leave a network of few layers its room on a phone", () => {
    assert.equal(layOut(inputs, [4, 2, 1], 364, 346).width, 364);
  });
});

describe("neighbour", () => {
  const { columns } = layOut(given(["x", "y"]), [4, 2, 1], 600, 346);
  const lead = (/** @type {number} */ layer, /** @type {number} */ unit, /** @type {string} */ key) => {
    const to = neighbour({ layer, unit }, key, columns.slice(1));
    return [to.layer, to.unit];
  };

  it("goes up and down in a layer, and stays at its ends", () => {
    assert.deepEqual(lead(0, 1, "ArrowDown"), [0, 2]);
    assert.deepEqual(lead(0, 0, "ArrowUp"), [0, 0]);
    assert.deepEqual(lead(0, 3, "ArrowDown"), [0, 3]);
    assert.deepEqual(lead(0, 2, "Home"), [0, 0]);
    assert.deepEqual(lead(0, 1, "End"), [0, 3]);
  });

  it("goes to the unit at the same height in the next layer, as far as the output", () => {
    assert.deepEqual(lead(0, 3, "ArrowRight"), [1, 1]);
    assert.deepEqual(lead(1, 0, "ArrowLeft"), [0, 1]);
    assert.deepEqual(lead(1, 1, "ArrowRight"), [2, 0]);
    assert.deepEqual(lead(2, 0, "ArrowRight"), [2, 0]);
    assert.deepEqual(lead(0, 0, "ArrowLeft"), [0, 0]);
  });

  it("stays for any other key", () => {
    assert.deepEqual(lead(0, 2, "a"), [0, 2]);
  });
});

describe("preActivationsOf", () => {
  it("is one for one in most layers", () => {
    assert.deepEqual(preActivationsOf({ outputs: 4, pre_activations: 4, adjacent: false }, 2), [2]);
    assert.deepEqual(preActivationsOf({ outputs: 1, pre_activations: 1, adjacent: false }, 0), [0]);
  });

  it("is k neighbours for maxout", () => {
    assert.deepEqual(preActivationsOf({ outputs: 2, pre_activations: 6, adjacent: true }, 1), [3, 4, 5]);
  });

  it("is one of each half for gated linear units", () => {
    assert.deepEqual(preActivationsOf({ outputs: 4, pre_activations: 8, adjacent: false }, 1), [1, 5]);
  });

  it("is shared by both outputs of a CReLU unit", () => {
    const crelu = { outputs: 6, pre_activations: 3, adjacent: false };
    assert.deepEqual([preActivationsOf(crelu, 1), preActivationsOf(crelu, 4)], [[1], [1]]);
  });
});

describe("sizes of weights", () => {
  const weights = Float32Array.of(1, -4, 2, 3, 0, -2);

  it("finds the strongest, with its sign", () => {
    assert.equal(strongest(weights, 0, [0, 1, 2]), -4);
    assert.equal(strongest(weights, 3, [0, 2]), 3);
    assert.equal(reach(weights), 4);
  });

  it("finds the size of the nth strongest", () => {
    assert.equal(sizeOfNumber(1, weights), 4);
    assert.equal(sizeOfNumber(3, weights), 2);
    assert.equal(sizeOfNumber(6, weights), 0);
    assert.equal(weights[1], -4, "the weights are as they were");
  });
});
