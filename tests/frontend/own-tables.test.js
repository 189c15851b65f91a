/** table-wishes.js, kept-tables.js and points-link.js: tables of a reader's own, what is wished of them, and where they are kept. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { KeptTables } from "../../static/js/playground/kept-tables.js";
import { csvOf, inputsOf, readPoints } from "../../static/js/playground/own-points.js";
import { linkText } from "../../static/js/playground/points-link.js";
import { TableWishes } from "../../static/js/playground/table-wishes.js";

describe("wishes", () => {
  it("are a query of columns by role and type", () => {
    const wishes = new TableWishes();
    assert.equal(wishes.query().toString(), "");
    wishes.say("age", "left_out");
    wishes.say("zip code", "category");
    wishes.say("age", "input");
    assert.equal(wishes.query().toString(), "input=age&category=zip+code");
  });

  it("name one target", () => {
    const wishes = new TableWishes();
    wishes.say("age", "target");
    wishes.say("age", "number");
    wishes.say("income", "target");
    assert.equal(wishes.query().toString(), "target=income&number=age");
  });
});

describe("a kept table", () => {
  const small = { samples: [[1, 2, 3, "a"]], columns: ["p", "q", "r"] };
  const large = { samples: Array.from({ length: 2000 }, (_, i) => [...Array(40).fill(i), "a"]), columns: null };

  it("stands in the history where it is small, and else has a number there", () => {
    const tables = new KeptTables();
    assert.deepEqual(tables.state(small), small);
    assert.deepEqual(tables.read(tables.state(small)), small);
    const state = tables.state(large);
    assert.equal(state.samples, null);
    assert.equal(tables.read(state).samples, large.samples);
    assert.deepEqual(tables.state(large), state);
  });

  it("is none where the history has none, or belongs to a page of before", () => {
    const none = { samples: null, columns: null };
    for (const state of [null, {}, new KeptTables().state(none), { ...none, table: 3 }]) assert.deepEqual(new KeptTables().read(state), none);
  });
});

describe("a table", () => {
  it("is carried by a link with the names of its columns", async () => {
    const text = await linkText([[1, 2, 3, "a"], [4, 5, 6, "b"]], ["p", "q", "größer"]);
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const read = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
    assert.deepEqual(read, { names: ["p", "q", "größer"], columns: [[1, 4], [2, 5], [3, 6], ["a", "b"]] });
  });

  it("is written under the names of its columns, or the usual ones", () => {
    assert.equal(csvOf([[1, 2, 3, "a"]], ["p", "q", "=r"]), "p,q,'=r,label\n1,2,3,a\n");
    assert.equal(csvOf([[1, 2, 3, "a"]]), "x1,x2,x3,label\n1,2,3,a\n");
    assert.equal(csvOf([[1, 2.5]]), "x,label\n1,2.5\n");
  });

  it("has rows of one width", () => {
    assert.deepEqual(readPoints([[1, 2, 3, "a"], [1, 2, "a"], [4, "5", 6, 7], [1, 2, 3, 4]]), [[1, 2, 3, "a"], [1, 2, 3, 4]]);
    assert.deepEqual([inputsOf([]), inputsOf([[1, 2]]), inputsOf([[1, 2, 3, "a"]])], [2, 1, 3]);
  });
});
