// Starts the replay process on a recording and hands on what it reports.
import fs from "node:fs";
import path from "node:path";
import type { ReplayMessage, ReplayResult, ReplaySpec } from "@loopsmith/runner/bench";
import { type BenchProblem, type BenchStep, problem } from "./benchRequest.js";
import { runChild } from "./childProcess.js";
import { childEnvironment, nodeCommand } from "./environment.js";
import { aborted } from "./record.js";
import type { ShadowCopy } from "./shadowCopy.js";

export interface ReplayRunOptions {
  readonly shadow: ShadowCopy;
  /** Project and folder of the command in the original. */
  readonly root: string;
  readonly cwd: string;
  readonly runnerFolder: string;
  readonly spec: ReplaySpec;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (step: BenchStep) => void;
}

export async function runReplay(options: ReplayRunOptions): Promise<ReplayResult | BenchProblem> {
  const { shadow, root, cwd, runnerFolder, spec, timeoutMs, signal, onProgress } = options;
  let result: ReplayResult | undefined;
  const program = path.join(fs.realpathSync(runnerFolder), "dist", "replayMain.js");
  const end = await runChild([nodeCommand(), program, JSON.stringify(spec)], {
    cwd: shadow.of(cwd),
    env: childEnvironment(shadow, root, cwd),
    signal,
    timeoutMs,
    onLine(line) {
      const message = JSON.parse(line) as ReplayMessage;
      if (message.type === "result") result = message.result;
      else onProgress({ message: message.message, done: message.done });
    },
  });
  if (end.why === "aborted") return aborted();
  if (result !== undefined) return result;
  if (end.why === "timed-out") {
    return problem(
      `The replay of the loop did not end within ${Math.round(timeoutMs / 1000)} s.`,
      "Give a command with a smaller input, so that one run of the loop takes seconds at most.",
    );
  }
  if (end.why === "not-started") {
    return problem(
      "Node was not found, so the loop cannot be replayed.",
      "Install Node 20 or later and put it on the PATH.",
    );
  }
  if (/out of memory/i.test(end.errorOutput)) {
    return problem(
      "The replay of the loop ran out of memory.",
      "Give a command with a smaller input, or raise the limit with NODE_OPTIONS=--max-old-space-size=8192.",
    );
  }
  const last = end.errorOutput
    .trim()
    .split("\n")
    .findLast((line) => /error/i.test(line));
  return problem(
    `The replay of the loop ended without a result (${end.killedBy ?? `exit status ${end.status}`}).${last ? ` It said: ${last.trim()}` : ""}`,
    "Check that the loop's module can be imported by itself without ending the process.",
  );
}
