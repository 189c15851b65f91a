/** manner.js: how a page is shown, beside its state in the address. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { frameOf, inManner, stateOf, withManner } from "../../static/js/shared/manner.js";

describe("the manner of a page", () => {
  it("is no part of its state", () => {
    assert.equal(stateOf("?f=elu&embed=controls&low=-2&present").toString(), "f=elu&low=-2");
    assert.equal(stateOf("?embed").toString(), "");
  });

  it("stays when the state changes, and leaves alone what has none", () => {
    assert.equal(inManner("?f=gelu", "?f=elu&embed=controls,numbers"), "?f=gelu&embed=controls%2Cnumbers");
    assert.equal(inManner("/playground?", "?present"), "/playground?present");
    assert.equal(inManner("/race", "?embed="), "/race?embed");
    assert.equal(inManner("?f=x%2B1", "?f=elu"), "?f=x%2B1");
  });

  it("begins and ends beside any state", () => {
    for (const state of ["", "?f=x%2B1%7Ca%3D2", "?f=elu&f=gelu&show=value"]) {
      const shown = withManner(state, "present", "");
      assert.equal(stateOf(shown).toString(), new URLSearchParams(state).toString());
      assert.equal(new URLSearchParams(shown).get("present"), "");
      assert.equal(withManner(shown, "present", null), state);
    }
  });
});

describe("frameOf", () => {
  it("writes HTML that says the address and the title, whatever stands in them", () => {
    const html = frameOf({ address: 'https://lab.example/?f="&embed', title: "x<0 & “more”", height: "600" });
    assert.match(html, /src="https:\/\/lab\.example\/\?f=&quot;&amp;embed"/);
    assert.match(html, /title="x&lt;0 &amp; “more”"/);
    assert.match(html, /^<iframe [^<>]+><\/iframe>$/);
  });
});
