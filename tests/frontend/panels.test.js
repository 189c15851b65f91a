/** panels.js lays the panels of a figure below each other, and says what a legend has to tell. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { legend, stacked } from "../../static/js/exhibit/panels.js";
import { heightOf } from "../../static/js/shared/figure-looks.js";

const LAYOUT = {
  meta: { rows: 1, panels: 2, height: 400, narrow: 280, margin: { t: 34, b: 48 }, gap: 96 },
  xaxis: { domain: [0, 0.4], title: { text: "z" } },
  yaxis: { domain: [0, 1] },
  xaxis2: { domain: [0.6, 1] },
  yaxis2: { domain: [0, 1] },
};

describe("stacked", () => {
  const figure = { data: [], layout: LAYOUT };
  const { layout } = stacked(figure);

  it("gives each panel the whole width, below the one before", () => {
    assert.deepEqual(layout.xaxis.domain, [0, 1]);
    assert.deepEqual(layout.xaxis2.domain, [0, 1]);
    assert.equal(layout.yaxis.domain[1], 1);
    assert.ok(layout.yaxis2.domain[1] < layout.yaxis.domain[0]);
    assert.ok(Math.abs(layout.yaxis2.domain[0]) < 1e-9);
  });

  it("is as much taller as there are more rows, and leaves the rest as it is", () => {
    assert.equal(heightOf({ data: [], layout }), 560);
    assert.equal(heightOf(figure), 400);
    assert.deepEqual(layout.xaxis.title, { text: "z" });
    assert.deepEqual(LAYOUT.xaxis.domain, [0, 0.4]);
  });
});

describe("legend", () => {
  it("names what is to be told apart, with its colour and stroke", () => {
    const data = [
      { type: "scatter", name: "a", line: { color: "#123456", dash: "dash" } },
      { type: "bar", name: "b", marker: { color: ["#abcdef", "#000000"] } },
      { type: "scatter", name: "hidden", showlegend: false, line: { color: "#000000" } },
      { type: "heatmap", name: "map" },
    ];
    assert.deepEqual(legend({ data, layout: {} }), [
      { name: "a", colour: "#123456", isDashed: true },
      { name: "b", colour: "#abcdef", isDashed: false },
    ]);
  });
});
