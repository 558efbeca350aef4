// Verdicts without reasons: the same verdicts, one loop in full on request, and which loop a cursor means.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { neverCancelled, runToEnd } from "../workspace/cancellation.js";
import { isProblem, openWorkspace } from "../workspace/workspace.js";
import { actionsAt, loopReport, loopReports } from "./facade.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-detail-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "main.ts");
const text = `declare function send(x: number): void;
function relay(x: number): void { if (x > 0) send(x); }
export function all(xs: number[], ys: Float64Array): void {
  for (const x of xs) for (const y of xs) relay(x * y);
  for (let i = 1; i < ys.length; i++) for (const x of xs) ys[i] = ys[i - 1]! * 2 + x * x;
  for (let i = 0; i < ys.length; i++) for (const x of xs) ys[i] = Math.exp(Math.sqrt(ys[i]! + x));
}
`;
fs.writeFileSync(file, text);
fs.writeFileSync(path.join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true, "types": [] } }');

function open() {
  const opened = openWorkspace({ cwd: folder });
  assert.ok(!isProblem(opened));
  return opened;
}

test("verdicts alone are the same, without reasons and dependences", () => {
  const outermost = ({ depth }: { depth: number }) => depth === 0;
  const short = runToEnd(loopReports(open(), file, neverCancelled, "verdicts")).filter(outermost);
  const whole = runToEnd(loopReports(open(), file)).filter(outermost);
  assert.deepEqual(
    short.map(({ verdict }) => verdict),
    ["serial", "serial", "parallel"],
  );
  assert.deepEqual(
    whole.map(({ verdict }) => verdict),
    ["serial", "serial", "parallel"],
  );
  assert.deepEqual(
    short.map(({ reasons, dependences, scalars }) => [reasons, dependences, scalars]),
    [
      [[], [], []],
      [[], [], []],
      [[], [], []],
    ],
  );
  assert.deepEqual(
    whole.map(({ reasons }) => reasons.map(({ id }) => id)),
    [["function-without-body"], ["carried-dependence"], []],
  );
});

test("who surveys a file is not told of loops that would not pay, except that", () => {
  const little = path.join(folder, "little.ts");
  const source = `export function grid(ys: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) ys[i] = i;
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) ys[i * n + k] = Math.exp(Math.sqrt(k)) + Math.cbrt(i);
}
`;
  fs.writeFileSync(little, source);
  const told = runToEnd(loopReports(open(), little, neverCancelled, "verdicts"));
  assert.deepEqual(
    told.map(({ line, column, verdict, profit }) => [line, column, verdict, profit.why.slice(0, 22)]),
    [
      [2, 3, "unasked", "An iteration does too "],
      [3, 3, "parallel", "About 1,300 operations"],
      [3, 31, "unasked", "The loop around it is "],
    ],
  );
  const workspace = open();
  const [asked] = runToEnd(actionsAt(workspace, little, source.indexOf("for"), source.indexOf("for")));
  assert.deepEqual([asked?.disabledReason, asked?.promising], [null, false]);
  const whole = runToEnd(loopReports(open(), little)).find(({ line }) => line === 2);
  assert.deepEqual(runToEnd(loopReport(workspace, little, ({ line }) => line === 2))?.profit, whole?.profit);
});

test("marks tell no transforms", () => {
  const worth = path.join(folder, "worth.ts");
  fs.writeFileSync(
    worth,
    `export function roots(ys: Float64Array): void {
  for (let i = 0; i < ys.length; i++) for (let k = 0; k < 99; k++) ys[i] = Math.exp(Math.sqrt(ys[i]!));
}
`,
  );
  const [verdict] = runToEnd(loopReports(open(), worth, neverCancelled, "verdicts"));
  const [mark] = runToEnd(loopReports(open(), worth, neverCancelled, "marks"));
  assert.ok(verdict?.profit.promising && verdict.transforms.length > 0);
  assert.deepEqual(mark, { ...verdict, transforms: [] });
});

test("one loop is told in full, as it is among all", () => {
  const workspace = open();
  const meant = runToEnd(loopReport(workspace, file, ({ line, column }) => line === 4 && column === 3));
  const whole = runToEnd(loopReports(workspace, file));
  assert.deepEqual(meant, whole[0]);
  assert.equal(runToEnd(loopReport(workspace, file, ({ line }) => line === 1)), undefined);
});

test("the action that is not offered says why", () => {
  const at = text.indexOf("for (let i = 1");
  const [action] = runToEnd(actionsAt(open(), file, at, at));
  assert.match(action?.disabledReason ?? "", /carries a value/);
});

test("a run may tell what a function without a body does, and has nothing to add to what is known to be in the way", () => {
  const mayTrace = (part: string) => {
    const at = text.indexOf(part);
    return runToEnd(actionsAt(open(), file, at, at))[0]?.mayTrace;
  };
  assert.equal(mayTrace("for (const x of xs) for (const y"), true);
  assert.equal(mayTrace("for (let i = 1"), false);
});

test("the cursor before a loop on its line means that loop; on another line, the one around it or none", () => {
  const offsetOf = (at: number) => runToEnd(actionsAt(open(), file, at, at))[0]?.loopOffset;
  const loop = text.indexOf("for (let i = 0");
  assert.equal(offsetOf(text.lastIndexOf("\n", loop) + 1), loop);
  assert.equal(offsetOf(text.indexOf("export function")), undefined);
});
