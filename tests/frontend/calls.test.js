/** calls.js: a call as code, with the media types that the operation names. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { curl, python } from "../../static/js/docs/calls.js";

const CSV = { method: "POST", url: "http://localhost/data", body: "1,2,'a'\n3,4,b", media: "text/csv", answersJson: true };
const SCRIPT = { method: "POST", url: "http://localhost/script", body: "{}", media: "application/json", answersJson: false };

describe("a call as code", () => {
  it("sends a body as what it is", () => {
    assert.match(curl(CSV), /-H 'content-type: text\/csv'/);
    assert.match(curl(CSV), /-d '1,2,'\\''a'\\''\n3,4,b'$/);
    assert.match(python(CSV), /headers=\{"content-type": "text\/csv"\}/);
    assert.match(curl(SCRIPT), /-H 'content-type: application\/json'/);
  });

  it("reads an answer as what it is", () => {
    assert.match(python(CSV), /^import json\n[^]*json\.load\(reply\)/);
    assert.equal(/json\.load|import json/.test(python(SCRIPT)), false);
    assert.match(python(SCRIPT), /reply\.read\(\)\.decode\(\)/);
  });

  it("reads what was asked for where there is a choice", () => {
    const call = { method: "GET", url: "http://localhost/curves?f=relu", media: "", answersJson: true };
    assert.match(python(call), /^import json\n[^]*json\.load\(reply\)/);
    assert.match(python({ ...call, url: `${call.url}&format=csv` }), /^from urllib[^]*reply\.read\(\)\.decode\(\)/);
    assert.equal(curl(call), "curl 'http://localhost/curves?f=relu'");
  });
});
