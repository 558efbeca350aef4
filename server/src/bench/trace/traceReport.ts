// What a trace of a loop comes to: plain data, printed as text, JSON and Markdown.
import type { Machine } from "@loopsmith/runner/bench";

/** `not-known`: something ran in the loop that could not be looked into. */
export type TraceAnswer = "no-conflict" | "conflict" | "not-known";

export interface TraceReport {
  readonly version: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** The command that the user gave. */
  readonly program: string;
  readonly loop: { readonly file: string; readonly line: number; readonly text: string };
  readonly answer: TraceAnswer;
  /** One sentence each: what the analysis could not decide; empty for a loop that is proved. */
  readonly undecided: readonly string[];
  readonly run: TracedRun;
  /** Iterations that touched the same place, one of them writing: the first of each pair of expressions. */
  readonly conflicts: readonly TraceConflict[];
  /** The same, but done in order by the caller in the rewritten loop, so nothing stands in the way there. */
  readonly inOrder: readonly TraceConflict[];
  readonly unknowns: readonly TraceFinding[];
  /** Functions of packages that the loop calls: whether they did no more than compute a value of their arguments. */
  readonly functions: readonly TracedFunction[];
  /** What allows the rewrite, which then needs review; null where this trace does not. */
  readonly evidence: TraceEvidence | null;
  /** Why there is none, one sentence; null where there is, or where none is needed. */
  readonly withoutEvidence: string | null;
}

export interface TracedRun {
  readonly ended: "end" | "time";
  /** Iterations of the first entry that ran, and those of them of which everything was written down. */
  readonly iterations: number;
  readonly traced: number;
  readonly accesses: number;
  readonly ms: number;
  /** How many times longer an iteration took than without the trace; null where that could not be told. */
  readonly slowdown: number | null;
}

export interface TracePlace {
  /** Relative to the folder of the command; of a package from `node_modules` on. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface TraceConflict {
  readonly kind: "flow" | "anti" | "output";
  /** The earlier access and the later one. */
  readonly source: TracePlace;
  readonly sink: TracePlace;
  /** Counted from 0. */
  readonly iterations: readonly [number, number];
  readonly count: number;
  readonly message: string;
}

export interface TraceFinding {
  readonly place: TracePlace;
  readonly message: string;
}

export interface TracedFunction {
  /** As `module#name`. */
  readonly name: string;
  readonly isPure: boolean;
  readonly findings: readonly TraceFinding[];
}

/** What `apply --observed` takes. Good only for the very text that was traced. */
export interface TraceEvidence {
  readonly file: string;
  readonly line: number;
  /** SHA-256 of the text of the file, in hexadecimal digits. */
  readonly sha256: string;
  readonly pureFunctions: readonly string[];
  readonly apart: boolean;
  /** One sentence per thing to review. */
  readonly notes: readonly string[];
}
