// The runner's random numbers in loops: what `randomStream` makes belongs to who made it.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { loopReports } from "../analysis/facade.js";
import { runToEnd } from "../workspace/cancellation.js";
import { isProblem, openWorkspace } from "../workspace/workspace.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-random-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const runner = path.join(folder, "node_modules/@loopsmith/runner");
fs.mkdirSync(runner, { recursive: true });
fs.writeFileSync(path.join(runner, "package.json"), '{ "name": "@loopsmith/runner", "types": "index.d.ts" }');
fs.writeFileSync(
  path.join(runner, "index.d.ts"),
  `export interface RandomStream { next(): number; uint32(): number; below(end: number): number; normal(): number }
export declare function randomStream(seed: number, index: number): RandomStream;
`,
);
fs.writeFileSync(
  path.join(folder, "tsconfig.json"),
  '{ "compilerOptions": { "strict": true, "types": [], "target": "es2022", "module": "nodenext" } }',
);

function verdictsOf(text: string): readonly string[] {
  const file = path.join(folder, "main.ts");
  fs.writeFileSync(file, `import { randomStream } from "@loopsmith/runner";\n${text}`);
  const opened = openWorkspace({ cwd: folder });
  assert.ok(!isProblem(opened));
  return runToEnd(loopReports(opened, file)).map(({ verdict, reasons }) =>
    [verdict, ...reasons.map(({ id }) => id)].join(" "),
  );
}

test("a stream for each iteration leaves the iterations independent", () => {
  const verdicts = verdictsOf(`
export function rolls(n: number, seed: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    const random = randomStream(seed, i);
    out.push(random.below(6) + Math.exp(random.normal()));
  }
  return out;
}`);
  assert.deepEqual(verdicts, ["parallel"]);
});

test("one stream for all does not", () => {
  const verdicts = verdictsOf(`
export function rolls(n: number, seed: number): number[] {
  const out: number[] = [];
  const random = randomStream(seed, 0);
  for (let i = 0; i < n; i++) out.push(Math.exp(random.next()));
  return out;
}`);
  assert.deepEqual(verdicts, ["serial nothing-to-share"]);
});
