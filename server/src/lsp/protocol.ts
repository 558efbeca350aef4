// The requests that go beyond the Language Server Protocol. The extension imports these types and nothing else of the server.
import type { Report } from "@loopsmith/runner/bench";
import type { LoopReport } from "../analysis/loopReport.js";
import type { Detail } from "../legality/analyseFile.js";

/** `loopsmith/loops`: every loop of one open document, for lenses and views. */
export const LOOPS_REQUEST = "loopsmith/loops";
export interface LoopsParams {
  readonly uri: string;
  /** With `verdicts`, which takes a fraction of the time, serial loops come without their reasons; left out: `reasons`. */
  readonly detail?: Detail;
}
export interface LoopsResult {
  readonly version: number | null;
  readonly loops: readonly LoopReport[];
}

/** `loopsmith/bench`: record the loop's real inputs by running `command` in a shadow copy, replay, compare. Cancellable; reports progress. */
export const BENCH_REQUEST = "loopsmith/bench";
export interface BenchParams {
  readonly uri: string;
  /** Counted from 1. */
  readonly line: number;
  /** The command and its arguments, e.g. `["npx", "tsx", "main.ts"]`. */
  readonly command: readonly string[];
  /** Time budget of the timed runs, in seconds; left out: the default. */
  readonly seconds?: number;
  /** Absolute path of the folder in which the command runs. */
  readonly cwd: string;
}
/** A `Report` of `@loopsmith/runner/bench` as JSON, or one sentence what was wrong and one what to do. */
export type BenchResult =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "problem"; readonly message: string; readonly help: string };

/** Notification while a benchmark runs, from server to client. */
export const BENCH_PROGRESS = "loopsmith/benchProgress";
export interface BenchProgress {
  readonly uri: string;
  readonly line: number;
  /** e.g. `recording inputs`, `pair 4 of 20`. */
  readonly message: string;
  /** 0 to 1; null while unknown. */
  readonly done: number | null;
}

/** `loopsmith/renderReport`: a report as a text to show. */
export const RENDER_REQUEST = "loopsmith/renderReport";
export interface RenderParams {
  readonly report: Report;
  readonly format: "html" | "md" | "inline" | "text";
}
