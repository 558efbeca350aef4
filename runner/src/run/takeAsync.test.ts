import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, configure, parallelMap, range } from "../index.js";
import { OddError, slowFirst } from "../testing/sample.kernels.js";

before(() => configure({ workers: 2, gate: "always" }));
after(close);

// Once the second item has failed, nobody draws any of the later chunks: nothing happens any more but the end of the first.
test("a caller that waits for a chunk of a call that was closed meanwhile hears of its end", {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < 3; round++)
    await assert.rejects(parallelMap(range(40), slowFirst, { ms: 50 }, { chunk: 1 }), new OddError(1));
});
