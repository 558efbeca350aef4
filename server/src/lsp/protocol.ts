// The requests that go beyond the Language Server Protocol. The extension imports these types and nothing else of the server.
import type { Report } from "@loopsmith/runner/bench";
import type { WorkspaceEdit } from "vscode-languageserver";
import type { LoopReport } from "../analysis/loopReport.js";
import type { LoopVariables } from "../analysis/variables.js";
import type { TraceEvidence, TraceReport } from "../bench/trace/traceReport.js";
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

/** `loopsmith/variables`: what becomes of the variables of the innermost loop that begins on or lies around a line. */
export const VARIABLES_REQUEST = "loopsmith/variables";
export interface VariablesParams {
  readonly uri: string;
  /** Counted from 1. */
  readonly line: number;
}
export interface VariablesResult {
  /** Null where there is no loop. */
  readonly loop: LoopVariables | null;
}

/** `loopsmith/tool`: one of the tools for assistants, as `loopsmith mcp` serves them. Cancellable. A rewrite that is to be written comes back as `workspace/applyEdit`. */
export const TOOL_REQUEST = "loopsmith/tool";
export interface ToolParams {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Absolute path of the folder that relative paths are meant in. */
  readonly folder: string;
}
export interface ToolAnswer {
  readonly text: string;
  /** The tool did not do what it was asked for; the text says why. */
  readonly isError: boolean;
}

/** `loopsmith/install`: has the package manager of a file's package install the runtime that the server carries. Cancellable. */
export const INSTALL_REQUEST = "loopsmith/install";
export interface InstallParams {
  /** Absolute path of a folder of the package. */
  readonly folder: string;
  /** Only says whether it is there. */
  readonly dry: boolean;
}
export type InstallResult =
  | { readonly kind: "there" | "missing" | "installed"; readonly message: string }
  | { readonly kind: "problem"; readonly message: string; readonly help: string };

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
  /** The user's setting: the Node to measure with. */
  readonly node?: string;
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

/**
 * `loopsmith/profile`: which loops of the sources a run of a command spends its time in, or a profile recorded elsewhere.
 * Cancellable: the command is ended and nothing is answered.
 */
export const PROFILE_REQUEST = "loopsmith/profile";
export interface ProfileParams {
  /** Chosen by the client; stands in each notification of this profile. */
  readonly id: number;
  /** Absolute path of the folder in which the command runs. */
  readonly cwd: string;
  /** The command and its arguments, without a shell, and variables that it gets besides; or the absolute path of a `.cpuprofile` file. */
  readonly source:
    | { readonly command: readonly string[]; readonly env?: Readonly<Record<string, string>> }
    | { readonly file: string };
  /** The user's setting: the Node that comes first on the command's PATH. */
  readonly node?: string;
}
/** What was seen, or one sentence what was wrong and one what to do. */
export type ProfileResult =
  | { readonly kind: "profile"; readonly profile: LoopProfile }
  | { readonly kind: "cancelled" }
  | { readonly kind: "problem"; readonly message: string; readonly help: string };

/** Times in milliseconds. */
export interface LoopProfile {
  /** The command or the file. */
  readonly program: string;
  /** From start to end. */
  readonly wallMs: number;
  /** Null when there was none: recorded elsewhere, or ended by a signal. */
  readonly exitStatus: number | null;
  /** It was ended before its end. */
  readonly interrupted: boolean;
  readonly cores: number;
  /** Promising loops by their saving first. */
  readonly loops: readonly ProfiledLoop[];
  /** One sentence each: what is missing in the figures, and how to get it. */
  readonly notes: readonly string[];
}
/** Lines and columns counted from 1. */
export interface ProfiledLoop {
  readonly uri: string;
  readonly line: number;
  readonly column: number;
  /** Part of the run's busy time, 0 to 1. */
  readonly share: number;
  /** In the loop's own text, inner loops and callbacks included. */
  readonly selfMs: number;
  /** The same and what is called from it. */
  readonly totalMs: number;
  /** What all cores would save at the most: a prediction; 0 for a loop that has to run in order. */
  readonly savesMs: number;
  /** `file:line` of the promising loop around it, whose saving holds its own. */
  readonly partOf: string | null;
}

/** Notification while a profile runs, from server to client. */
export const PROFILE_PROGRESS = "loopsmith/profileProgress";
export interface ProfileProgress {
  readonly id: number;
  /** e.g. `analysing the loops of 3 files`. */
  readonly message?: string;
  /** While loops are looked at, after the run: how many of the files known to be wanted have been. */
  readonly analysed?: { readonly done: number; readonly total: number };
  /** What the command has printed since. */
  readonly output?: string;
}

/**
 * Request from server to client, where it says `formatting`: how the user has TypeScript's own formatter lay out a file. Null where
 * another formatter is chosen for it, or none.
 */
export const FORMAT_OPTIONS_REQUEST = "loopsmith/formatOptions";
export interface FormatOptionsParams {
  readonly uri: string;
}
/** As the formatter names them. */
export type FormatOptionsResult = Readonly<Record<string, boolean | number | string>> | null;

/** Notification from client to server: end the command now and answer with what is known. */
export const PROFILE_END = "loopsmith/profileEnd";
export interface ProfileEnd {
  readonly id: number;
}

/**
 * `loopsmith/trace`: run `command` with the loop traced, and say which iterations touched the same places. Cancellable; progress comes
 * as `loopsmith/benchProgress`.
 */
export const TRACE_REQUEST = "loopsmith/trace";
/** The client's command that asks for it: uri and line of the loop are its arguments. Offered as an action where the client says `tracing`. */
export const TRACE_COMMAND = "loopsmith.checkByRunning";
export type TraceParams = Omit<BenchParams, "seconds">;
export interface TraceProblem {
  readonly kind: "problem";
  readonly message: string;
  readonly help: string;
}
export type TraceRequestResult =
  | {
      readonly kind: "trace";
      readonly answer: TraceReport["answer"];
      /** In one sentence. */
      readonly headline: string;
      /** The report as a page without scripts. */
      readonly html: string;
      /** What allows a rewrite; null where nothing does. */
      readonly evidence: TraceEvidence | null;
    }
  | TraceProblem;

/** `loopsmith/observedEdit`: the rewrite that a trace allows, marked as one that needs review. */
export const OBSERVED_EDIT_REQUEST = "loopsmith/observedEdit";
export interface ObservedEditParams {
  readonly uri: string;
  /** Counted from 1. */
  readonly line: number;
  readonly evidence: TraceEvidence;
}
export type ObservedEditResult = { readonly kind: "edit"; readonly edit: WorkspaceEdit } | TraceProblem;

/** Notification from client to server: the loops that the last profile found hot, of files that have not changed since. */
export const HEAT_NOTIFICATION = "loopsmith/heat";
export interface HeatParams {
  readonly files: readonly {
    readonly uri: string;
    readonly loops: readonly Pick<ProfiledLoop, "line" | "column" | "share">[];
  }[];
}
