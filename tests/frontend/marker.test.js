/** figure-curves.js, panels.js, marker-shapes.js, marker-steps.js, readings.js, tune.js: what a marker shows, says and plays. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { kinksOf, linesOf, readingOf, steepnessOf } from "../../static/js/explore/figure-curves.js";
import { labelHeights, shapesOf } from "../../static/js/explore/marker-shapes.js";
import { pointed, pressed } from "../../static/js/explore/marker-steps.js";
import { across, down, panelsOf, tangent, xAt } from "../../static/js/explore/panels.js";
import { readingText, readingsOf, sentenceOf } from "../../static/js/explore/readings.js";
import { tuneOf } from "../../static/js/explore/tune.js";

const NONE = Number.NaN;
const LEFT = [-2, -1, -1e-15];
const RIGHT = [1e-15, 1, 2];
const X = [...LEFT, 0, ...RIGHT];
const PLACE = { mode: "lines", xaxis: "x", legendgroup: "curve0", line: { color: "#0072B2" } };

/** max(x, 0) as the server draws it: f is whole, f′ has a gap at 0 with torch's 0 in it and an open end at 1. */
const FIGURE = {
  data: [
    { ...PLACE, yaxis: "y", meta: { curve: 0, order: 0 }, x: X, y: X.map((x) => Math.max(x, 0)) },
    { ...PLACE, yaxis: "y2", meta: { curve: 0, order: 1 }, x: X, y: [...LEFT.map(() => 0), NONE, ...RIGHT.map(() => 1)] },
    { ...PLACE, yaxis: "y2", mode: "markers", x: [0, 0], y: [0, 1], marker: { symbol: ["circle", "circle-open"] } },
  ],
  layout: {
    margin: { l: 50, r: 10, t: 20, b: 40 },
    xaxis: { range: [-2, 2] },
    yaxis: { range: [-1, 3], domain: [0.55, 1] },
    yaxis2: { range: [0, 1], domain: [0, 0.45] },
  },
};
const SIZE = { width: 460, height: 460 };
const [VALUE, SLOPE] = linesOf(FIGURE);

describe("the lines of a figure", () => {
  it("are read where they are drawn, between samples too, and nowhere else", () => {
    assert.deepEqual(readingOf(VALUE, 1.5), { at: 1.5, left: 1.5, right: 1.5 });
    assert.equal(readingOf(VALUE, 2).at, 2);
    assert.equal(readingOf(VALUE, -2).at, 0);
    for (const x of [-2.1, 2.1]) assert.deepEqual(readingOf(VALUE, x), { at: null, left: null, right: null });
  });

  it("have at a kink what torch puts there, and both sides", () => {
    assert.deepEqual(readingOf(SLOPE, 0), { at: 0, left: 0, right: 1 });
    assert.deepEqual(kinksOf([VALUE, SLOPE]), [0]);
  });

  it("have a slope of their own for who sees f alone", () => {
    assert.deepEqual(steepnessOf(VALUE, 1.5), { at: 1, left: 1, right: 1 });
    const { left, right } = steepnessOf(VALUE, 0);
    assert.equal(left, 0);
    assert.equal(right, 1);
  });

  it("have no value in a gap that nothing fills", () => {
    const logarithm = { ...VALUE, y: X.map((x) => Math.log(x)), dots: new Map() };
    assert.equal(readingOf(logarithm, -1.5).at, null);
    assert.equal(readingOf(logarithm, 0).at, null);
    assert.equal(readingOf(logarithm, 1).at, 0);
  });
});

