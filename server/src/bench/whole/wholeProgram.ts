// Benchmarks a whole program: the user's command as it is and with rewritten loops, in two shadow copies, in interleaved runs.
import os from "node:os";
import path from "node:path";
import {
  type Difference,
  measurePairs,
  medianInterval,
  type Series,
  thisMachine,
  timing,
} from "@loopsmith/runner/bench";
import { type BenchProblem, type BenchStep, problem } from "../benchRequest.js";
import { ownPath } from "../ownPath.js";
import { systemProblem } from "../problems.js";
import { projectRoot } from "../projectRoot.js";
import { aborted } from "../record.js";
import { runnerFolder } from "../runnerFolder.js";
import { createShadowCopy, type ShadowCopy } from "../shadowCopy.js";
import { compareEnds } from "./compareEnds.js";
import { type CommandRun, isRun, type Place, runCommand } from "./runCommand.js";
import type { WholeComparison, WholeReport } from "./wholeReport.js";

export interface WholeRequest {
  /** Absolute path of the folder in which the command runs. */
  readonly cwd: string;
  readonly command: readonly string[];
  /** A command whose success is the proof that both versions do the same; without it, it is what the command prints. */
  readonly tests: readonly string[] | undefined;
  /** Rewrites the loops of a copy. Gets the copy's folder that stands for `cwd`. */
  readonly rewrite: (
    cwd: string,
    inCopy: (file: string) => string,
    makeOwn: (target: string) => void,
  ) => WholeReport["rewritten"] | BenchProblem;
  readonly runnerFolder?: string;
  /** Time budget of the timed runs, in milliseconds. */
  readonly measureMs: number;
  /** How long one run may take, in milliseconds. */
  readonly runMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: BenchStep) => void) | undefined;
}

export type WholeOutcome = { readonly kind: "report"; readonly report: WholeReport } | BenchProblem;

/** Never throws, writes nothing of the user's, and leaves nothing behind. */
export async function benchWhole(request: WholeRequest): Promise<WholeOutcome> {
  const { cwd, signal, onProgress } = request;
  const runner = request.runnerFolder ?? runnerFolder();
  if (typeof runner !== "string") return runner;
  const root = projectRoot(path.join(cwd, "command"), cwd);
  if (typeof root !== "string") return root;
  const copies: ShadowCopy[] = [];
  try {
    for (const version of ["as it is", "to be rewritten"]) {
      onProgress?.({ message: `copying the project, ${version}`, done: null });
      copies.push(await createShadowCopy({ root, runnerFolder: runner, signal }));
    }
    const [serial, other] = copies.map((shadow): Place => ({ shadow, root, cwd }));
    onProgress?.({ message: "rewriting loops", done: null });
    const { shadow } = other!;
    const rewritten = request.rewrite(
      shadow.of(cwd),
      (file) => shadow.of(file),
      (target) => ownPath(target, shadow.folder),
    );
    if ("kind" in rewritten) return rewritten;
    if (rewritten.files.length === 0)
      return problem(
        "No loop was rewritten, so there is nothing to compare.",
        "`loopsmith check` lists the loops that are worth it; name one as file:line to rewrite it.",
      );
    return await compare(request, serial!, other!, rewritten);
  } catch (error) {
    return signal?.aborted ? aborted() : systemProblem(error);
  } finally {
    await Promise.all(copies.map((shadow) => shadow.remove()));
  }
}

async function compare(
  request: WholeRequest,
  serial: Place,
  other: Place,
  rewritten: WholeReport["rewritten"],
): Promise<WholeOutcome> {
  const { command, tests, signal, measureMs, runMs: timeoutMs = 600_000 } = request;
  const load = os.loadavg()[0] ?? 0;
  const step = (message: string, done: number | null = null) => request.onProgress?.({ message, done });
  const run = (place: Place, what = command) => runCommand(what, place, { timeoutMs, signal });
  const frame = { version: 1, date: new Date().toISOString(), machine: thisMachine(), rewritten } as const;
  const report = (comparison: WholeComparison, warnings: WholeReport["warnings"]): WholeOutcome => ({
    kind: "report",
    report: { ...frame, program: command.join(" "), tests: tests?.join(" ") ?? null, comparison, warnings },
  });

  const evidence = tests === undefined ? "output" : "tests";
  if (tests !== undefined) {
    const found = await compareTests(tests, run, serial, other, step);
    if (!Array.isArray(found)) return found as BenchProblem;
    if (found.length > 0) return report({ outcome: "different", evidence, differences: found }, []);
  }
  step("running the program as it is");
  const first = await run(serial);
  if (!isRun(first)) return first;
  step("running it once more: does it do the same?");
  const again = await run(serial);
  if (!isRun(again)) return again;
  const [chance] = compareEnds(first, again);
  if (tests === undefined && chance !== undefined) {
    return problem(
      `The program does not do the same when it runs twice, so no other version can be compared with it: ${chance.path} was ${JSON.stringify(chance.serial)}, then ${JSON.stringify(chance.parallel)}.`,
      'Let it print neither times nor chance, or give a command that checks the results: --tests "npm test".',
    );
  }
  step("running the rewritten program");
  const second = await run(other);
  if (!isRun(second)) return second;
  const differences = compareEnds(first, second);
  if (differences.length > 0 && (tests === undefined || endDiffers(differences)))
    return report({ outcome: "different", evidence, differences }, []);

  const broken: { why?: BenchProblem | readonly Difference[] } = {};
  const pairs: Record<"serial" | "parallel", number[]> = { serial: [], parallel: [] };
  const timed = async (place: Place, version: keyof typeof pairs): Promise<number> => {
    const taken = await run(place);
    if (!isRun(taken)) broken.why = taken;
    else if (tests === undefined) {
      const found = compareEnds(first, taken);
      if (found.length > 0) broken.why = found;
    }
    if (broken.why !== undefined) throw new Error("A timed run was not like the others.");
    const { ms } = taken as CommandRun;
    pairs[version].push(ms);
    return ms;
  };
  let series: Series;
  const clock = () => performance.now();
  const begin = clock();
  try {
    series = await measurePairs({
      serial: () => timed(serial, "serial"),
      parallel: () => timed(other, "parallel"),
      budgetMs: measureMs,
      clock,
      onPair: (pairs) => step(`pair ${pairs} of runs`, Math.min(1, (clock() - begin) / measureMs)),
    });
  } catch (error) {
    const { why } = broken;
    if (why === undefined) throw error;
    if (!("kind" in why)) return report({ outcome: "different", evidence, differences: why }, []);
    // Two pairs are the least from which a spread can be told; both lists are in the order of the pairs.
    const whole = Math.min(pairs.serial.length, pairs.parallel.length);
    if (!signal?.aborted || whole < 2) return why;
    const [before, after] = [pairs.serial.slice(0, whole), pairs.parallel.slice(0, whole)];
    series = { serial: before, parallel: after, ratios: before.map((ms, index) => ms / after[index]!) };
  }
  const { low, high, coverage } = medianInterval(series.ratios);
  const measured = {
    outcome: "equal",
    evidence,
    serial: timing(series.serial),
    rewritten: timing(series.parallel),
    speedup: timing(series.ratios).median,
    interval: [low, high],
  } as const;
  const found = warningsOf({ measured, coverage, load, differences, first, again, second });
  const message = "The benchmark was ended early; the runs until then are shown.";
  return report(measured, signal?.aborted ? [...found, { id: "interrupted", message }] : found);
}

