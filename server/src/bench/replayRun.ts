// Starts the replay process on a recording and hands on what it reports.
import fs from "node:fs";
import path from "node:path";
import { type ReplayMessage, type ReplayResult, type ReplaySpec, witnessFlags } from "@loopsmith/runner/bench";
import { type BenchProblem, type BenchStep, problem } from "./benchRequest.js";
import { runChild } from "./childProcess.js";
import { childEnvironment, nodeCommand } from "./environment.js";
import { aborted } from "./record.js";
import type { ShadowCopy } from "./shadowCopy.js";
import type { UserNode } from "./userNode.js";

export interface ReplayRunOptions {
  readonly shadow: ShadowCopy;
  /** Project and folder of the command in the original. */
  readonly root: string;
  readonly cwd: string;
  readonly runnerFolder: string;
  readonly spec: Omit<ReplaySpec, "witnessFolder">;
  readonly node?: UserNode | undefined;
  readonly timeoutMs: number;
  /** What is known when it is cancelled, or its time is up, is a result. */
  readonly keepPart: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (step: BenchStep) => void;
}

const interrupted = {
  id: "interrupted",
  message: "The benchmark was ended early; only the worker counts that are shown were compared and measured.",
};

/** Exit status of a Node that is given an option it does not know. */
const BAD_OPTION = 9;

export async function runReplay(options: ReplayRunOptions): Promise<ReplayResult | BenchProblem> {
  const { shadow, root, cwd, runnerFolder, node, spec, timeoutMs, keepPart, signal, onProgress } = options;
  let result: ReplayResult | undefined;
  let part: ReplayResult | undefined;
  const program = path.join(fs.realpathSync(runnerFolder), "dist", "replayMain.js");
  const witnessFolder = path.join(shadow.folder, "witness");
  fs.mkdirSync(witnessFolder);
  const run = (flags: readonly string[], whole: ReplaySpec) =>
    runChild([node?.path ?? nodeCommand(), ...flags, program, JSON.stringify(whole)], {
      cwd: shadow.of(cwd),
      env: childEnvironment(shadow, root, cwd, node),
      signal,
      timeoutMs,
      onLine(line) {
        const message = JSON.parse(line) as ReplayMessage;
        if (message.type === "result") result = message.result;
        else if (message.type === "part") part = message.result;
        else if (message.type === "progress") onProgress({ message: message.message, done: message.done });
      },
    });
  let end = await run(witnessFlags(witnessFolder), { ...spec, witnessFolder });
  // A Node whose V8 does not know these flags ends at once, and measures without them.
  if (end.status === BAD_OPTION) end = await run([], { ...spec, witnessFolder: null });
  if (result !== undefined && end.why !== "aborted") return result;
  if (keepPart && part !== undefined && (end.why === "aborted" || end.why === "timed-out"))
    return { ...part, warnings: [...part.warnings.filter(({ id }) => id !== "fewer-worker-counts"), interrupted] };
  if (end.why === "aborted") return aborted();
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
