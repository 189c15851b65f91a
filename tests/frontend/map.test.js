/** map/: axes, pixels, colours, layout, edges, markup, the way to one network, CSV: what a map is drawn and read by. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { axisTicks, shareOf, spanned, toldApart, valueAt, valuesOf } from "../../static/js/map/axis.js";
import { bestOf } from "../../static/js/map/best.js";
import { scaleOf } from "../../static/js/map/colour-scale.js";
import { mapCsv } from "../../static/js/map/csv.js";
import { learnedEdge } from "../../static/js/map/edges.js";
import { boxOf, layoutOf, pixelAt } from "../../static/js/map/layout.js";
import { markupOf } from "../../static/js/map/markup.js";
import { Pixels } from "../../static/js/map/pixels.js";
import { pixelQuery, withParameter } from "../../static/js/map/pixel-plan.js";
import { FlatQuery } from "../../static/js/shared/flat-query.js";
import { PlanQuery } from "../../static/js/shared/plan-query.js";
import { MAP, PLAN } from "./tables.js";

/** @typedef {import("../../static/js/map/pixel-plan.js").Question} Question */
/** @typedef {import("../../static/js/map/axis.js").Axis} Axis */

/** @type {FlatQuery<{map: Question}>} */
const form = new FlatQuery(MAP);
const asked = (/** @type {string} */ query) => form.read(new URLSearchParams(query)).map;
/** @type {(axis: Partial<Axis>) => Axis} */
const axis = (given) => ({ vary: "lr", low: 0.01, high: 100, scale: "log", points: 5, ...given });
const anything = { least: -Infinity, most: Infinity, whole: false };
const near = (/** @type {number} */ a, /** @type {number} */ b) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.abs(b), `${a} is not ${b}`);

