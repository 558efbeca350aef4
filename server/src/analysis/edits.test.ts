// Edits of one file change what is known of loops in another: no answer may outlive the program that it was true of.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { runToEnd } from "../workspace/cancellation.js";
import { isProblem, openWorkspace, type Workspace } from "../workspace/workspace.js";
import { loopReports } from "./facade.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-edits-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
let version = 0;

function open(files: Record<string, string>): {
  edit(name: string, text: string): void;
  verdicts(name: string): string[];
} {
  const home = fs.mkdtempSync(path.join(folder, "program-"));
  const options = { strict: true, target: "es2022", module: "nodenext", types: [] };
  fs.writeFileSync(path.join(home, "package.json"), '{ "type": "module" }');
  fs.writeFileSync(path.join(home, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(home, name), text);
  const opened = openWorkspace({ cwd: home });
  assert.ok(!isProblem(opened));
  const workspace: Workspace = opened;
  return {
    edit: (name, text) => workspace.setDocument(path.join(home, name), ++version, text),
    verdicts: (name) =>
      runToEnd(loopReports(workspace, path.join(home, name))).map(({ verdict, reasons }) =>
        [verdict, ...reasons.map(({ id }) => id)].join(" "),
      ),
  };
}

const loop = `
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(heavy(x));
  return out;
}`;
const pure = "export function heavy(x: number): number {\n  return Math.sqrt(x) * 2;\n}\n";
const carrying = "let last = 0;\nexport function heavy(x: number): number {\n  return (last += Math.sqrt(x));\n}\n";

test("a helper in another file starts to carry state, and stops", () => {
  const { edit, verdicts } = open({ "main.ts": `import { heavy } from "./heavy.js";${loop}`, "heavy.ts": pure });
  assert.deepEqual(verdicts("main.ts"), ["parallel"]);
  edit("heavy.ts", carrying);
  assert.match(verdicts("main.ts").join(), /^serial /);
  edit("heavy.ts", pure);
  assert.deepEqual(verdicts("main.ts"), ["parallel"]);
});

test("a helper behind a helper in a third file", () => {
  const { edit, verdicts } = open({
    "main.ts": `import { heavy } from "./between.js";${loop}`,
    "between.ts":
      'import { heavy as inner } from "./heavy.js";\nexport const heavy = (x: number): number => inner(x) + 1;\n',
    "heavy.ts": pure,
  });
  assert.deepEqual(verdicts("main.ts"), ["parallel"]);
  edit("heavy.ts", carrying);
  assert.match(verdicts("main.ts").join(), /^serial /);
});

test("another file begins to change the variable that a helper reads", () => {
  const table =
    "export const table = { factor: 2 };\nexport function heavy(x: number): number {\n  return Math.sqrt(x) * table.factor;\n}\n";
  const { edit, verdicts } = open({
    "main.ts": `import { heavy } from "./heavy.js";${loop}`,
    "heavy.ts": table,
    "other.ts": "export {};\n",
  });
  assert.deepEqual(verdicts("main.ts"), ["parallel"]);
  edit("other.ts", 'import { table } from "./heavy.js";\nexport function set(): void {\n  table.factor = 3;\n}\n');
  assert.deepEqual(verdicts("main.ts"), ["serial module-state"]);
  edit("other.ts", 'import { table as t } from "./heavy.js";\nexport function set(): void {\n  t.factor = 3;\n}\n');
  assert.deepEqual(verdicts("main.ts"), ["serial module-state"]);
  edit("other.ts", 'import * as m from "./heavy.js";\nexport function set(): void {\n  m.table.factor = 3;\n}\n');
  assert.deepEqual(verdicts("main.ts"), ["serial module-state"]);
  edit("other.ts", 'import { table } from "./heavy.js";\nexport function get(): number {\n  return table.factor;\n}\n');
  assert.deepEqual(verdicts("main.ts"), ["parallel"]);
});

test("a class in another file begins to override the method that a loop calls", () => {
  const base = "export class Shape {\n  area(x: number): number {\n    return Math.sqrt(x);\n  }\n}\n";
  const { edit, verdicts } = open({
    "main.ts": `import type { Shape } from "./shape.js";
export function all(shape: Shape, xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(shape.area(x));
  return out;
}`,
    "shape.ts": base,
    "round.ts": "export {};\n",
  });
  const before = verdicts("main.ts");
  assert.doesNotMatch(before.join(), /module-state|dynamic-dispatch|call/);
  edit(
    "round.ts",
    'import { Shape } from "./shape.js";\nlet n = 0;\nexport class Round extends Shape {\n  override area(x: number): number {\n    return x + n++;\n  }\n}\n',
  );
  assert.match(verdicts("main.ts").join(), /module-state/);
});

test("another file begins to change what the loop itself imports: the caller reads it, and no work is left", () => {
  const main = (read: string) => `
import { table } from "./table.js";
import * as tables from "./table.js";
export function all(xs: number[]): number[] {
  return xs.map((x) => Math.exp(Math.sin(${read} * x)) + Math.atan2(Math.cosh(x), Math.cbrt(${read} - x)));
}`;
  const { edit, verdicts } = open({
    "main.ts": main("table.factor"),
    "table.ts": "export const table = { factor: 2 };\n",
    "other.ts": "export {};\n",
  });
  const change = 'import { table } from "./table.js";\nexport function set(): void {\n  table.factor = 3;\n}\n';
  for (const read of ["table.factor", "tables.table.factor"]) {
    edit("other.ts", "export {};\n");
    edit("main.ts", main(read));
    assert.deepEqual(verdicts("main.ts"), ["parallel"], read);
    edit("other.ts", change);
    assert.match(verdicts("main.ts").join(), /^serial /, read);
  }
});