async function compareTests(
  tests: readonly string[],
  run: (place: Place, what?: readonly string[]) => Promise<CommandRun | BenchProblem>,
  serial: Place,
  other: Place,
  step: (message: string) => void,
): Promise<readonly Difference[] | BenchProblem> {
  const shown = tests.join(" ");
  step(`running \`${shown}\` on the program as it is`);
  const before = await run(serial, tests);
  if (!isRun(before)) return before;
  if (before.status !== 0)
    return problem(
      `\`${shown}\` fails on the program as it is, so it cannot check the rewritten one.${lastWords(before)}`,
      "Mend the tests first, or leave --tests out to compare what the program prints.",
    );
  step(`running \`${shown}\` on the rewritten program`);
  const after = await run(other, tests);
  if (!isRun(after)) return after;
  if (after.status === 0) return [];
  return [{ path: `(${shown})`, serial: "passes", parallel: `fails.${lastWords(after)}` }];
}

function lastWords({ output, errorOutput }: CommandRun): string {
  const lines = `${output}\n${errorOutput}`.split("\n").filter((line) => line.trim() !== "");
  const line = lines.findLast((candidate) => /error|fail|not ok/i.test(candidate)) ?? lines.at(-1);
  return line === undefined ? "" : ` It said: ${line.trim().slice(0, 200)}`;
}

function endDiffers(differences: readonly Difference[]): boolean {
  return differences.some(({ path: place }) => place === "(end)");
}

interface Found {
  readonly measured: Extract<WholeComparison, { outcome: "equal" }>;
  readonly coverage: number;
  readonly load: number;
  readonly differences: readonly Difference[];
  readonly first: CommandRun;
  /** The second run of the program as it is: what differs already there says nothing. */
  readonly again: CommandRun;
  readonly second: CommandRun;
}

function* warnings({
  measured,
  coverage,
  load,
  differences,
  first,
  again,
  second,
}: Found): Generator<WholeReport["warnings"][number]> {
  const { serial, rewritten } = measured;
  if (first.status !== 0) {
    const end = first.killedBy === null ? `with exit status ${first.status}` : `by ${first.killedBy}`;
    yield {
      id: "program-fails",
      message: `The program ends ${end}, as it is, too; what is timed is the way until there.`,
    };
  }
  if (coverage < 0.95)
    yield {
      id: "few-samples",
      message: `Only ${serial.samples.length} pairs of runs fitted into the time; the interval is their whole range. Use --seconds for more time, or a smaller input.`,
    };
  const spread = Math.max(serial.mad / serial.median, rewritten.mad / rewritten.median);
  if (spread > 0.05)
    yield {
      id: "noisy",
      message: `Equal runs differ by ±${(spread * 100).toFixed(0)} %. Close other programs, or trust the interval.`,
    };
  const cores = os.availableParallelism();
  if (load > cores * 0.75)
    yield {
      id: "busy-machine",
      message: `Other programs were using about ${load.toFixed(1)} of ${cores} cores; the rewritten program may be faster than it looks.`,
    };
  if (differences.length > 0 && compareEnds(first, again).length === 0)
    yield {
      id: "output-differs",
      message: `The tests pass, but ${differences[0]!.path} is ${JSON.stringify(differences[0]!.serial)}, rewritten ${JSON.stringify(differences[0]!.parallel)}.`,
    };
  if (first.errorOutput === again.errorOutput && first.errorOutput !== second.errorOutput)
    yield { id: "errors-differ", message: "What the two versions write to standard error is not the same." };
}

function warningsOf(found: Found): WholeReport["warnings"] {
  return [...warnings(found)];
}
