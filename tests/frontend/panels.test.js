/** panels.js takes one panel out of a figure, and says what captions and legend have to tell. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { alone, captions, legend } from "../../static/js/exhibit/panels.js";
import { heightOf } from "../../static/js/shared/figure-looks.js";

const axis = (/** @type {object} */ own) => ({ domain: [0.1, 0.2], ...own });
const FIGURE = {
  data: [
    { name: "a", xaxis: "x", yaxis: "y" },
    { name: "b", xaxis: "x2", yaxis: "y2" },
    { name: "c", xaxis: "x2", yaxis: "y2" },
  ],
  layout: {
    meta: { rows: 2, panels: 2, height: 300, narrow: 280, captions: ["Where it bends.", ""] },
    margin: { t: 34 },
    xaxis: axis({ anchor: "y" }),
    yaxis: axis({ anchor: "x", title: { text: "z" } }),
    xaxis2: axis({ anchor: "y2", matches: "x" }),
    yaxis2: axis({ anchor: "x2" }),
    annotations: [
      { text: "<b>Inputs <i>z</i></b>", xref: "x domain", yref: "y domain" },
      { text: "<b>Slopes</b>", xref: "x2 domain", yref: "y2 domain" },
      { text: "∞", xref: "x2", yref: "y2 domain" },
    ],
    shapes: [{ xref: "x", yref: "y" }],
  },
};

describe("alone", () => {
  it("has one panel with all that is in it, over the whole width, as high as a panel on a narrow page", () => {
    const { data, layout } = alone(FIGURE, 1);
    assert.deepEqual(data.map(({ name }) => name), ["b", "c"]);
    assert.deepEqual(Object.keys(layout).filter((name) => name.includes("axis")), ["xaxis2", "yaxis2"]);
    assert.deepEqual(layout.yaxis2, { domain: [0, 1], anchor: "x2", matches: undefined });
    assert.equal(layout.xaxis2.matches, undefined);
    assert.deepEqual(layout.annotations.map((/** @type {any} */ { text }) => text), ["<b>Slopes</b>", "∞"]);
    assert.deepEqual(layout.shapes, []);
    assert.equal(heightOf({ data, layout }), 280);
    assert.deepEqual(layout.margin, { t: 34 });
  });

  it("leaves the figure as it is", () => {
    alone(FIGURE, 0);
    assert.equal(heightOf(FIGURE), 600);
    assert.deepEqual(FIGURE.layout.xaxis.domain, [0.1, 0.2]);
  });
});

describe("captions", () => {
  it("says of each panel its title, without marks, and what is to be seen there", () => {
    assert.deepEqual(captions(FIGURE), [
      { title: "Inputs z", caption: "Where it bends." },
      { title: "Slopes", caption: "" },
    ]);
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
    const whole = { data, layout: {} };
    assert.deepEqual(legend(whole, whole), [
      { name: "a", colour: "#123456", isDashed: true },
      { name: "b", colour: "#abcdef", isDashed: false },
    ]);
  });

  it("names in a panel alone what another panel of the figure has the name of", () => {
    const shown = { type: "scatter", name: "g", line: { color: "#123456" } };
    const same = { type: "scatter", name: "also g", showlegend: false, line: { color: "#123456" } };
    const other = { type: "scatter", name: "f", line: { color: "#abcdef" } };
    const named = legend({ data: [same], layout: {} }, { data: [same, shown, other], layout: {} });
    assert.deepEqual(named.map(({ name }) => name), ["g"]);
  });
});
