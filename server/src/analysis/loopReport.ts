// The plain data that leaves the server's core: one entry per loop. `loopsmith check --format json` prints it as it is.
import type { Detail } from "../legality/analyseFile.js";
import type { KernelReport } from "./kernelReports.js";

/** `marks` are verdicts without the transforms, which take as long as the verdicts. */
export type ReportDetail = Detail | "marks";

/** Lines and columns are counted from 1; columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LoopReport extends Position {
  /** Relative to the working directory, forward slashes. */
  readonly file: string;
  readonly endLine: number;
  readonly kind: string;
  /** Name of the enclosing function; empty at module top level, `(anonymous)` for one without a name. */
  readonly function: string;
  readonly depth: number;
  /** `line:column` of the loop around this one, or null. */
  readonly parent: string | null;
  /** `unasked` where only verdicts were wanted: nobody has looked, since the loop cannot be worth the trouble. */
  readonly verdict: "parallel" | "serial" | "unasked";
  readonly pattern: "map" | "reduction" | "commit" | null;
  readonly assumptions: readonly ReportedAssumption[];
  readonly reasons: readonly ReportedReason[];
  readonly dependences: readonly ReportedDependence[];
  readonly scalars: readonly { readonly name: string; readonly class: string }[];
  readonly profit: ReportedProfit;
  readonly transforms: readonly ReportedTransform[];
}

export interface ReportedAssumption extends Position {
  readonly id: string;
  readonly kind: "checked" | "trusted" | "observed";
  readonly message: string;
}

export interface ReportedReason extends Position {
  readonly id: string;
  readonly message: string;
  readonly help: string;
}

export interface ReportedDependence {
  readonly kind: "flow" | "anti" | "output" | "input";
  readonly variable: string;
  readonly source: Position;
  readonly sink: Position;
  readonly distance: number | null;
  readonly carriedBy: string | null;
}

export interface ReportedProfit {
  readonly promising: boolean;
  readonly workPerIteration: number;
  readonly bytesMoved: number | null;
  readonly why: string;
}

export interface ReportedTransform {
  readonly id: string;
  readonly form: "sync" | "async";
  readonly safety: "safe" | "needs-review";
  /** Why the action is not offered, or null when it is. */
  readonly disabledReason: string | null;
}

/** The document that `check --format json` prints. */
export interface CheckDocument {
  readonly version: 1;
  readonly loops: readonly LoopReport[];
  /** Kernels that have become unsafe. */
  readonly kernels: readonly KernelReport[];
}
