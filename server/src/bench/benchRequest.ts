// What `benchLoop` is asked and what it answers: plain data, so that the command line and the language server share it.
import type { Report } from "@loopsmith/runner/bench";
import type { WantedWay } from "../transforms/transform.js";
import type { Workspace } from "../workspace/workspace.js";
import type { UserNode } from "./userNode.js";

export interface BenchRequest {
  /** Absolute path of the folder in which the command runs; files in the report are named relative to it. */
  readonly cwd: string;
  /** File of the loop, absolute or relative to `cwd`. */
  readonly file: string;
  /** Line of the loop, counted from 1: the line on which its head begins, or any line of it; the innermost loop wins. */
  readonly line: number;
  /** The command and its arguments, e.g. `["npx", "tsx", "main.ts"]`. No shell is involved. */
  readonly command: readonly string[];
  /** The program as the editor sees it, unsaved text included. Without it, the files on disk under `cwd` are opened. */
  readonly workspace?: Workspace;
  /** `tsconfig.json` to use when there is no `workspace`. */
  readonly project?: string;
  /** The Node that runs the replay, and comes first on the PATH of the command; without it, the one that runs this. */
  readonly node?: UserNode | undefined;
  /** Folder of a built `@loopsmith/runner`; without it, the one beside this program is found. */
  readonly runnerFolder?: string;
  /** `parts`: the loop is measured as it is rewritten by partial results. */
  readonly way?: WantedWay;
  /** Ends the benchmark: child processes are killed and the shadow copy is removed before `benchLoop` returns. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BenchStep) => void;
  /** What is known when it is cancelled is a report. Without it, to be cancelled is a problem. */
  readonly keepPart?: boolean;
  readonly limits?: BenchLimits;
}

export interface BenchStep {
  /** e.g. `copying the project`, `recording inputs`, `2 workers: pair 4`. */
  readonly message: string;
  /** 0 to 1; null while unknown. */
  readonly done: number | null;
}

/** Times in milliseconds. What is left out has its default. */
export interface BenchLimits {
  /** How long the command may run before it reaches the loop. Default: ten minutes. */
  readonly recordMs?: number;
  /** Time budget of all timed runs together. Default: 20 seconds. */
  readonly measureMs?: number;
  /** How long the whole replay may take, equality check included. Default: ten minutes. */
  readonly replayMs?: number;
  /** Largest number of workers to try. Default: `LOOPSMITH_WORKERS`, else the cores this process may use. */
  readonly maxWorkers?: number;
  /** Which entry into the loop is recorded, counted from 1, or the one that takes longest. Default: the first. */
  readonly entry?: number | "heaviest";
}

/** A report (whose comparison may still be "different" or "failed"), or one sentence what was wrong and one what to do. */
export type BenchOutcome =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "problem"; readonly message: string; readonly help: string };

export type BenchProblem = Extract<BenchOutcome, { kind: "problem" }>;

export function problem(message: string, help: string): BenchProblem {
  return { kind: "problem", message, help };
}
