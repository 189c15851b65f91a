/** edges.js: which weights are drawn as lines, where the lines run, and which one a pointer is on. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { courseOf, edgeAt, edgesOf, heightAt, trace } from "../../static/js/playground/edges.js";
import { layOut } from "../../static/js/playground/graph-layout.js";

/**
 * A point of the line as a browser draws it: a Bézier curve by its definition.
 * @param {import("../../static/js/playground/edges.js").Course} course
 * @param {number} t
 */
function drawn(course, t) {
  /** @type {number[]} */
  let points = [];
  trace({ moveTo: (...to) => points.push(...to), bezierCurveTo: (...to) => points.push(...to) }, course);
  const [x, y] = [0, 1].map((axis) => {
    let level = points.filter((_, i) => i % 2 === axis);
    while (level.length > 1) level = level.slice(1).map((value, i) => (1 - t) * level[i] + t * value);
    return level[0];
  });
  return { x, y };
}

describe("edgesOf", () => {
  const one = [[0], [1]];

  it("has each weight that can be seen, by its share of the strongest", () => {
    const edges = edgesOf({ values: Float32Array.of(4, -2, 0, 0.01), shape: [2, 2] }, one, 3);
    assert.deepEqual(edges, [
      { layer: 3, input: 0, unit: 0, weight: 4, share: 1 },
      { layer: 3, input: 0, unit: 1, weight: -2, share: 0.5 },
    ]);
  });

  it("has the strongest of the weights of a unit with several", () => {
    const [edge] = edgesOf({ values: Float32Array.of(1, -3, 2), shape: [1, 3] }, [[0, 1, 2]], 0);
    assert.equal(edge.weight, -3);
  });

  it("has none where all weights are 0 or no numbers", () => {
    assert.deepEqual(edgesOf({ values: new Float32Array(4), shape: [2, 2] }, one, 0), []);
    assert.deepEqual(edgesOf({ values: Float32Array.of(NaN, NaN, NaN, NaN), shape: [2, 2] }, one, 0), []);
  });
});

describe("a line", () => {
  const layout = layOut({ names: ["x", "y"], features: [] }, [5, 3], 600, 400);

  it("is found at every place where it is drawn", () => {
    for (let input = 0; input < 5; input++) {
      for (let unit = 0; unit < 3; unit++) {
        const edge = { layer: 1, input, unit, weight: 1, share: 1 };
        const course = courseOf(edge, layout);
        for (let t = 0.02; t < 1; t += 0.02) {
          const point = drawn(course, t);
          assert.ok(Math.abs(heightAt(course, point.x) - point.y) < 1e-6);
          assert.equal(edgeAt([edge], layout, point), edge);
          assert.equal(edgeAt([edge], layout, { x: point.x, y: point.y + 200 }), null);
        }
      }
    }
  });

  it("is not found under a unit, or in another gap", () => {
    const edge = { layer: 1, input: 0, unit: 0, weight: 1, share: 1 };
    const { start, from } = courseOf(edge, layout);
    assert.equal(edgeAt([edge], layout, { x: start - 3, y: from }), null);
    assert.equal(edgeAt([edge], layout, { x: 30, y: from }), null);
  });

  it("is the stronger of two that run together", () => {
    const [weak, strong] = [0, 1].map((unit) => ({ layer: 0, input: 0, unit, weight: unit + 1, share: (unit + 1) / 2 }));
    const { start, from } = courseOf(weak, layout);
    assert.equal(edgeAt([weak, strong], layout, { x: start + 1, y: from }), strong);
    assert.equal(edgeAt([strong, weak], layout, { x: start + 1, y: from }), strong);
  });
});
