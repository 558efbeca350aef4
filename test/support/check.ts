// The helpers through which tests talk to the analysis: text in, text out. Only this file knows its API.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ts } from "ts-morph";
import { type KernelReport, kernelReports } from "../../server/src/analysis/kernelReports.js";
import { analyseFile, analyseLoop, createAnalysisContext, surveyFile } from "../../server/src/legality/analyseFile.js";
import { isUnasked, type LoopAnalysis } from "../../server/src/legality/loopAnalysis.js";
import type { Split } from "../../server/src/legality/verdict.js";
import { runToEnd } from "../../server/src/workspace/cancellation.js";
import { isProblem, openWorkspace, type Workspace } from "../../server/src/workspace/workspace.js";
import { readAnnotations } from "./annotations.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-check-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
fs.writeFileSync(
  path.join(folder, "tsconfig.json"),
  JSON.stringify({
    compilerOptions: { strict: true, target: "es2022", module: "nodenext", lib: ["es2023"], types: [] },
    files: [],
  }),
);

/** What `openExample` adds to a text without imports and exports. */
export const madeModule = "\nexport {};\n";

const workspaces = new Map<string, Workspace>();
let version = 0;

export interface OpenedExample {
  readonly workspace: Workspace;
  readonly program: ts.Program;
  readonly sourceFile: ts.SourceFile;
  /** In source order. */
  readonly loops: readonly LoopAnalysis[];
}

/**
 * Analyses a module and returns its loops in source order. Files of one call replace those of the call before. Who asks for
 * verdicts only has to get the same ones, and who surveys the file finds the same loops promising: that is checked here for every
 * example of every test.
 */
export function analyse(text: string, fileName = "example.ts"): readonly LoopAnalysis[] {
  const { program, sourceFile } = openText(text, fileName);
  const context = createAnalysisContext(program);
  // First, while nothing is known of the functions that are called.
  const survey = runToEnd(surveyFile(context, sourceFile));
  const verdicts = survey.map((found) =>
    isUnasked(found) ? runToEnd(analyseLoop(context, found.loop, "verdicts")) : found,
  );
  const loops = runToEnd(analyseFile(context, sourceFile));
  assert.deepEqual(verdicts.map(kindOf), loops.map(kindOf));
  assert.deepEqual(survey.map(isPromising), loops.map(isPromising));
  return loops;
}

/** What is wrong with the kernels that the text calls. */
export function kernelProblemsIn(text: string): readonly KernelReport[] {
  const { workspace, sourceFile } = openText(text, "example.ts");
  return runToEnd(kernelReports(workspace, sourceFile.fileName));
}

/** Checks what is wrong with the kernels of the text against its annotations, as `checkReasons` does for loops. */
export function checkKernels(annotated: string): void {
  const { text, marks } = readAnnotations(annotated);
  const lines = text.split("\n");
  const startOf = ({ line, column }: { line: number; column: number }) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const shown = kernelProblemsIn(text).map((each) => `${each.id}: ${text.slice(startOf(each), startOf(each.end))}`);
  const wanted = marks.map(({ label, start, end }) => `${label}: ${text.slice(start, end)}`);
  assert.deepEqual([...new Set(shown)].sort(), [...new Set(wanted)].sort());
}

function kindOf({ verdict }: LoopAnalysis): string {
  return verdict.kind;
}

function isPromising({ profit }: Pick<LoopAnalysis, "profit">): boolean {
  return profit.promising;
}

/** Like `analyse`, with the program that the loops belong to. A text without imports and exports is made a module. */
export function openExample(text: string, fileName = "example.ts"): OpenedExample {
  const opened = openText(text, fileName);
  return { ...opened, loops: runToEnd(analyseFile(createAnalysisContext(opened.program), opened.sourceFile)) };
}

function openText(text: string, fileName: string): Omit<OpenedExample, "loops"> {
  let workspace = workspaces.get(fileName);
  if (workspace === undefined) {
    const opened = openWorkspace({ cwd: folder });
    if (isProblem(opened)) throw new Error(opened.message);
    workspace = opened;
    workspaces.set(fileName, workspace);
  }
  const file = path.join(folder, fileName);
  const isModule = /^\s*(?:export|import)\b/m.test(text);
  workspace.setDocument(file, ++version, isModule ? text : `${text}${madeModule}`);
  const program = workspace.program();
  return { workspace, program, sourceFile: program.getSourceFile(file)! };
}