describe("an axis", () => {
  it("has values in equal steps, in equal ratios, or of whole numbers each once", () => {
    assert.deepEqual(valuesOf(axis({ scale: "linear", low: 0, high: 1 }), false), [0, 0.25, 0.5, 0.75, 1]);
    valuesOf(axis({}), false).forEach((value, i) => near(value, 10 ** (i - 2)));
    assert.deepEqual(valuesOf(axis({ scale: "linear", low: 1, high: 3, points: 9 }), true), [1, 2, 3]);
  });

  it("puts each value in the middle of its pixel, and finds it there again", () => {
    const values = [0.01, 0.1, 1, 10, 100];
    values.forEach((value, i) => near(shareOf(values, "log", value), (i + 0.5) / 5));
    near(shareOf(values, "log", Math.sqrt(0.1)), 0.4);
    for (const share of [0, 0.13, 0.5, 0.98, 1]) near(shareOf(values, "log", valueAt(values, "log", share)) + 1, share + 1);
    assert.equal(shareOf([3], "linear", 3), 0.5);
  });

  it("has round ticks: powers over decades, digits that tell them apart in a narrow range", () => {
    const texts = (/** @type {number[]} */ values, /** @type {"linear" | "log"} */ scale, most = 6) => axisTicks(values, scale, false, most).map(({ text }) => text);
    assert.deepEqual(texts([0.01, 0.1, 1, 10, 100], "log"), ["0.01", "0.1", "1", "10", "100"]);
    assert.deepEqual(texts([0.01, 0.1, 1, 10, 100], "log", 3), ["0.01", "1", "100"]);
    assert.deepEqual(texts([0, 0.5, 1], "linear", 5), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
    assert.deepEqual(texts([1.234561, 1.234565], "log", 4), ["1.234561", "1.234562", "1.234563", "1.234564", "1.234565"]);
    assert.deepEqual(axisTicks([1, 2, 4], "linear", true, 6).map(({ text, share }) => [text, share]), [["1", 1 / 6], ["2", 0.5], ["4", 5 / 6]]);
  });

  it("tells each value from those beside it", () => {
    assert.deepEqual([0, 1, 2].map((i) => toldApart([1.05131, 1.05132, 1.06], i)), ["1.05131", "1.05132", "1.06"]);
    assert.deepEqual([0, 1].map((i) => toldApart([0, 0.4641588833612779], i)), ["0", "0.4642"]);
  });

  it("is zoomed to what lies between two shares, and out beyond them as far as its bounds go", () => {
    const values = valuesOf(axis({}), false);
    const closer = spanned(axis({}), values, [0.4, 0.6], anything);
    // the pixel in the middle, filled by five: the outer ones stand half a pixel from its edges
    assert.deepEqual([closer.low, closer.high], [0.39811, 2.5119]);
    assert.deepEqual(spanned(axis({}), values, [-1, 2], { least: 0.001, most: 1000, whole: false }), axis({ low: 0.001, high: 1000 }));
    const narrow = axis({ scale: "linear", low: 1, high: 1 + 2 ** -40 });
    const within = spanned(narrow, valuesOf(narrow, false), [0.2, 0.8], anything);
    assert.ok(within.low < within.high && within.low > narrow.low && within.high < narrow.high);
  });

  it("of whole numbers is zoomed to those that lie there, and to two at least", () => {
    const whole = { least: 1, most: 8, whole: true };
    const depth = axis({ vary: "depth", scale: "linear", low: 1, high: 8, points: 8 });
    const values = valuesOf(depth, true);
    const ends = (/** @type {[number, number]} */ shares) => [spanned(depth, values, shares, whole)].map(({ low, high }) => [low, high])[0];
    assert.deepEqual(ends([0.25, 0.75]), [3, 6]);
    assert.deepEqual(ends([0.9, 0.99]), [7, 8]);
    assert.deepEqual(ends([-2, 3]), [1, 8]);
  });
});

describe("pixels", () => {
  it("show what is known near them until they are known themselves", () => {
    const pixels = new Pixels(4, 4);
    pixels.put({ map: 0, block: [2, 2], at: [[0, 0], [0, 2], [2, 0]], values: [1, 2, null], outcome: ["learned", "stuck", "diverged"] });
    assert.deepEqual([...pixels.shown], [0, 0, 2, 2, 0, 0, 2, 2, 8, 8, -1, -1, 8, 8, -1, -1]);
    pixels.put({ map: 0, block: [1, 1], at: [[0, 1]], values: [5], outcome: ["learned"] });
    assert.deepEqual([...pixels.shown.slice(0, 4)], [0, 1, 2, 2]);
    assert.deepEqual(pixels.counts(), { learned: 2, stuck: 1, diverged: 1 });
    pixels.fill([[1, 5, 2, 0], [1, 1, 1, 1], [null, 1, 1, 1], [1, 1, 1, 1]], [["learned", "learned", "stuck", null], ...Array(3).fill(Array(4).fill("stuck"))]);
    assert.equal(pixels.outcome[3], null);
    assert.equal(pixels.shown[3], 2);
    assert.equal(pixels.shown[10], 10);
  });

  it("have a line round those that learned, and none where nothing is known", () => {
    const pixels = new Pixels(2, 2);
    pixels.put({ map: 0, block: [1, 1], at: [[0, 0], [0, 1], [1, 0]], values: [1, 1, 1], outcome: ["learned", "stuck", "stuck"] });
    assert.equal(learnedEdge(pixels), "M1 2v-1M0 1h1");
  });
});

describe("the best of a map", () => {
  const pixels = new Pixels(2, 2);
  pixels.put({ map: 0, block: [1, 1], at: [[0, 0], [0, 1], [1, 0]], values: [null, 0.25, 0.5], outcome: ["diverged", "learned", "stuck"] });

  it("is the smallest loss and the highest accuracy, and there is none of what is neither good nor bad", () => {
    assert.deepEqual(bestOf("final_loss", pixels), { row: 0, column: 1, value: 0.25 });
    assert.deepEqual(bestOf("accuracy", pixels), { row: 1, column: 0, value: 0.5 });
    assert.equal(bestOf("gradient_ratio", pixels), null);
    assert.equal(bestOf("epochs", new Pixels(1, 1)), null);
  });
});

describe("colours of a measure", () => {
  const scale = (/** @type {import("../../static/js/map/colour-scale.js").Measure} */ measure, /** @type {number[]} */ ...values) => /** @type {import("../../static/js/map/colour-scale.js").ColourScale} */ (scaleOf(measure, [values]));

  it("are even in a loss's logarithm where it spans decades, and in the loss itself where it does not", () => {
    const wide = scale("final_loss", 1e-4, NaN, 1, 0.01);
    assert.deepEqual([wide.isLog, wide.low, wide.high], [true, 1e-4, 1]);
    near(wide.share(0.01), 0.5);
    assert.equal(wide.share(0), 0);
    const narrow = scale("test_loss", 0.5, 0.7);
    assert.deepEqual([narrow.isLog, narrow.low, narrow.high], [false, 0.5, 0.7]);
    assert.equal(scale("final_loss", 0.5).share(0.5), 0.5);
  });

  it("of a ratio are as far from 1 on both sides", () => {
    const ratio = scale("gradient_ratio", 0.1, 1000);
    assert.deepEqual([ratio.kind, ratio.low, ratio.high], ["diverging", 0.001, 1000]);
    assert.equal(ratio.share(1), 0.5);
    assert.equal(scale("gradient_ratio", 0).share(1), 0.5);
  });

  it("of shares reach to all or to none, and there are none where nothing has a value", () => {
    assert.deepEqual([scale("accuracy", 0.5, 0.9).low, scale("accuracy", 0.5, 0.9).high], [0.5, 1]);
    assert.deepEqual([scale("dead", 0.2, 0.3).low, scale("dead", 0.2, 0.3).high], [0, 0.3]);
    assert.equal(scaleOf("epochs", [[NaN]]), null);
  });
});

describe("the layout of a map", () => {
  const size = { rows: 4, columns: 8 };

  it("keeps panels apart and within the page, however many and however narrow", () => {
    for (const width of [330, 900, 1400]) {
      for (let count = 1; count <= 6; count++) {
        const { panels, legend, height } = layoutOf(count, { width, height: 560 });
        assert.equal(panels.length, count);
        for (const { left, top, width: across, height: high } of panels) {
          assert.ok(left > 0 && left + across <= width && top > 0 && top + high < legend.top && across > 100 && high > 50);
        }
        const places = new Set(panels.map(({ left, top }) => `${left} ${top}`));
        assert.equal(places.size, count);
        assert.ok(legend.top + legend.height <= height + 1e-9);
      }
    }
    assert.equal(new Set(layoutOf(3, { width: 900, height: 560 }).panels.map(({ top }) => top)).size, 1);
  });

  it("leaves more room for longer values", () => {
    const [short, long] = [0, 12].map((label) => layoutOf(2, { width: 900, height: 560, label }));
    assert.ok(long.panels[0].left > short.panels[0].left);
    assert.ok(long.panels[1].left + long.panels[1].width <= 900);
  });

  it("finds the pixel under a point, rows going up, and its box", () => {
    const layout = layoutOf(2, { width: 900, height: 560 });
    const box = boxOf(layout.panels[1], size, { row: 3, column: 0 });
    assert.deepEqual([box.left, box.top], [layout.panels[1].left, layout.panels[1].top]);
    assert.deepEqual(pixelAt(layout, size, box.left + 1, box.top + 1), { map: 1, row: 3, column: 0 });
    assert.equal(pixelAt(layout, size, box.left - 1, box.top + 1), null);
    for (let row = 0; row < 4; row++) {
      const { left, top, width, height } = boxOf(layout.panels[0], size, { row, column: 7 });
      assert.deepEqual(pixelAt(layout, size, left + width / 2, top + height / 2), { map: 0, row, column: 7 });
    }
  });

  it("is written as SVG, in which no name is markup", () => {
    const layout = layoutOf(1, { width: 900, height: 560 });
    const empty = { title: "x", ticks: [{ share: 0.5, text: "1" }] };
    const bar = { stops: ["rgb(0 0 0)", "rgb(1 1 1)"], low: "low", middle: "middle", high: "high" };
    const text = markupOf(layout, { names: ['x<0 & "y"'], x: empty, y: empty, title: "Loss", bar, marks: [{ mark: "hatched", says: "diverged" }, { mark: "edge", says: "edge" }] });
    assert.ok(text.includes("x&lt;0 &amp; &quot;y&quot;"));
    assert.equal(text.match(/fill: rgb/g)?.length, 2);
    for (const word of ["low", "middle", "high", "diverged", "edge", "Loss"]) assert.ok(text.includes(`>${word}<`));
  });
});

describe("the way to a network", () => {
  const playground = new PlanQuery(PLAN);
  const way = (/** @type {string} */ query, /** @type {string} */ activation, /** @type {number} */ x, /** @type {number} */ y) => decodeURIComponent(pixelQuery(playground, asked(query), activation, x, y).toString());

  it("carries what varies and all that the plan has", () => {
    assert.equal(way("", "tanh", 0.5, 2), "layer=8:tanh&layer=8:tanh&weight_scale=2&lr=0.5");
    assert.equal(way("x=seed&y=noise&noise=0.3&lr=0.7&replicas=3", "relu", 7, 0.25), "noise=0.25&layer=8:relu&layer=8:relu&lr=0.7&replicas=3&seed=7");
    assert.equal(way("x=depth&y=width&layer=3:tanh;use_bias=false&layer=9:tanh", "elu", 3, 5), "layer=5:elu;use_bias=false&layer=5:elu;use_bias=false&layer=5:elu;use_bias=false");
    assert.equal(way("x=alpha&y=beta&layer=3:tanh", "softplus(beta=2)", 0.1, 7), "layer=3:softplus(alpha=0.1,beta=7)");
  });

  it("gives a parameter another value in an entry's reference and in an expression's", () => {
    assert.equal(withParameter("elu", "alpha", 0.25), "elu(alpha=0.25)");
    assert.equal(withParameter("elu(alpha=1.5)", "alpha", 2), "elu(alpha=2)");
    assert.equal(withParameter("x*sigmoid(b*x)", "b", 1.7), "x*sigmoid(b*x)|b=1.7");
    assert.equal(withParameter("x*sigmoid(b*x)+c|b=1.7,c=3", "b", 2), "x*sigmoid(b*x)+c|c=3,b=2");
    assert.equal(withParameter("sin(x)", "b", 2), "sin(x)|b=2");
  });
});

describe("a map as CSV", () => {
  it("has a line for each pixel that is known", () => {
    const pixels = new Pixels(2, 2);
    pixels.put({ map: 0, block: [1, 1], at: [[0, 0], [0, 1], [1, 1]], values: [0.5, null, 0.25], outcome: ["stuck", "diverged", "learned"] });
    const text = mapCsv(asked("f=elu(alpha%3D2)"), { x: [1, 2], y: [3, 4], maps: [pixels], done: 0.75, complete: false });
    assert.equal(text, "lr,weight_scale,activation,value,outcome\n1,3,elu(alpha=2),0.5,stuck\n2,3,elu(alpha=2),,diverged\n2,4,elu(alpha=2),0.25,learned\n");
  });
});
