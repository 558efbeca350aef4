// A fourth of the corpus on every change, the whole by `npm run corpus:recorded`.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { recordCorpus } from "./recordLoops.js";

const corpus = path.join(path.dirname(fileURLToPath(import.meta.url)), "../corpus");

test("what is replayed from a recording, in series and as rewritten, is what the program's own run gave", async () => {
  let met = 0;
  const found = await recordCorpus(corpus, () => met++ % 4 === 0);
  const of = (wanted: string) => found.filter(({ outcome }) => outcome === wanted);
  assert.deepEqual(of("different"), []);
  assert.ok(of("equal").length > 70, `${of("equal").length} of ${found.length} loops were recorded and replayed`);
});
