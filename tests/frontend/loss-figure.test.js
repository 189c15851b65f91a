/** loss-figure.js: losses and accuracies of a history as Plotly's data and layout. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { lossFigure } from "../../static/js/playground/loss-figure.js";

const MANNER = { isLog: false, ink: "#000000", texts: { train: "train", test: "test" } };

/**
 * @param {number} count
 * @param {object} [more]
 */
const rowsOf = (count, more = {}) =>
  Array.from({ length: count }, (_, epoch) => ({
    epoch,
    train_loss: 1,
    test_loss: 2,
    train_accuracy: /** @type {number | null} */ (0.5),
    test_accuracy: /** @type {number | null} */ (0.4),
    replicas: null,
    learned: [],
    ...more,
  }));

/** @param {number} count */
const replicas = (count) => {
  const values = Array.from({ length: count }, (_, i) => i + 1);
  return { replicas: { train_loss: values, test_loss: values, train_accuracy: values, test_accuracy: values } };
};

describe("lossFigure", () => {
  it("has a panel for the loss and one for the accuracy, train and test in each", () => {
    const { data, layout } = lossFigure(rowsOf(5), MANNER);
    assert.deepEqual(data.map(({ yaxis, name }) => [yaxis, name]), [["y", "train"], ["y", "test"], ["y2", "train"], ["y2", "test"]]);
    assert.ok(layout.yaxis2.domain[1] < layout.yaxis.domain[0]);
  });

  it("has no panel for the accuracy of a regression", () => {
    const { data, layout } = lossFigure(rowsOf(5, { train_accuracy: null, test_accuracy: null }), MANNER);
    assert.equal(data.length, 2);
    assert.equal(layout.yaxis2, undefined);
  });

  it("draws a single moment as a point, which no line would show", () => {
    assert.ok(lossFigure(rowsOf(1), MANNER).data.every(({ mode }) => mode === "markers"));
    assert.ok(lossFigure(rowsOf(2), MANNER).data.every(({ mode }) => mode === "lines"));
  });

  it("draws the run before behind this one, as far as this one has come", () => {
    const { data, layout } = lossFigure(rowsOf(40), { ...MANNER, before: rowsOf(900, { test_loss: 50 }) });
    assert.deepEqual(data.map(({ yaxis, name }) => [yaxis, name]), [["y", ""], ["y", "train"], ["y", "test"], ["y2", ""], ["y2", "train"], ["y2", "test"]]);
    assert.ok(data[0].x.at(-1) <= layout.xaxis.range[1] && data[0].x.at(-1) >= 39);
    assert.ok(data[0].y.every((/** @type {number} */ loss) => loss === 50) && layout.yaxis.range[1] > 50);
    assert.deepEqual(layout.xaxis, lossFigure(rowsOf(40), MANNER).layout.xaxis);
  });

  it("marks the epoch that a reader has gone back to", () => {
    assert.deepEqual(lossFigure(rowsOf(5), MANNER).layout.shapes, []);
    assert.deepEqual(lossFigure(rowsOf(5), { ...MANNER, at: 3 }).layout.shapes.map(({ x0 = 0, x1 = 0 }) => [x0, x1]), [[3, 3]]);
  });

  it("draws no more than 400 points of a long run", () => {
    const [{ x }] = lossFigure(rowsOf(10_000), MANNER).data;
    assert.ok(x.length <= 400 && x[0] === 0 && x.at(-1) === 9999);
  });

  it("gives a log scale to the loss alone", () => {
    const { layout } = lossFigure(rowsOf(5), { ...MANNER, isLog: true });
    assert.equal(layout.yaxis.type, "log");
    assert.equal(layout.yaxis2.type, undefined);
  });

  it("draws a few replicas as thin lines in one trace, with gaps between them", () => {
    const [spread] = lossFigure(rowsOf(3, replicas(2)), MANNER).data;
    assert.deepEqual(spread.y, [1, 1, 1, null, 2, 2, 2, null]);
  });

  it("draws many replicas as a band from the lowest to the highest", () => {
    const [band] = lossFigure(rowsOf(2, replicas(20)), MANNER).data;
    assert.deepEqual(band.y, [1, 1, 20, 20]);
    assert.deepEqual(band.x, [0, 1, 1, 0]);
  });
});
