import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createWitness, shareOf, slowdownOf, witnessFlags } from "./witness.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const tsx = pathToFileURL(path.resolve(here, "../../../node_modules/tsx/dist/loader.mjs")).href;

test("the part of the timed spans that lies in others", () => {
  const timed = [
    { begin: 0, end: 10 },
    { begin: 20, end: 30 },
  ];
  assert.equal(shareOf(timed, []), 0);
  assert.equal(shareOf([], timed), 0);
  assert.equal(shareOf(timed, [{ begin: 12, end: 18 }]), 0);
  assert.equal(shareOf(timed, [{ begin: 5, end: 25 }]), 0.5);
});

test("slower at the end than at the beginning; a single slow moment, or few moments, tell nothing", () => {
  assert.equal(slowdownOf([1, 1, 1, 1, 1.1, 1.2, 1.3, 1.3, 1.3]), 1.3);
  assert.equal(slowdownOf([1, 1, 1, 1, 1, 1, 1, 9, 1]), 1);
  assert.equal(slowdownOf([1, 1, 1, 2, 2, 2]), 1);
});

test("garbage collections are seen, with the time when they were", async () => {
  const witness = createWitness(null);
  const begin = performance.now();
  for (let round = 0, kept: object[] = []; round < 3_000_000; round++) {
    kept.push({ round });
    if (kept.length > 100_000) kept = [];
  }
  const end = performance.now();
  const seen = await witness.collections();
  witness.end();
  assert.ok(seen.some((span) => begin <= span.begin && span.end <= end));
  assert.deepEqual(witness.deoptimizations(), []);
  assert.ok(witness.pace() > 0);
});

test("optimized code that V8 gives up is seen with the reason as soon as it happens", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  const program = path.join(folder, "main.mjs");
  fs.writeFileSync(
    program,
    `import { createWitness } from ${JSON.stringify(pathToFileURL(path.join(here, "witness.ts")).href)};
const witness = createWitness(${JSON.stringify(folder)});
const first = (o) => o.a + 1;
// V8 is told when to optimize: it does not depend on what else the machine does.
const told = (how) => new Function("f", "%" + how + "(f)")(first);
told("PrepareFunctionForOptimization");
let sum = first({ a: 1 }) + first({ a: 2 });
told("OptimizeFunctionOnNextCall");
sum += first({ a: 3 });
const seen = [witness.deoptimizations().length];
sum += first({ b: 1, a: "x" }).length;
seen.push(witness.deoptimizations().length);
process.stderr.write(JSON.stringify({ seen, last: witness.deoptimizations().at(-1) }));
`,
  );
  try {
    const { stderr } = spawnSync(
      process.execPath,
      [...witnessFlags(folder), "--allow-natives-syntax", "--import", tsx, program],
      {
        encoding: "utf8",
      },
    );
    const { seen, last } = JSON.parse(stderr) as { seen: [number, number]; last: string };
    assert.ok(seen[1] > seen[0], stderr);
    assert.match(last, /^[A-Za-z]/);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
