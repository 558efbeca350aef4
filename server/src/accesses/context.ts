// What every question about accesses needs: the program, its checker, and the summaries of functions met so far.
import type { ts } from "ts-morph";
import type { Budget } from "../workspace/budget.js";
import type { CancellationToken } from "../workspace/cancellation.js";
import type { Summary } from "./access.js";

export interface AccessContext {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly summaries: Summaries;
  readonly token: CancellationToken;
  /** Bounds the work for the loop or the function that is looked at. */
  readonly budget: Budget;
  readonly strictNulls: boolean;
  readonly uncheckedIndex: boolean;
  /** Only effects are asked for, and only to refuse a loop for them: what is stored where need not be known. */
  readonly seeksObstacles?: boolean;
  /** Where nothing is known of an object, it is taken for plain data: that is presumed, and noted as an effect. */
  readonly presumesData?: boolean;
  /** The summaries under this presumption, and those as far as the first obstacle. */
  readonly presuming?: { readonly summaries: Summaries; readonly obstacles: Summaries };
  /** Set for another form of a loop whose verdict is known; undefined: the loop is the author's. */
  readonly prepared?: {
    /** Where an iteration fails, the author's loop is run from its start, with nothing done yet: no failure comes too early. */
    readonly startsAgain: boolean;
  };
}

export interface Summaries {
  /** The effect summary of a function with a body; computed once per program, recursion by fixpoint. */
  of(declaration: ts.FunctionLikeDeclaration): Summary;
  /** The summary is there, so that asking for it costs nothing. */
  isDone(declaration: ts.FunctionLikeDeclaration): boolean;
}
