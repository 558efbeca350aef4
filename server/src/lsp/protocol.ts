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

/**
 * `loopsmith/scan`: the loops of all source files below some folders, on disk or as they are open. Cancellable; the loops come in
 * notifications, and whatever an editor waits for goes first.
 */
export const SCAN_REQUEST = "loopsmith/scan";
export interface ScanParams {
  /** Chosen by the client; stands in each notification of this scan. */
  readonly id: number;
  readonly folders: readonly string[];
  /** Only these files. */
  readonly files?: readonly string[];
  /** Without `reasons`, which takes about twice the time, loops that have to run in order come without their reasons. */
  readonly detail: Detail;
}
export interface ScanResult {
  /** Files looked at, and files found: fewer where the scan was cancelled. */
  readonly files: number;
  readonly total: number;
}

/** Notification while a scan runs, from server to client. */
export const SCAN_PROGRESS = "loopsmith/scanProgress";
export interface ScanProgress {
  readonly id: number;
  readonly done: number;
  readonly total: number;
  /** What has been looked at since the last notification, files without loops included. */
  readonly files: readonly ScannedFile[];
}
export interface ScannedFile {
  readonly uri: string;
  readonly loops: readonly ScannedLoop[];
}
/** Lines and columns counted from 1. */
export interface ScannedLoop {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly function: string;
  /** The first line of the loop. */
  readonly text: string;
  readonly verdict: LoopReport["verdict"];
  readonly pattern: LoopReport["pattern"];
  readonly promising: boolean;
  /** Whether it pays, as a sentence. */
  readonly why: string;
  readonly workPerIteration: number;
  /** A rewrite is offered. */
  readonly canRewrite: boolean;
  readonly reasons: readonly { readonly id: string; readonly message: string }[];
}
