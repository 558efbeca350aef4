import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { analyse, checkParallel, checkSerial } from "../../../test/support/check.js";
import { analyseFile, createAnalysisContext } from "../legality/analyseFile.js";
import { runToEnd } from "../workspace/cancellation.js";
import { isProblem, openWorkspace } from "../workspace/workspace.js";

const loop = (call: string) => `
export function go(xs: number[]) {
  const out: number[] = [];
  for (const x of xs) out.push(${call});
  return out;
}`;

describe("functions that somebody vouches for", () => {
  test("@pure on a declaration without a body", () => {
    checkParallel(`/** @pure */\ndeclare function score(x: number): number;${loop("score(x)")}`, {
      pattern: "commit",
      assumptions: ["pure"],
    });
  });

  test("not without it", () => {
    checkSerial(`/** Scores. */\ndeclare function score(x: number): number;${loop("score(x)")}`, [
      "function-without-body",
    ]);
    checkSerial(`/** It says \`@pure\`. */\ndeclare function score(x: number): number;${loop("score(x)")}`, [
      "function-without-body",
    ]);
  });

  test("@pure on a function that remembers its answers", () => {
    const text = `const known = new Map<number, number>();
/** @pure */
function score(x: number): number { const y = known.get(x) ?? Math.sqrt(x); known.set(x, y); return y; }`;
    checkParallel(text + loop("score(x)"), { pattern: "commit", assumptions: ["pure"] });
  });

  test("@pure on a method and through a helper", () => {
    checkParallel(
      `interface Model {
  /** @pure */
  score(x: number): number;
}
function twice(model: Model, x: number): number { return 2 * model.score(x); }
export function go(model: Model, xs: number[]) {
  const out: number[] = [];
  for (const x of xs) out.push(twice(model, x));
  return out;
}`,
      { pattern: "commit", assumptions: ["plain-data", "pure"] },
    );
  });

  test("the vouch is told with its place", () => {
    const text = `/** @pure */\ndeclare function score(x: number): number;${loop("score(x)")}`;
    const { verdict } = analyse(text)[0]!;
    assert.ok(verdict.kind === "parallel");
    const told = verdict.assumptions.find(({ id }) => id === "pure")!;
    assert.equal(told.kind, "trusted");
    assert.equal(text.slice(told.place.start, told.place.end), "score(x)");
    assert.match(told.message, /`score`/);
  });
});

describe("functions that the settings of a project list", () => {
  const program = `import * as all from "rank";
import { rank as order } from "rank";
${loop("order(x)")}${loop("all.rank(x)").replace("go", "goToo")}`;

  /** The kinds of the verdicts of the program, in a project with this list. */
  function verdicts(list: readonly string[]): readonly string[] {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-vouches-"));
    try {
      const files: Record<string, string> = {
        "package.json": JSON.stringify({ type: "module", loopsmith: { pureFunctions: list } }),
        "tsconfig.json": '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] } }',
        "node_modules/rank/package.json": '{ "name": "rank", "type": "module", "types": "./index.d.ts" }',
        "node_modules/rank/index.d.ts": "export declare function rank(x: number): number;",
        "main.ts": program,
      };
      for (const [name, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), text);
      }
      const workspace = openWorkspace({ cwd: folder });
      if (isProblem(workspace)) throw new Error(workspace.message);
      const opened = workspace.program();
      const file = opened.getSourceFile(path.join(folder, "main.ts"))!;
      return runToEnd(analyseFile(createAnalysisContext(opened), file)).map(({ verdict }) => verdict.kind);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  test("under the name that the module gives them, however they are imported", () => {
    assert.deepEqual(verdicts(["rank#rank"]), ["parallel", "parallel"]);
  });

  test("not others, and not of other modules", () => {
    assert.deepEqual(verdicts(["rank#order", "other#rank"]), ["serial", "serial"]);
  });
});
