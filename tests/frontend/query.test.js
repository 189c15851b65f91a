/** query.js edits the page's query string: each function answers a changed copy, and leaves what it was given as it was. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
  pinched,
  referenceText,
  withAddedCurve,
  withCurve,
  withCurves,
  withValues,
  without,
  withoutCurve,
  zoomed,
  zoomedAbout,
} from "../../static/js/shared/query.js";

const PANELS = ["value", "derivative", "second_derivative"];
const FULL = "f=relu&low=-4&f=elu%28alpha%3D2%29&dtype=float32&f=gelu&show=value&show=derivative";

/**
 * What `edit` makes of a query, once it is sure that the query itself stayed as it was.
 * @param {string} before
 * @param {(query: URLSearchParams) => URLSearchParams} edit
 * @returns {[string, string][]}
 */
function pairsAfter(before, edit) {
  const query = new URLSearchParams(before);
  const after = edit(query);
  assert.equal(query.toString(), before, "the query given was changed");
  assert.notEqual(after, query, "the answer is the very object that was given");
  return [...after];
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} usual
 */
const knob = (name, value, usual) => ({ name, value, default: usual });

describe("referenceText", () => {
  it("is the bare name of an activation without parameters", () => {
    assert.equal(referenceText("gelu", false, []), "gelu");
  });

  it("leaves out what stands at its default, however that is written", () => {
    assert.equal(referenceText("elu", false, [knob("alpha", "1.0", "1"), knob("beta", "1e0", "1.00")]), "elu");
    assert.equal(referenceText("snake", false, [knob("alpha", "-0", "0")]), "snake");
  });

  it("writes the other parameters in parentheses, in their order, as they were typed", () => {
    const knobs = [knob("min_val", "-0.50", "-1"), knob("slope", "3", "3"), knob("max_val", "2e-3", "1")];
    assert.equal(referenceText("hard_tanh", false, knobs), "hard_tanh(min_val=-0.50,max_val=2e-3)");
  });

  it("writes those of an expression behind a bar", () => {
    assert.equal(referenceText("x*sigmoid(b*x)", true, [knob("b", "1.7", "1")]), "x*sigmoid(b*x)|b=1.7");
    assert.equal(referenceText("a*x+b", true, [knob("a", "2", "1"), knob("b", "0", "1")]), "a*x+b|a=2,b=0");
    assert.equal(referenceText("a*x+b", true, [knob("a", "1", "1"), knob("b", "1", "1")]), "a*x+b");
  });

  it("leaves the list of parameters alone", () => {
    const knobs = [knob("alpha", "1", "1"), knob("beta", "2", "1")];
    const before = structuredClone(knobs);
    referenceText("elu", false, knobs);
    assert.deepEqual(knobs, before);
  });
});

describe("withCurves", () => {
  it("puts the curves first and keeps everything else in its order", () => {
    assert.deepEqual(pairsAfter(FULL, (query) => withCurves(query, ["tanh", "mish"])), [
      ["f", "tanh"],
      ["f", "mish"],
      ["low", "-4"],
      ["dtype", "float32"],
      ["show", "value"],
      ["show", "derivative"],
    ]);
  });

  it("can leave no curve, and start from none", () => {
    assert.deepEqual(pairsAfter("f=relu&low=-4", (query) => withCurves(query, [])), [["low", "-4"]]);
    assert.deepEqual(pairsAfter("", (query) => withCurves(query, ["relu"])), [["f", "relu"]]);
  });

  it("keeps a curve that is shown twice twice", () => {
    assert.deepEqual(pairsAfter("", (query) => withCurves(query, ["relu", "relu"])), [["f", "relu"], ["f", "relu"]]);
  });

  it("carries every character of an expression through an address", () => {
    for (const text of ["x*sigmoid(b*x)|b=1.7", "where(x > 0, x, a*x)", "1+x%2&f=relu#x", "2**x", "α"]) {
      const written = withCurves(new URLSearchParams(), [text]).toString();
      assert.deepEqual(new URLSearchParams(written).getAll("f"), [text]);
    }
  });
});

describe("withCurve", () => {
  it("replaces the curve of that number and no other", () => {
    const after = pairsAfter(FULL, (query) => withCurve(query, 1, "elu(alpha=3)"));
    assert.deepEqual(after.slice(0, 3), [["f", "relu"], ["f", "elu(alpha=3)"], ["f", "gelu"]]);
    assert.equal(after.length, 7);
  });

  it("tells two equal curves apart by their numbers", () => {
    assert.deepEqual(pairsAfter("f=elu&f=elu", (query) => withCurve(query, 1, "elu(alpha=2)")), [
      ["f", "elu"],
      ["f", "elu(alpha=2)"],
    ]);
  });

  it("throws for a number that no curve has", () => {
    assert.throws(() => withCurve(new URLSearchParams("f=elu"), 1, "relu"), RangeError);
  });
});

describe("withoutCurve", () => {
  it("takes out the first, a middle one, the last", () => {
    const left = [0, 1, 2].map((index) => withoutCurve(new URLSearchParams("f=a&f=b&f=c"), index).getAll("f").join(""));
    assert.deepEqual(left, ["bc", "ac", "ab"]);
  });

  it("keeps the window, and the query that it was given", () => {
    assert.deepEqual(pairsAfter("f=a&f=b&low=-4", (query) => withoutCurve(query, 0)), [["f", "b"], ["low", "-4"]]);
  });

  it("changes no curve for a number that none has", () => {
    assert.deepEqual(pairsAfter("f=a&f=b", (query) => withoutCurve(query, 2)), [["f", "a"], ["f", "b"]]);
  });
});

