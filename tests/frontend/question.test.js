/** question.js tells whether other settings ask for another measurement. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { questionOf } from "../../static/js/exhibit/question.js";

/** @param {string} query @param {string} [arranging] */
const question = (query, arranging) => questionOf(new URLSearchParams(query), arranging);

describe("questionOf", () => {
  it("is the same for settings that arrange the figure otherwise", () => {
    assert.equal(question("power=10&order=memory", "order"), question("order=family&power=10", "order"));
    assert.equal(question("order=memory", "order"), question("", "order"));
  });

  it("is another for any other setting", () => {
    assert.notEqual(question("power=10", "order"), question("power=11", "order"));
    assert.notEqual(question("order=memory"), question("order=family"));
  });

  it("is never empty", () => {
    assert.notEqual(question(""), "");
  });
});
