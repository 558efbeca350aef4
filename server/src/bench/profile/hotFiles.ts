// The user's source files that a run spent time in, read and analysed.
import fs from "node:fs";
import path from "node:path";
import { toReport } from "../../analysis/toReport.js";
import { analyseFile, createAnalysisContext } from "../../legality/analyseFile.js";
import { neverCancelled, runInSlices } from "../../workspace/cancellation.js";
import { isProblem, nearestConfig, openWorkspace, type Workspace } from "../../workspace/workspace.js";
import { type BenchProblem, problem } from "../benchRequest.js";
import { ancestors } from "../projectRoot.js";
import { isHook, type ThreadTimes } from "./cpuProfile.js";
import type { Places } from "./places.js";
import { type SourceText, sourceTextOf } from "./sourceText.js";

/** Files that take less than this part of the run are not looked into. */
const WORTH_A_LOOK = 0.005;

/** How many further files are read for one file's calls: analysis takes its time. */
const MOST_CALLED = 20;

/** The user's source files that were on the stack for a part of the run that is worth looking at. */
export function hotFiles(threads: readonly ThreadTimes[], places: Places, busyMs: number): readonly string[] {
  const times = new Map<string, number>();
  for (const { nodes, scripts } of threads) {
    const onStack = new Map<(typeof nodes)[number], ReadonlySet<string>>();
    for (const node of nodes) {
      let files = (node.parent && onStack.get(node.parent)) ?? new Set<string>();
      if (node.url !== "" && !/node_modules|^node:/.test(node.url) && !isHook(node.url)) {
        const script = scripts.get(node.scriptId) ?? { scriptId: node.scriptId, url: node.url, sourceMapUrl: "" };
        const points = node.lines.flatMap(({ line }) => places.line(script, line, 0));
        const more = [...places.begin(script, node.line, node.column), ...points].map(({ file }) => file);
        if (more.some((file) => !files.has(file))) files = new Set([...files, ...more]);
      }
      onStack.set(node, files);
      for (const file of files) times.set(file, (times.get(file) ?? 0) + node.selfMs);
    }
  }
  return [...times]
    .filter(([file, ms]) => busyMs * WORTH_A_LOOK <= ms && isOwnSource(file))
    .map(([file]) => file)
    .sort();
}

function isOwnSource(file: string): boolean {
  return (
    /(?<!\.d)\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/.test(file) &&
    !/[\\/]node_modules[\\/]/.test(file) &&
    fs.existsSync(file) &&
    !isRuntime(file)
  );
}

/** The runtime of rewritten programs may be linked into them; its time is theirs. */
function isRuntime(file: string): boolean {
  const manifest = ancestors(path.dirname(file))
    .map((folder) => path.join(folder, "package.json"))
    .find((each) => fs.existsSync(each));
  return manifest !== undefined && /"name": *"@loopsmith\/runner"/.test(fs.readFileSync(manifest, "utf8"));
}

export interface ReadOptions {
  readonly cwd: string;
  readonly project?: string;
  /** No further file is read after it. */
  readonly discard?: AbortSignal;
  /** After each file: how many have been read, and how many are known to be wanted. */
  readonly onRead?: ((done: number, total: number) => void) | undefined;
}

/**
 * Reads the files and, as functions may be inlined and then have no time of their own, the files of the functions that they call.
 */
export async function readTexts(
  files: readonly string[],
  { cwd, project, discard, onRead }: ReadOptions,
): Promise<Map<string, SourceText> | BenchProblem> {
  const byConfig = new Map<string | undefined, string[]>();
  for (const file of files) {
    const config = project ?? nearestConfig(path.dirname(file));
    byConfig.set(config, [...(byConfig.get(config) ?? []), file]);
  }
  const texts = new Map<string, SourceText>();
  let [done, total] = [0, files.length];
  for (const [config, own] of byConfig) {
    const workspace = openWorkspace({ cwd, files: own, project: config ?? null });
    if (isProblem(workspace)) return problem(workspace.message, workspace.help);
    const read = async (file: string) => {
      if (discard?.aborted) return;
      await add(texts, workspace, file);
      onRead?.(++done, total);
    };
    for (const file of own) await read(file);
    const called = new Set(own.flatMap((file) => calledFiles(texts.get(file))).filter((file) => !texts.has(file)));
    total += called.size;
    for (const file of called) await read(file);
  }
  return texts;
}

async function add(texts: Map<string, SourceText>, workspace: Workspace, file: string): Promise<void> {
  if (texts.has(file)) return;
  const text = await readText(workspace, file);
  if (text !== undefined) texts.set(file, text);
}

function calledFiles(text: SourceText | undefined): readonly string[] {
  const calls = text?.functions.flatMap((span) => span.calls) ?? [];
  const files = new Set(calls.flatMap(({ target }) => (typeof target === "object" ? path.normalize(target.file) : [])));
  return [...files].filter(isOwnSource).slice(0, MOST_CALLED);
}

async function readText(workspace: Workspace, file: string): Promise<SourceText | undefined> {
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file.replaceAll("\\", "/"));
  if (sourceFile === undefined || workspace.isTooDeep(file)) return undefined;
  const context = createAnalysisContext(program, neverCancelled);
  const analyses = await runInSlices(analyseFile(context, sourceFile), neverCancelled);
  const { checker } = context;
  return sourceTextOf(
    file,
    sourceFile,
    checker,
    analyses.map((analysis) => ({
      analysis,
      report: toReport(analysis, { workspace, program, checker, sourceFile, analysis }, "reasons", true),
    })),
  );
}
