// The types of the rewrite: what a transform is, and what it hands over. Edits are plain offsets and text.
import type { ts } from "ts-morph";
import type { LoopAnalysis } from "../legality/loopAnalysis.js";
import type { Workspace } from "../workspace/workspace.js";

/** Replace `[start, end)` of the file's current text. Edits of one file do not overlap and are sorted by `start`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The function that becomes asynchronous by it, as messages call it; such edits are shown together. */
  readonly makesAsync?: string;
}

/** All that happens to one file. A file that does not exist yet has `created: true` and one edit `{ start: 0, end: 0, text }`. */
export interface FileEdit {
  /** Absolute path. */
  readonly file: string;
  readonly created: boolean;
  /** The file goes; it has no edits. */
  readonly deleted?: true;
  readonly edits: readonly TextEdit[];
}

export interface TransformPlan {
  readonly files: readonly FileEdit[];
  readonly safety: "safe" | "needs-review";
  /** One sentence per thing to know before applying: each assumption, each function that becomes `async`. */
  readonly notes: readonly string[];
}

/** `ordered`: what has to be done in order is; `parts`: by partial results, which are added up in another order. */
export type WantedWay = "ordered" | "parts";

export type TransformAnswer =
  | { readonly kind: "offered"; readonly plan: TransformPlan }
  | { readonly kind: "disabled"; readonly reason: string };

export interface Transform {
  /** Stable id, the base name of its file: `parallel-map-sync`, `parallel-map-await`, `parallel-map-make-async`. */
  readonly id: string;
  readonly form: "sync" | "async";
  /** Title of the code action, e.g. "Run this loop on all cores". */
  readonly title: string;
  /** undefined: does not apply to this loop at all (it is serial, or the form makes no sense there). */
  plan(context: TransformContext): TransformAnswer | undefined;
}

export interface TransformContext {
  readonly workspace: Workspace;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly sourceFile: ts.SourceFile;
  readonly analysis: LoopAnalysis;
  /** Set where the text is not the author's, but another form of the loop that means the same. */
  readonly prepared?: Prepared;
}

export interface Prepared {
  /** The loop as it stands where the parallel form cannot run. */
  readonly author: string;
  /** What the author's loop stores as it goes, a deferred form stores a little later, which is seen where an iteration fails in between. */
  readonly judged: "anew" | "divided" | "deferred";
  /** The loop goes through parts of the author's iterations. */
  readonly parts?: PartsOfLoop;
  /** Where a test fails, this form may not run in order instead. */
  readonly besideTests: boolean;
  /** What has to be arrays; else the author's loop runs. */
  readonly arrays?: readonly string[];
  /** A condition, as text, without which the author's loop runs. */
  readonly onlyIf?: string;
  /** The loop has the form that its author gave it; only what it uses stands elsewhere. */
  readonly keepsForm: boolean;
}

/**
 * What `chunks` of the runner is given: the bounds of a counted loop, with the author's step, or what is gone through, and the
 * options, as text.
 */
export type PartsOfLoop =
  | { readonly kind: "bounds"; readonly step: string; readonly to: string; readonly options?: string }
  | { readonly kind: "items"; readonly items: string; readonly options?: string };
