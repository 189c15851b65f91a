/** view-text.js: a plane in the address is the plane that is shown. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { fits, USUAL_VIEW, viewOf, viewText } from "../../static/js/playground/view-text.js";

describe("viewText and viewOf", () => {
  it("are inverse for planes of two columns", () => {
    for (const text of ["2,0", "63,5", "1,3,0", "1,3,1799"]) assert.equal(viewText(viewOf(text)), text);
    assert.deepEqual(viewOf("1,3,7"), { kind: "columns", x: 1, y: 3, sample: 7 });
  });

  it("say nothing of the usual plane", () => {
    assert.equal(viewText(USUAL_VIEW), "");
    assert.equal(viewText(null), "");
    for (const text of ["", "1", "1,2,3,4", "a,b", "-1,2", null]) assert.deepEqual(viewOf(text), USUAL_VIEW);
  });
});

describe("fits", () => {
  it("knows which planes data has", () => {
    assert.equal(fits(viewOf("3,0"), 4, 75), true);
    assert.equal(fits(viewOf("4,0"), 4, 75), false);
    assert.equal(fits(viewOf("1,1"), 4, 75), false);
    assert.equal(fits(viewOf("3,0,74"), 4, 75), true);
    assert.equal(fits(viewOf("3,0,75"), 4, 75), false);
    assert.equal(fits(USUAL_VIEW, 3, 10), true);
    assert.equal(fits(USUAL_VIEW, 2, 10), false);
  });
});
