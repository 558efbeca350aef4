// Child process of `npm run robust`: analyses batches of files as `loopsmith check --format json` does and tells the parent
// what it is at before it begins, so that a crash or a hang is attributed to the right file.
import fs from "node:fs";
import path from "node:path";
import { loopReports } from "../../server/src/analysis/facade.js";
import { analyseLoop, createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import { findLoops } from "../../server/src/loops/findLoops.js";
import { isProblem, openWorkspace, type Workspace } from "../../server/src/workspace/workspace.js";

export interface Batch {
  readonly folder: string;
  readonly files: readonly string[];
}

export type Told =
  | { readonly kind: "begins"; readonly file: string }
  | {
      readonly kind: "done";
      readonly file: string;
      readonly ms: number;
      /** The longest stretch between two yields. */
      readonly stepMs: number;
      readonly loops: number;
      readonly parallel: number;
      readonly tooLarge: number;
      readonly slowest: { readonly line: number; readonly ms: number } | undefined;
    }
  | { readonly kind: "threw"; readonly file: string; readonly message: string }
  | { readonly kind: "batch done" };

/** Files that take longer are analysed once more, to find the loop that takes the time. */
const slowMs = 3000;

/** Opens a program of the files and analyses each of them; calls `tell` before and after every one. */
export function analyseBatch({ folder, files }: Batch, tell: (told: Told) => void): void {
  // Without a configuration file the options are those that a user of plain JavaScript gets.
  tell({ kind: "begins", file: files[0] ?? "" });
  const opened = openWorkspace({ cwd: folder, project: null, files });
  if (isProblem(opened)) throw new Error(opened.message);
  for (const file of files) {
    tell({ kind: "begins", file });
    try {
      tell(analyseOne(opened, file));
    } catch (error) {
      tell({ kind: "threw", file, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

function analyseOne(workspace: Workspace, file: string): Told {
  workspace.program().getTypeChecker();
  const work = loopReports(workspace, file);
  const began = performance.now();
  let stepMs = 0;
  for (let last = began; ; ) {
    const step = work.next();
    const now = performance.now();
    stepMs = Math.max(stepMs, now - last);
    last = now;
    if (!step.done) continue;
    const reports = step.value;
    JSON.stringify(reports);
    const ms = performance.now() - began;
    return {
      kind: "done",
      file,
      ms,
      stepMs,
      loops: reports.length,
      parallel: reports.filter(({ verdict }) => verdict === "parallel").length,
      tooLarge: reports.filter(({ reasons }) => reasons.some(({ id }) => id === "too-large")).length,
      slowest: ms > slowMs ? slowestLoop(workspace, file) : undefined,
    };
  }
}

function slowestLoop(workspace: Workspace, file: string): { line: number; ms: number } | undefined {
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) return undefined;
  const context = createAnalysisContext(program);
  let slowest: { line: number; ms: number } | undefined;
  for (const loop of findLoops(sourceFile, context.checker)) {
    const began = performance.now();
    for (const work = analyseLoop(context, loop); !work.next().done; );
    const ms = performance.now() - began;
    const { line } = sourceFile.getLineAndCharacterOfPosition(loop.node.getStart());
    if (slowest === undefined || ms > slowest.ms) slowest = { line: line + 1, ms };
  }
  return slowest;
}

if (process.send !== undefined) {
  const tell = (told: Told) => void process.send!(told);
  process.on("message", (batch: Batch) => {
    analyseBatch({ ...batch, files: batch.files.filter((file) => fs.existsSync(path.resolve(file))) }, tell);
    tell({ kind: "batch done" });
  });
}
