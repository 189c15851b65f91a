/** step-settings.js lays the settings of a step over those of the page. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { laidOver } from "../../static/js/exhibit/step-settings.js";

describe("laidOver", () => {
  it("keeps what the step does not set, and replaces all values of what it does", () => {
    const query = new URLSearchParams("f=relu&f=tanh&layers=10");
    assert.equal(laidOver(query, { f: ["selu"], init: ["lecun"] }).toString(), "layers=10&f=selu&init=lecun");
    assert.equal(query.toString(), "f=relu&f=tanh&layers=10");
    assert.equal(laidOver(query, {}).toString(), query.toString());
  });
});
