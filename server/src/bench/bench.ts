// Benchmarks one loop of a program on the program's own input: what the command line and the language server both call.
import { planReplay } from "../transforms/replay.js";
import { type BenchOutcome, type BenchRequest, problem } from "./benchRequest.js";
import { findLoop, lineOf, openDocuments } from "./findLoop.js";
import { onlyTimed } from "./heaviest.js";
import { proofOf } from "./proofOf.js";
import { runBench } from "./runBench.js";
import { runnerFolder } from "./runnerFolder.js";

export type { BenchLimits, BenchOutcome, BenchRequest, BenchStep } from "./benchRequest.js";

/**
 * Measures what running a loop in parallel gains on real input: copies the project into a temporary folder, runs the user's
 * command there until it enters the loop, records the values that the loop takes from its surroundings, replays the loop in
 * series and in parallel on copies of them, compares the results, and, only if they are equal, times both in interleaved pairs.
 *
 * Never throws and never writes to a terminal. What a user can get wrong comes back as `kind: "problem"`; results that differ
 * are a report. Abort `signal` to cancel: a command line should do so on SIGINT. All child processes have ended and the
 * temporary folder is gone when the promise is fulfilled.
 */
export async function benchLoop(request: BenchRequest): Promise<BenchOutcome> {
  const { cwd, command, signal, onProgress, limits } = request;
  const runner = request.runnerFolder ?? runnerFolder();
  if (typeof runner !== "string") return runner;
  onProgress?.({ message: "analysing the loop", done: null });
  const found = await findLoop(request);
  if ("kind" in found) return found;
  const { workspace, program, context, sourceFile, analysis, file, line } = found;
  const answer = planReplay({ workspace, program, checker: context.checker, sourceFile, analysis }, request.way);
  if (answer.kind === "refused") return problem(answer.reason, answer.help);
  const outcome = await runBench({
    plan: answer.plan,
    timedText: () => onlyTimed(found),
    file,
    cwd,
    runnerFolder: runner,
    line,
    loopText: sourceFile.text.split(/\r?\n/)[line - 1]!.trim(),
    command,
    options: workspace.options,
    configFile: workspace.configFile,
    documents: openDocuments(workspace, program),
    signal,
    onProgress,
    node: request.node,
    keepPart: request.keepPart === true,
    limits,
  });
  if (outcome.kind !== "report") return outcome;
  const proof = proofOf(analysis, (offset) => lineOf(sourceFile, offset));
  return { kind: "report", report: { ...outcome.report, proof } };
}
