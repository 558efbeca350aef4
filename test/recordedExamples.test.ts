// What is recorded of the examples is what they computed with, and what is replayed from it, in series and on workers, is what they
// computed: the values behind the loop in the example's own run are compared with those of the replay, bit for bit.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { analyseFile, createAnalysisContext } from "../server/src/legality/analyseFile.js";
import { planReplay } from "../server/src/transforms/replay.js";
import { applyTextEdits } from "../server/src/transforms/support/applyEdits.js";
import { runToEnd } from "../server/src/workspace/cancellation.js";
import { openWorkspace } from "../server/src/workspace/workspace.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const moduleUrl = (file: string) => JSON.stringify(pathToFileURL(path.join(root, file)).href);
let scratch = "";

before(() => {
  scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-recorded-")));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(scratch, "node_modules"));
  fs.writeFileSync(
    path.join(scratch, "record.mts"),
    `import { encode, writeRecording } from ${moduleUrl("runner/src/bench/recording.ts")};
import fs from "node:fs";
const once = (name: string) => (values: Record<string, unknown>) => {
  const folder = process.env["RECORDED"] + "/" + name;
  if (fs.existsSync(folder)) return;
  fs.mkdirSync(folder, { recursive: true });
  writeRecording(folder, encode(values));
};
Object.assign(globalThis, { __loopsmithRecord: once("in"), __loopsmithAfter: once("out") });
`,
  );
  fs.writeFileSync(
    path.join(scratch, "replay.mts"),
    `import { differences } from ${moduleUrl("runner/src/bench/equality.ts")};
import { decode, readRecording } from ${moduleUrl("runner/src/bench/recording.ts")};
const [folder, file] = process.argv.slice(2) as [string, string];
const of = (name: string) => decode(readRecording(folder + "/" + name));
const { serial, parallel } = await import(file);
const found = { serial: differences(of("out"), serial(of("in")), { name: "out", limit: 3 }), parallel: differences(of("out"), parallel(of("in")), { name: "out", limit: 3 }) };
// What was not computed is a difference: the comparison looks at something.
if (differences(of("out"), {}, { name: "out", limit: 1 }).length === 0) throw new Error("nothing was recorded");
process.stdout.write(JSON.stringify(found));
process.exit(0);
`,
  );
});
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

const examples: readonly (readonly [name: string, size: string])[] = [
  ["mandelbrot", "60"],
  ["monte-carlo", "500"],
  ["edit-distance", "60"],
  ["image-filter", "1"],
  ["k-means", "4"],
  ["matmul", "40"],
  ["triangular", "30"],
  ["n-body", "40"],
];

function node(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): string {
  const hook = pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", hook, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

for (const [name, size] of examples)
  test(`the loops of ${name}`, () => {
    const folder = path.join(scratch, name);
    fs.cpSync(path.join(root, "examples", name), folder, { recursive: true });
    const workspace = openWorkspace({ cwd: folder });
    assert.ok("program" in workspace);
    const program = workspace.program();
    const { checker } = createAnalysisContext(program);
    let compared = 0;
    for (const file of workspace.ownFiles()) {
      const sourceFile = program.getSourceFile(file)!;
      for (const analysis of runToEnd(analyseFile(createAnalysisContext(program), sourceFile))) {
        const { node: loop, parent } = analysis.loop;
        if (parent !== undefined || !analysis.profit.promising) continue;
        const answer = planReplay({ workspace, program, checker, sourceFile, analysis });
        if (answer.kind === "refused" || answer.plan.liveOuts.length === 0) continue;
        compared++;
        const { files, replayModule, liveOuts } = answer.plan;
        const behind = `;(globalThis as any).__loopsmithAfter?.({ ${liveOuts.join(", ")} });`;
        const original = sourceFile.text;
        for (const { file: target, created, edits } of files) {
          const more = target === file ? [{ start: loop.end, end: loop.end, text: behind }] : [];
          fs.writeFileSync(target, applyTextEdits(created ? "" : fs.readFileSync(target, "utf8"), [...edits, ...more]));
        }
        const recorded = path.join(folder, `recorded-${compared}`);
        const hook = pathToFileURL(path.join(scratch, "record.mts")).href;
        node(["--import", hook, "main.ts", size], folder, { RECORDED: recorded });
        assert.ok(fs.existsSync(path.join(recorded, "out")), "the loop has ended");
        const found = node([path.join(scratch, "replay.mts"), recorded, pathToFileURL(replayModule).href], folder, {
          LOOPSMITH_GATE: "always",
          LOOPSMITH_WORKERS: "2",
        });
        assert.deepEqual(
          JSON.parse(found),
          { serial: [], parallel: [] },
          `${path.basename(file)}: ${liveOuts.join(", ")}`,
        );
        fs.writeFileSync(file, original);
        for (const { file: made, created } of files) if (created) fs.rmSync(made);
      }
    }
    assert.ok(compared > 0, "a loop that can be recorded");
  });
