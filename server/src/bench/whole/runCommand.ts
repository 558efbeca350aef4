// One run of the user's command in a shadow copy: how long it took, what it printed, how it ended.
import { createHash } from "node:crypto";
import { type BenchProblem, problem } from "../benchRequest.js";
import { runChild } from "../childProcess.js";
import { childEnvironment, intoShadow } from "../environment.js";
import { notStarted } from "../problems.js";
import { aborted } from "../record.js";
import type { ShadowCopy } from "../shadowCopy.js";
import type { RunEnd } from "./compareEnds.js";

export interface Place {
  readonly shadow: ShadowCopy;
  /** Project and folder of the command in the original. */
  readonly root: string;
  readonly cwd: string;
}

export interface CommandRun extends RunEnd {
  /** Milliseconds from its start until it had ended. */
  readonly ms: number;
  /** The end of what it wrote to standard error. */
  readonly errorOutput: string;
}

/** Characters of the output that are kept to show a difference in them. */
const KEPT = 1 << 24;

/** Never throws. */
export async function runCommand(
  command: readonly string[],
  { shadow, root, cwd }: Place,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<CommandRun | BenchProblem> {
  const output: Buffer[] = [];
  const env = childEnvironment(shadow, root, cwd);
  // Unlike a replay, which tries worker counts itself, a whole program keeps to what its user has set.
  for (const name of ["LOOPSMITH_WORKERS", "LOOPSMITH_GATE"]) if (process.env[name]) env[name] = process.env[name];
  const begin = process.hrtime.bigint();
  const end = await runChild(
    command.map((argument) => intoShadow(argument, shadow, root)),
    { cwd: shadow.of(cwd), env, signal, timeoutMs, onOutput: (chunk) => output.push(chunk) },
  );
  const ms = Number(process.hrtime.bigint() - begin) / 1e6;
  const shown = command.join(" ");
  if (end.why === "aborted") return aborted();
  if (end.why === "not-started") return notStarted(command[0], end.errorCode);
  if (end.why === "timed-out")
    return problem(
      `\`${shown}\` did not end within ${Math.round(timeoutMs / 1000)} s.`,
      "Give a command that ends by itself, with a smaller input.",
    );
  // The copies lie in different folders, which a program may print.
  const plain = (text: string) => text.replaceAll(shadow.root, root).replaceAll(shadow.folder, "");
  const text = plain(Buffer.concat(output).toString("utf8"));
  return {
    ms,
    status: end.status,
    killedBy: end.killedBy,
    output: text.slice(0, KEPT),
    digest: createHash("sha256").update(text).digest("hex"),
    errorOutput: plain(end.errorOutput),
  };
}

export function isRun(run: CommandRun | BenchProblem): run is CommandRun {
  return "ms" in run;
}
