import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { ToolResult } from "./serve.js";
import { loopsmithTools } from "./tools.js";

const source = `export function rows(h: number): number[] {
  const out: number[] = [];
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < 5000; x++) sum += Math.sqrt(x * y);
    out.push(sum);
  }
  return out;
}
export function root(v: number, steps: number): number {
  let x = v;
  for (let i = 0; i < steps; i++) x = x - (x * x - v) / (2 * x);
  return x;
}
`;

let folder = "";
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-mcp-"));
  fs.writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
  fs.writeFileSync(path.join(folder, "heavy.ts"), source);
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

async function call(name: string, args: Record<string, unknown>): Promise<ToolResult> {
  const tool = loopsmithTools(folder).find((each) => each.name === name)!;
  return await tool.call(args, { signal: new AbortController().signal, onProgress: () => {} });
}

type Data = { loops: { line: number; verdict: string; reasons: unknown[] }[]; total: number; promising: number };

test("check lists the promising loops, or all with their reasons", async () => {
  const some = (await call("loopsmith_check", {})).data as unknown as Data;
  assert.deepEqual([some.total, some.promising], [3, 1]);
  assert.deepEqual(
    some.loops.map(({ line, verdict }) => [line, verdict]),
    [[3, "parallel"]],
  );
  const all = (await call("loopsmith_check", { all: true })).data as unknown as Data;
  assert.equal(all.loops.length, 3);
  const one = await call("loopsmith_check", { paths: ["heavy.ts:12"] });
  const { loops } = one.data as unknown as Data;
  assert.deepEqual([loops.length, loops[0]!.verdict], [1, "serial"]);
  assert.ok(0 < loops[0]!.reasons.length);
  assert.deepEqual(JSON.parse(one.text), one.data);
});

test("rewrite shows a diff and writes nothing, unless it is told to", async () => {
  const shown = await call("loopsmith_rewrite", { place: "heavy.ts:3" });
  assert.notEqual(shown.isError, true);
  assert.match(shown.text, /^\+.*parallelMap/m);
  assert.match(shown.text, /Nothing was written; write: true/);
  assert.equal(fs.readFileSync(path.join(folder, "heavy.ts"), "utf8"), source);
  const copy = path.join(folder, "copy");
  fs.mkdirSync(copy);
  for (const name of ["package.json", "heavy.ts"]) fs.copyFileSync(path.join(folder, name), path.join(copy, name));
  const written = await call("loopsmith_rewrite", { place: "heavy.ts:3", write: true, folder: copy });
  assert.equal(written.data?.["written"], true);
  assert.match(fs.readFileSync(path.join(copy, "heavy.ts"), "utf8"), /parallelMap/);
  assert.ok(fs.existsSync(path.join(copy, "heavy.kernels.ts")));
  fs.rmSync(copy, { recursive: true });
});

test("what cannot be done comes back as an error that the model can read", async () => {
  const cases: readonly [string, Record<string, unknown>, RegExp][] = [
    ["loopsmith_rewrite", { place: "heavy.ts:12" }, /cannot run in parallel/],
    ["loopsmith_rewrite", {}, /The argument place is missing/],
    ["loopsmith_check", { paths: "heavy.ts" }, /paths is no list/],
    ["loopsmith_check", { folder: "relative" }, /There is no folder relative/],
    ["loopsmith_benchmark", { place: "heavy.ts", command: ["node"] }, /no loop as file:line/],
    ["loopsmith_benchmark", { place: "heavy.ts:3", command: [] }, /There is no command/],
    ["loopsmith_benchmark", { place: "heavy.ts:3", command: ["node"], seconds: -1 }, /seconds is no number/],
  ];
  for (const [name, args, message] of cases) {
    const { text, isError } = await call(name, args);
    assert.equal(isError, true, name);
    assert.match(text, message);
  }
});

test("each argument is described, and hints tell what writes and what runs programs", () => {
  for (const { inputSchema, annotations } of loopsmithTools(folder)) {
    const properties = inputSchema["properties"] as Record<string, { description?: string }>;
    for (const { description } of Object.values(properties)) assert.ok(description);
    assert.equal(typeof annotations["readOnlyHint"], "boolean");
  }
});