describe("panels", () => {
  const [top, bottom] = panelsOf(FIGURE, SIZE);

  it("lie where Plotly lays them out", () => {
    assert.deepEqual([top.left, top.right, top.top, bottom.bottom], [50, 450, 20, 420]);
    assert.equal(across(top, 0), 250);
    assert.equal(down(top, 3), 20);
    assert.equal(down(bottom, 0), 420);
    assert.equal(down({ ...bottom, y: [-2, 0], isLog: true }, -0.01), 420);
  });

  it("find the x under a pointer, and never one outside", () => {
    for (const x of [-2, -0.3, 1.75]) assert.ok(Math.abs(xAt(top, across(top, x)) - x) < 1e-12);
    assert.equal(xAt(top, -1000), -2);
    assert.equal(xAt(top, 1000), 2);
  });

  it("draw a tangent through its point, as steep as the axes make it", () => {
    const { x1, y1, x2, y2 } = tangent(top, [1, 1], 1, [30, 30]);
    const [x, y] = [across(top, 1), down(top, 1)];
    assert.ok(Math.abs((x1 + x2) / 2 - x) < 1e-9 && Math.abs((y1 + y2) / 2 - y) < 1e-9);
    assert.ok(Math.abs((y - y2) / (x2 - x) - (down(top, 0) - down(top, 1)) / (across(top, 1) - across(top, 0))) < 1e-9);
    assert.ok(Math.abs(Math.hypot(x2 - x1, y2 - y1) - 60) < 1e-9);
  });
});

describe("a marker", () => {
  const panels = panelsOf(FIGURE, SIZE);

  it("has a dot on each panel and the tangent on f", () => {
    const [shape] = shapesOf([VALUE, SLOPE], panels, 1);
    assert.deepEqual(shape.dots, [
      { x: 350, y: down(panels[0], 1) },
      { x: 350, y: down(panels[1], 1) },
    ]);
    assert.equal(shape.tangents.length, 1);
  });

  it("has a half tangent to either side of a kink", () => {
    const [{ tangents }] = shapesOf([VALUE, SLOPE], panels, 0);
    const [left, right] = tangents;
    assert.equal(tangents.length, 2);
    assert.ok(left.y1 === left.y2 && left.x2 === 250);
    assert.ok(right.x1 === 250 && right.y2 < right.y1);
  });

  it("takes the tangent from f where the panel of f′ is missing, and with its sign where that is logarithmic", () => {
    assert.deepEqual(shapesOf([VALUE], panels, 1.5)[0].tangents, shapesOf([VALUE, SLOPE], panels, 1.5)[0].tangents);
    const [, slope] = linesOf({ ...FIGURE, data: [FIGURE.data[0], { ...FIGURE.data[1], y: X.map(() => 1), customdata: X.map(() => -1) }] });
    const [{ tangents }] = shapesOf([VALUE, slope], panels, 1.5);
    assert.ok(tangents[0].y2 > tangents[0].y1);
  });

  it("shows nothing where there is no value, and no dot outside a panel", () => {
    const nowhere = { ...VALUE, y: X.map(() => NONE) };
    assert.deepEqual(shapesOf([nowhere], panels, 1)[0], { index: 0, colour: "#0072B2", dots: [], tangents: [], end: null });
    assert.deepEqual(shapesOf([{ ...VALUE, y: X.map(() => 99) }], panels, 1)[0].dots, []);
  });

  it("has labels that do not cover each other", () => {
    const shapes = [0, 1, 2].map((index) => ({ index, colour: "", dots: [], tangents: [], end: { x: 0, y: 100 + index } }));
    const heights = [...labelHeights(shapes, panels[0], 17).values()].sort((a, b) => a - b);
    for (let i = 1; i < heights.length; i++) assert.ok(heights[i] - heights[i - 1] >= 16);
  });
});

describe("a key", () => {
  const key = (/** @type {string} */ name, shiftKey = false) => ({ key: name, shiftKey });

  it("moves to the next round number, large steps and small ones too", () => {
    assert.equal(pressed(key("ArrowRight"), 1, [-6, 6]), 1.05);
    assert.equal(pressed(key("ArrowLeft"), 1, [-6, 6]), 0.95);
    assert.equal(pressed(key("ArrowUp", true), 0.88, [-6, 6]), 0.885);
    assert.equal(pressed(key("PageUp"), 0.8814, [-6, 6]), 1);
    assert.equal(pressed(key("Home"), 1, [-6, 6]), -6);
    assert.equal(pressed(key("End"), 1, [-6, 6]), 6);
    for (const other of ["Tab", "a", "toString"]) assert.equal(pressed(key(other), 1, [-6, 6]), null);
  });

  it("meets 0 on its way, comes back by as many presses, and never leaves the window", () => {
    for (let trial = 0; trial < 50; trial++) {
      const low = -(10 ** (4 * Math.random() - 2));
      const window = [low, low + 10 ** (4 * Math.random() - 1) - low];
      const seen = [low];
      while (seen[seen.length - 1] < window[1]) seen.push(/** @type {number} */ (pressed(key("ArrowRight"), seen[seen.length - 1], window)));
      assert.ok(seen.includes(0), `${window}`);
      assert.ok(seen.every((x) => x >= low && x <= window[1]));
      let x = /** @type {number | null} */ (window[1]);
      for (const before of seen.slice(0, -1).reverse()) {
        x = pressed(key("ArrowLeft"), /** @type {number} */ (x), window);
        assert.equal(x, before);
      }
    }
  });
});

