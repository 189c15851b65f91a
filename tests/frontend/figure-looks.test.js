/** figure-looks.js: a figure of the server in the colours and letters of the page. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { heightOf, layoutIn, lettered, recoloured } from "../../static/js/shared/figure-looks.js";

const DATA = [
  { type: "scatter", line: { color: "#0072B2", width: 2 }, x: [1, 2], y: { dtype: "f8", bdata: "#0072B2" }, textfont: { size: 10 } },
  { type: "heatmap", colorscale: [[0, "#D55E00"], [0.5, "#f4f4f2"]], marker: { color: ["#0072b2", "red"] } },
];
const LAYOUT = { margin: { l: 52, r: 14, t: 14, b: 40 }, font: { family: "serif" }, xaxis: { title: { text: "x" } }, yaxis2: { tickfont: { size: 9 } } };

describe("recoloured", () => {
  it("changes the colours that it is told, wherever they stand, and nothing else", () => {
    const colours = new Map([["#0072b2", "blue"], ["#d55e00", "red"]]);
    const looks = { ink: "", line: "", panel: "", letters: 12, colours, maps: new Map([["#d55e00", "brown"]]) };
    const [line, map] = recoloured(DATA, looks);
    assert.deepEqual(line, { ...DATA[0], line: { color: "blue", width: 2 } });
    assert.equal(line.x, DATA[0].x);
    assert.deepEqual(map.colorscale, [[0, "brown"], [0.5, "#f4f4f2"]]);
    assert.deepEqual(map.marker, { color: ["blue", "red"] });
  });
});

describe("lettered", () => {
  it("leaves a figure as it is at the usual size", () => {
    const figure = { data: DATA, layout: LAYOUT };
    assert.deepEqual(lettered(figure, 12), figure);
  });

  it("enlarges letters, and the margins around them, by the same share", () => {
    const { data, layout } = lettered({ data: DATA, layout: LAYOUT }, 24);
    assert.deepEqual(layout.margin, { l: 104, r: 28, t: 28, b: 80 });
    assert.deepEqual(layout.font, { family: "serif", size: 24 });
    assert.deepEqual([layout.yaxis2.tickfont.size, data[0].textfont.size], [18, 20]);
    assert.equal(data[0].y, DATA[0].y);
  });
});

describe("layoutIn", () => {
  it("has every axis and the background in the page's colours, and y follows the curves", () => {
    const looks = { ink: "ink", line: "line", panel: "panel", letters: 12, colours: new Map(), maps: new Map() };
    const themed = layoutIn(LAYOUT, looks);
    assert.deepEqual([themed.paper_bgcolor, themed.font.color, themed.xaxis.gridcolor, themed.yaxis2.gridcolor], ["panel", "ink", "line", "line"]);
    assert.deepEqual([themed.xaxis.fixedrange, themed.yaxis2.fixedrange], [undefined, true]);
    assert.equal(themed.xaxis.title.text, "x");
  });
});

describe("heightOf", () => {
  it("is that of all rows, where there are any", () => {
    assert.equal(heightOf({ data: [], layout: { meta: { rows: 2, height: 300 } } }), 600);
    assert.equal(heightOf({ data: [], layout: {} }), undefined);
  });

  it("follows the width where f has the scale of x", () => {
    const layout = { margin: { l: 52, r: 14, t: 28, b: 48 }, meta: { ratio: 0.5 } };
    assert.equal(heightOf({ data: [], layout }, 466), 276);
  });
});
