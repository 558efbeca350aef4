// What the replay process is told and what it answers. One JSON value a line, on its file descriptor 3.
import type { Comparison, Machine, Report, Timeline } from "../report/report.js";

/** The one argument of the replay process, as JSON. All paths are absolute. */
export interface ReplaySpec {
  /** Folder with the recording of the live-ins. */
  readonly recording: string;
  /** Module that exports `serial` and `parallel`, ready to be imported. */
  readonly replayModule: string;
  /** Module of the same kind that re-exports `@loopsmith/runner` as the replay module and its kernels see it. */
  readonly runnerModule: string;
  /** Names of the live-ins that the loop changes or may change inside. */
  readonly liveOuts: readonly string[];
  /** Largest number of workers; null: all cores that this process may use. */
  readonly maxWorkers: number | null;
  /** Time budget of the timed runs, in milliseconds. */
  readonly measureMs: number;
  /** Folder into which V8 writes what it deoptimizes; null where it does not. */
  readonly witnessFolder: string | null;
  /** Only tell how much memory one run of one version needs. */
  readonly memoryOf?: { readonly version: keyof ReplayModule; readonly workers: number };
}

export type ReplayMessage =
  | { readonly type: "progress"; readonly message: string; readonly done: number | null }
  /** What would be the result if it ended now. */
  | { readonly type: "part"; readonly result: ReplayResult }
  | { readonly type: "result"; readonly result: ReplayResult }
  /** The most memory that the process held. */
  | { readonly type: "memory"; readonly bytes: number };

export interface ReplayResult {
  readonly machine: Machine;
  readonly input: Report["input"];
  readonly warmUps: number;
  readonly comparison: Comparison;
  readonly warnings: Report["warnings"];
}

/** What the benchmark needs of `@loopsmith/runner`. */
export interface RunnerModule {
  configure(options: { workers: number; gate: "always" | "never"; timeline: boolean }): void;
  lastCall(): CallFigures | undefined;
  /** Undefined where the call ran in place. */
  lastTimeline(): Timeline | undefined;
}

/** Figures of the latest call of `parallelMap` or `parallelMapSync`; times in milliseconds. */
export interface CallFigures {
  readonly mode: "parallel" | "in-place";
  /** Why it ran in place; empty when it did not. */
  readonly why?: string | undefined;
  readonly workers: number;
  readonly chunks: number;
  /** Number of items of the call. */
  readonly items?: number;
  readonly startMs: number;
  readonly transferInMs: number;
  readonly computeMs: number;
  readonly imbalanceMs: number;
  readonly transferOutMs: number;
}

/** The module made from the loop: the loop as it was, and as it is rewritten, over the same inputs. */
export interface ReplayModule {
  serial(liveIns: Record<string, unknown>): unknown;
  parallel(liveIns: Record<string, unknown>): unknown;
}

/** The name under which the replay module exports a recorded class, by its place in the recording's header. */
export function classExport(index: number): string {
  return `loopsmithClass${index}`;
}
