// The benchmark of one planned loop: shadow copy, recording, replay, report. Whatever happens, the copy is removed.
import fs from "node:fs";
import path from "node:path";
import { classExport, type ReplaySpec, type Report } from "@loopsmith/runner/bench";
import type { ts } from "ts-morph";
import type { ReplayPlan } from "../transforms/replay.js";
import { classImport } from "../transforms/support/recordedClasses.js";
import { isProblem, openWorkspace } from "../workspace/workspace.js";
import { applyEdits } from "./applyEdits.js";
import type { BenchLimits, BenchOutcome, BenchProblem, BenchStep } from "./benchRequest.js";
import { callsApart } from "./callsApart.js";
import { emitReplay } from "./emitReplay.js";
import { findHeaviest, writeDocuments } from "./heaviest.js";
import { systemProblem } from "./problems.js";
import { isInside, projectRoot } from "./projectRoot.js";
import { aborted, record } from "./record.js";
import { runReplay } from "./replayRun.js";
import { createShadowCopy, type ShadowCopy } from "./shadowCopy.js";
import type { UserNode } from "./userNode.js";

export interface PlannedBench {
  readonly plan: ReplayPlan;
  /** The text of the loop's file in which the loop says when it is entered and left. */
  readonly timedText: () => string;
  /** Absolute paths. */
  readonly file: string;
  readonly cwd: string;
  readonly runnerFolder: string;
  /** Line of the loop's head, counted from 1, and its text. */
  readonly line: number;
  readonly loopText: string;
  readonly command: readonly string[];
  /** Compiler options and configuration file of the project, in the original. */
  readonly options: ts.CompilerOptions;
  readonly configFile: string | undefined;
  /** Texts of open documents, by absolute path: they are what the user sees, so they are what is measured. */
  readonly documents?: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: BenchStep) => void) | undefined;
  readonly node?: UserNode | undefined;
  readonly keepPart?: boolean;
  readonly limits?: BenchLimits | undefined;
}

const MINUTE = 60_000;

/** Never throws: what goes wrong comes back as a problem. Nothing of the user's is written, and nothing is left behind. */
export async function runBench(bench: PlannedBench): Promise<BenchOutcome> {
  const { file, cwd, runnerFolder, signal, onProgress } = bench;
  const root = projectRoot(file, cwd);
  if (typeof root !== "string") return root;
  let shadow: ShadowCopy | undefined;
  try {
    const entry = await entryOf(bench, root);
    if ("kind" in entry) return entry;
    onProgress?.({ message: "copying the project", done: null });
    const onFiles = (message: string) => onProgress?.({ message, done: null });
    shadow = await createShadowCopy({ root, runnerFolder, signal, onProgress: onFiles });
    return await runInShadow(bench, root, shadow, entry);
  } catch (error) {
    if (signal?.aborted) return aborted();
    return systemProblem(error);
  } finally {
    await shadow?.remove();
  }
}

type Entry = NonNullable<Report["input"]["entry"]>;

async function entryOf(bench: PlannedBench, root: string): Promise<Entry | BenchProblem> {
  const { cwd, file, line, limits = {} } = bench;
  const { entry = 1, recordMs = 10 * MINUTE } = limits;
  if (entry !== "heaviest") return { number: entry };
  const place = `${shownFrom(cwd, file)}:${line}`;
  return findHeaviest({ ...bench, root, place, text: bench.timedText(), timeoutMs: recordMs });
}

function shownFrom(cwd: string, file: string): string {
  return path.relative(cwd, file).replaceAll("\\", "/");
}

async function runInShadow(bench: PlannedBench, root: string, shadow: ShadowCopy, entry: Entry): Promise<BenchOutcome> {
  const { plan, file, cwd, runnerFolder, line, loopText, command, signal, node, limits = {} } = bench;
  const onProgress = bench.onProgress ?? (() => {});
  const shown = shownFrom(cwd, file);
  const documents = bench.documents ?? new Map<string, string>();
  writeDocuments(documents, shadow);
  const isOwn = (other: string) => isInside(root, other) && !other.includes("/node_modules/");
  const files = [...plan.files, ...plan.classes.filter((edit) => isOwn(edit.file))];
  // The compiler counts from behind the mark of the byte order.
  const textOf = (edited: string) => documents.get(edited) ?? fs.readFileSync(edited, "utf8").replace(/^\uFEFF/, "");
  applyEdits(files, textOf, shadow);

  onProgress({ message: "recording inputs", done: null });
  const common = { shadow, root, cwd, runnerFolder, signal, node };
  const recording = await record({
    ...common,
    command,
    place: `${shown}:${line}`,
    entry: entry.number,
    timeoutMs: limits.recordMs ?? 10 * MINUTE,
  });
  if ("kind" in recording) return recording;

  onProgress({ message: "preparing the replay", done: null });
  const { replayModule, usesRequire } = plan;
  const met = recording.classes.map((name, index) => classImport(name, classExport(index), replayModule, usesRequire));
  fs.appendFileSync(shadow.of(replayModule), met.join(""));
  const emitted = emitReplay(
    shadow.of(plan.replayModule),
    path.join(shadow.folder, "tree"),
    shadowOptions(bench, shadow),
  );
  const result = await runReplay({
    ...common,
    spec: {
      recording: recording.folder,
      ...emitted,
      liveOuts: plan.liveOuts,
      maxWorkers: limits.maxWorkers ?? workersFromEnvironment(),
      measureMs: limits.measureMs ?? 20_000,
    } satisfies Omit<ReplaySpec, "witnessFolder">,
    timeoutMs: limits.replayMs ?? 10 * MINUTE,
    keepPart: bench.keepPart === true,
    onProgress,
  });
  if ("kind" in result) return result;
  const apart = callsApart(entry.heaviest?.ms, result.comparison);
  const report: Report = {
    version: 1,
    date: new Date().toISOString(),
    machine: node === undefined ? result.machine : { ...result.machine, nodeFrom: node.from },
    program: command.join(" "),
    loop: { file: shown, line, text: loopText },
    input: entry.number === 1 && entry.heaviest === undefined ? result.input : { ...result.input, entry },
    warmUps: result.warmUps,
    comparison: result.comparison,
    warnings: apart === undefined ? result.warnings : [...result.warnings, apart],
  };
  return { kind: "report", report };
}

/** The compiler options once more, read in the copy, so that path aliases lead into it. */
function shadowOptions({ cwd, configFile, options }: PlannedBench, shadow: ShadowCopy): ts.CompilerOptions {
  if (configFile === undefined || !fs.existsSync(shadow.of(configFile))) return options;
  const workspace = openWorkspace({ cwd: shadow.of(cwd), project: shadow.of(configFile) });
  return isProblem(workspace) ? options : workspace.options;
}

function workersFromEnvironment(): number | null {
  const workers = Number(process.env["LOOPSMITH_WORKERS"]);
  return Number.isInteger(workers) && 0 < workers ? workers : null;
}