describe("withAddedCurve", () => {
  it("puts the new curve behind the others and ahead of the window", () => {
    assert.deepEqual(pairsAfter("f=a&low=-4", (query) => withAddedCurve(query, "b")), [["f", "a"], ["f", "b"], ["low", "-4"]]);
  });

  it("adds the first one", () => {
    assert.deepEqual(pairsAfter("", (query) => withAddedCurve(query, "b")), [["f", "b"]]);
  });
});

describe("withValues", () => {
  it("writes a value once, whatever stood there", () => {
    assert.deepEqual(pairsAfter("f=a&low=-4&low=3", (query) => withValues(query, "low", ["-2"], ["-6"])), [
      ["f", "a"],
      ["low", "-2"],
    ]);
  });

  it("leaves out a value that is the default", () => {
    assert.deepEqual(pairsAfter("f=a&low=-4", (query) => withValues(query, "low", ["-6"], ["-6"])), [["f", "a"]]);
  });

  it("writes a list as a repeated name", () => {
    assert.deepEqual(pairsAfter("f=a", (query) => withValues(query, "show", PANELS.slice(1), PANELS)), [
      ["f", "a"],
      ["show", "derivative"],
      ["show", "second_derivative"],
    ]);
  });

  it("leaves out a list only when all of it is the default, in the same order", () => {
    assert.deepEqual(pairsAfter("show=value", (query) => withValues(query, "show", [...PANELS], PANELS)), []);
    assert.equal(pairsAfter("", (query) => withValues(query, "show", [...PANELS].reverse(), PANELS)).length, 3);
    assert.equal(pairsAfter("", (query) => withValues(query, "show", [...PANELS, "value"], PANELS)).length, 4);
  });

  it("takes no values as no mention", () => {
    assert.deepEqual(pairsAfter("f=a&show=value", (query) => withValues(query, "show", [], PANELS)), [["f", "a"]]);
  });
});

describe("zoomed", () => {
  it("halves and doubles the window about its middle", () => {
    assert.deepEqual(zoomed(-6, 6, 0.5), [-3, 3]);
    assert.deepEqual(zoomed(-6, 6, 2), [-12, 12]);
    assert.deepEqual(zoomed(2, 6, 0.5), [3, 5]);
  });

  it("stays within what the server takes", () => {
    assert.deepEqual(zoomed(-1e6, 1e6, 2), [-1e6, 1e6]);
    assert.deepEqual(zoomed(9e5, 1e6, 2), [85e4, 1e6]);
  });

  it("rounds to digits that tell the ends apart and that a reader would write", () => {
    assert.deepEqual(zoomed(0, 0.1, 0.5), [0.025, 0.075]);
    assert.deepEqual(zoomed(-1 / 3, 1 / 3, 0.5), [-0.167, 0.167]);
    assert.deepEqual(zoomed(-12_345, 12_345, 0.5), [-6173, 6173]);
  });

  it("comes back to where it was after zooming in and out", () => {
    let [low, high] = [-6, 6];
    for (let step = 0; step < 12; step++) [low, high] = zoomed(low, high, 0.5);
    for (let step = 0; step < 12; step++) [low, high] = zoomed(low, high, 2);
    assert.ok(Math.abs(low + 6) < 0.1 && Math.abs(high - 6) < 0.1, `${low} … ${high}`);
  });

  it("never lets the ends meet, however far one zooms in", () => {
    for (const middle of [0, 1, 1000]) {
      let [low, high] = [middle - 6, middle + 6];
      for (let step = 0; step < 60; step++) {
        [low, high] = zoomed(low, high, 0.5);
        assert.ok(low < high, `after ${step + 1} steps about ${middle}: ${low} … ${high}`);
      }
    }
  });
});

describe("zoomedAbout", () => {
  it("leaves the place under the pointer where it is", () => {
    for (let trial = 0; trial < 100; trial++) {
      const low = 200 * Math.random() - 100;
      const high = low + 10 ** (4 * Math.random() - 2);
      const x = low + Math.random() * (high - low);
      const factor = 2 ** (2 * Math.random() - 1);
      const [from, to] = zoomedAbout([low, high], x, factor);
      const wide = (high - low) * factor;
      assert.ok(Math.abs(to - from - wide) <= 0.02 * wide);
      assert.ok(Math.abs((x - from) / (to - from) - (x - low) / (high - low)) < 0.02);
    }
  });

  it("never lets the ends meet", () => {
    let window = [-6, 6];
    for (let step = 0; step < 60; step++) {
      window = zoomedAbout(window, 0.3, 0.5);
      assert.ok(window[0] < window[1]);
    }
  });
});

describe("pinched", () => {
  it("keeps what each finger was put on below it", () => {
    const fingers = [
      { x: -1, to: 0.2 },
      { x: 2, to: 0.8 },
    ];
    const [low, high] = pinched([-6, 6], fingers);
    for (const { x, to } of fingers) assert.ok(Math.abs(low + to * (high - low) - x) < 0.02);
  });

  it("leaves the window alone where the fingers meet or cross", () => {
    for (const to of [0.5, 0.4]) {
      assert.deepEqual(pinched([-6, 6], [{ x: -1, to: 0.5 }, { x: 2, to }]), [-6, 6]);
    }
  });
});

describe("without", () => {
  it("takes every value of a name away and leaves the others in their order", () => {
    assert.equal(without(new URLSearchParams("f=a&x=1&f=b&x=2"), "x").toString(), "f=a&f=b");
  });
});
