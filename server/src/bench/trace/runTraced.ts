// Runs the command twice in shadow copies: once to see how long the loop takes, once with everything written down.
import fs from "node:fs";
import path from "node:path";
import type { TraceResult } from "@loopsmith/runner/bench";
import type { ts } from "ts-morph";
import type { BenchProblem } from "../benchRequest.js";
import { type FoundLoop, openDocuments } from "../findLoop.js";
import { systemProblem } from "../problems.js";
import { projectRoot } from "../projectRoot.js";
import { aborted, runHooked } from "../record.js";
import { createShadowCopy, type ShadowCopy } from "../shadowCopy.js";
import { instrument } from "./instrument.js";
import { packageFunctions } from "./onTrial.js";
import { instrumentPackages } from "./packages.js";
import type { TraceRequest } from "./trace.js";
import { createSites, type TraceSites } from "./traceSites.js";
import { trackedVariables } from "./trackedVariables.js";

export interface TracedLoop {
  readonly result: TraceResult;
  /** Null where the loop could not be timed without the trace. */
  readonly slowdown: number | null;
  readonly sites: TraceSites;
}

export interface RunRequest extends TraceRequest {
  readonly runnerFolder: string;
  readonly found: FoundLoop;
  /** The sources that are instrumented. */
  readonly files: readonly ts.SourceFile[];
  /** Functions of packages that are taken on trial, as `module#name`. */
  readonly names: ReadonlySet<string>;
}

const MINUTE = 60_000;

/** Shorter runs of the loop as it is are not compared with. */
const LEAST_MS = 5;

/** How long a program that is traced has to tell what it knows, in milliseconds. */
const PATIENCE = 5000;

/** Never throws; both copies are gone when the promise is fulfilled. */
export async function runTraced(request: RunRequest): Promise<TracedLoop | BenchProblem> {
  const plain = await inCopy(request, "timing the loop", true, (shadow) => writePlain(request, shadow));
  if ("kind" in plain) return plain;
  let original = (file: string) => file;
  const sites = createSites((file) => original(file));
  const traced = await inCopy(request, "tracing the loop", false, (shadow) => {
    const { root } = path.parse(shadow.root);
    const tree = shadow.of(root);
    original = (file) => (file.startsWith(tree) ? path.join(root, path.relative(tree, file)) : file);
    writeInstrumented(request, shadow, sites);
  });
  if ("kind" in traced) return traced;
  const each = ({ ms, iterations }: TraceResult) => ms / iterations;
  // A loop that takes no longer than its code takes to be compiled tells nothing.
  const isTimed = plain.iterations > 0 && plain.ms >= LEAST_MS && traced.iterations > 0;
  return { result: traced, slowdown: isTimed ? each(traced) / each(plain) : null, sites };
}

/** Copies the project, has it changed, and runs the command in it until the loop has ended. */
async function inCopy(
  request: RunRequest,
  message: string,
  onlyTimes: boolean,
  change: (shadow: ShadowCopy) => void,
): Promise<TraceResult | BenchProblem> {
  const { cwd, command, runnerFolder, signal, node, onProgress, limits = {} } = request;
  const { file, line, workspace, program } = request.found;
  const root = projectRoot(file, cwd);
  if (typeof root !== "string") return root;
  const { recordMs = 10 * MINUTE, traceMs = MINUTE } = limits;
  let shadow: ShadowCopy | undefined;
  try {
    onProgress?.({ message: "copying the project", done: null });
    shadow = await createShadowCopy({ root, runnerFolder, signal });
    for (const [document, text] of openDocuments(workspace, program)) {
      if (fs.existsSync(shadow.of(document))) fs.writeFileSync(shadow.own(document), text);
    }
    change(shadow);
    signal?.throwIfAborted();
    onProgress?.({ message, done: null });
    const folder = path.join(shadow.folder, "trace");
    fs.mkdirSync(folder);
    const result = path.join(folder, "trace.json");
    // Ended while it is traced, it tells what it knows; what does not do so in time is killed.
    const late = new AbortController();
    const onAbort = () => {
      fs.writeFileSync(path.join(folder, "stop"), "");
      setTimeout(() => late.abort(), onlyTimes ? 0 : PATIENCE).unref();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const options = {
      shadow,
      root,
      cwd,
      command,
      runnerFolder,
      place: `${path.relative(cwd, file).replaceAll("\\", "/")}:${line}`,
      entry: 1,
      timeoutMs: recordMs + traceMs,
      signal: late.signal,
      node,
    };
    const failed = await runHooked(options, {
      hook: "traceHook.cjs",
      variables: {
        LOOPSMITH_TRACE_FOLDER: folder,
        LOOPSMITH_TRACE_MS: String(traceMs),
        LOOPSMITH_TRACE_TIMES: String(Number(onlyTimes)),
      },
      result,
    }).finally(() => signal?.removeEventListener("abort", onAbort));
    if (onlyTimes) signal?.throwIfAborted();
    return failed ?? (JSON.parse(fs.readFileSync(result, "utf8")) as TraceResult);
  } catch (error) {
    return signal?.aborted ? aborted() : systemProblem(error);
  } finally {
    await shadow?.remove();
  }
}

function writePlain({ found }: RunRequest, shadow: ShadowCopy): void {
  const { sourceFile, analysis, context } = found;
  const text = instrument(sourceFile, {
    checker: context.checker,
    sites: createSites(),
    tracked: new Map(),
    loop: analysis.loop,
    isOnTrial: () => false,
    part: "all",
    onlyTimes: true,
  });
  fs.writeFileSync(shadow.own(sourceFile.fileName), text);
}

function writeInstrumented({ found, files, names }: RunRequest, shadow: ShadowCopy, sites: TraceSites): void {
  const { analysis, context } = found;
  const { checker } = context;
  const tracked = trackedVariables(files, checker, analysis.loop, 1);
  for (const file of files) {
    const text = instrument(file, {
      checker,
      sites,
      tracked,
      loop: file === found.sourceFile ? analysis.loop : undefined,
      isOnTrial: (call) => packageFunctions(call, checker).some((name) => names.has(name)),
      part: "all",
    });
    fs.writeFileSync(shadow.own(file.fileName), text);
  }
  instrumentPackages(files, shadow, sites, 1 + tracked.size);
}