describe("a pointer", () => {
  it("meets a kink that is near, and else as many digits as a pixel is worth", () => {
    assert.equal(pointed(0.03, [-6, 6], [0, 3], 0.05), 0);
    assert.equal(pointed(0.0612345, [-6, 6], [0, 3], 0.05), 0.06);
    assert.equal(pointed(1234.56, [-6000, 6000], [], 0), 1235);
    assert.equal(pointed(99, [-6, 6], [], 0), 6);
  });
});

describe("readings", () => {
  const SENTENCES = { plain: "{name} {value}, {slope}", kink: "{name} {value}: {left}|{right}, {slope}", jump: "{below}-{above}", steep: "steep", nothing: "nothing" };
  const smooth = { f: "sigmoid", value: [0.7310585786300049], derivative: [0.19661193324148185], kinks: [] };
  const relu = { f: "relu", value: [0], derivative: [0], kinks: [{ x: 0, jumps: ["derivative"], value: [0, 8.9e-16], derivative: [0, 1] }] };
  const step = { f: "binary_step", value: [1], derivative: [0], kinks: [{ x: 0, jumps: ["value"], value: [0, 1], derivative: [0, 0] }] };
  const pole = { f: "1/x", value: [null], derivative: [null], kinks: [{ x: 0, jumps: ["value", "derivative"], value: [null, null], derivative: [null, null] }] };
  const root = { f: "sqrt(x)", value: [0], derivative: [null], kinks: [{ x: 0, jumps: ["derivative"], value: [null, 0], derivative: [null, null] }] };

  it("say what torch says, and both sides of a kink", () => {
    const said = readingsOf({ curves: [smooth, relu, step, pole, root] }).map((reading) => sentenceOf(reading, 0, SENTENCES));
    assert.deepEqual(said, ["sigmoid 0.7311, 0.1966", "relu 0: 0|1, 0", "0-1", "nothing", "steep"]);
  });

  it("stand in a card as numbers with a true minus", () => {
    const patterns = { plain: "{name} {value}", sides: "{name} {value} ({left}, {right})" };
    const [{ slope }] = readingsOf({ curves: [relu] });
    assert.equal(readingText(slope, "f′", patterns), "f′ 0 (0, 1)");
    assert.equal(readingText({ at: -0.25, left: -0.25, right: -0.25 }, "f", patterns), "f −0.25");
    assert.equal(readingText({ at: null, left: null, right: null }, "f", patterns), "f –");
  });
});

describe("a tune", () => {
  it("is as high as the curve, and silent where it jumps or has no value", () => {
    const rising = tuneOf({ ...VALUE, y: X }, [-2, 2], [-2, 2]);
    assert.ok(rising.pitches.every((pitch, i) => i === 0 || pitch >= rising.pitches[i - 1]));
    assert.equal(Math.round(rising.pitches[0]), 180);
    assert.ok(rising.volumes.every((volume) => volume === 1));
    const jumping = tuneOf(SLOPE, [-2, 2], [0, 1]);
    const silent = [...jumping.volumes.keys()].filter((i) => jumping.volumes[i] === 0);
    assert.ok(silent.length > 5 && silent.every((i) => Math.abs(i - 150) < 7));
    assert.ok(tuneOf({ ...VALUE, y: X.map(() => NONE) }, [-2, 2], [0, 1]).volumes.every((volume) => volume === 0));
  });
});