/**
 * Checks the reasons of every loop of the text against its annotations: `//^^^ id` under the place of a reason. Reasons that
 * are not annotated fail, and so do annotations without a reason.
 */
export function checkReasons(annotated: string): void {
  const { text, marks } = readAnnotations(annotated);
  const found = analyse(text).flatMap(({ verdict }) => (verdict.kind === "serial" ? verdict.reasons : []));
  const shown = found.map(({ id, place }) => `${id}: ${text.slice(place.start, place.end)}`);
  const wanted = marks.map(({ label, start, end }) => `${label}: ${text.slice(start, end)}`);
  assert.deepEqual([...new Set(shown)].sort(), [...new Set(wanted)].sort());
}

/**
 * Checks a rewrite that a page advises: each loop that begins at a mark `//^^^ parallel` is parallel. Where none is marked, no
 * loop is refused: the advice does without one.
 */
export function checkAdvised(annotated: string): void {
  const { text, marks } = readAnnotations(annotated);
  const loops = analyse(text);
  for (const { start } of marks) {
    const marked = loops.find(({ loop }) => loop.node.getStart() === start);
    assert.equal(marked?.verdict.kind, "parallel", "a loop that is parallel stands at the mark");
  }
  const refused = loops.flatMap(({ verdict }) => (verdict.kind === "serial" ? verdict.reasons : []));
  if (marks.length === 0) assert.deepEqual(refused, []);
}

/** Checks that the marked loop (`for$0 (…)`, else the first one) is parallel, and what its pattern and assumptions are. */
export function checkParallel(
  text: string,
  expected: {
    pattern: "map" | "reduction" | "commit";
    /** What is left to the caller where that is all; otherwise something is left for workers. */
    idle?: "combines" | "stores";
    assumptions?: readonly string[];
    split?: Partial<Record<keyof SplitText, string>>;
  },
): void {
  const { verdict } = markedLoop(text);
  if (verdict.kind !== "parallel")
    assert.fail(`serial: ${verdict.reasons.map((reason) => `${reason.id}: ${reason.message}`).join("\n")}`);
  assert.equal(verdict.pattern, expected.pattern);
  assert.equal(verdict.idle, expected.idle, "idle");
  if (expected.idle !== undefined) assert.deepEqual(verdict.assumptions, [], "nothing is tested");
  if (expected.assumptions !== undefined)
    assert.deepEqual([...new Set(verdict.assumptions.map(({ id }) => id))].sort(), [...expected.assumptions].sort());
  const shown = splitText(verdict.split);
  for (const [key, value] of Object.entries(expected.split ?? {}))
    assert.equal(shown[key as keyof SplitText], value, key);
}

/** Checks that the marked loop is serial, for these reasons. */
export function checkSerial(text: string, reasons: readonly string[]): void {
  const { verdict } = markedLoop(text);
  if (verdict.kind !== "serial")
    assert.fail(`parallel: ${verdict.pattern} ${JSON.stringify(splitText(verdict.split))}`);
  assert.deepEqual([...new Set(verdict.reasons.map(({ id }) => id))].sort(), [...reasons].sort());
  for (const reason of verdict.reasons) {
    assert.match(reason.message, /^\S.*[.]$/s, "a message is a sentence");
    assert.match(reason.help, /^\S.*[.]$/s, "a help is a sentence");
  }
}

interface SplitText {
  channels: string;
  liveIns: string;
  writes: string;
  privates: string;
  callees: string;
  order: string;
  startsAgain: string;
  commit: string;
}

function splitText(split: Split): SplitText {
  return {
    channels: split.channels.map(({ name, within }) => name + "[]".repeat(within.length)).join(", "),
    liveIns: split.liveIns.map(({ name }) => name).join(", "),
    writes: split.writes.map(({ name }) => name).join(", "),
    privates: split.privates.map(({ name }) => name).join(", "),
    callees: split.callees.map(({ name }) => name).join(", "),
    order: split.order,
    startsAgain: String(split.startsAgain),
    commit: [...split.commit].map((statement) => statement.getText().replace(/\s+/g, " ")).join(" "),
  };
}

/** The loop at `$0`, else the first one. */
function markedLoop(text: string): LoopAnalysis {
  const at = text.indexOf("$0");
  const loops = analyse(text.replace("$0", ""));
  const found =
    at === -1
      ? loops[0]
      : loops.find(({ loop }) => loop.node.getStart() <= at && at <= loop.node.getStart() + "while".length);
  if (found === undefined) assert.fail("no loop at the mark");
  return found;
}
