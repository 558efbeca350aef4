// The answer of the analysis about one loop. `Verdict` is legality only; whether it pays is `Profit`, kept apart.
import type { ts } from "ts-morph";
import type { Summand } from "../dependence/advances.js";

export type { Scalar, ScalarClass } from "../scalars/classifyScalars.js";

/** A place in a source file, as plain offsets (UTF-16 code units from the start of the file). */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** One thing that stands in the way, with its place, in words that need no compiler knowledge. */
export interface RejectReason {
  /** Stable id: the base name of the unit in `legality/reasons/`. */
  readonly id: string;
  readonly place: Place;
  /** What is in the way and why, one or two short sentences. Names the variable. */
  readonly message: string;
  /** What to change, one sentence. */
  readonly help: string;
}

/** Something that must hold for the verdict to be true. */
export interface Assumption {
  readonly id: string;
  /** `checked`: the generated code tests it at run time; `trusted`: the user must know it; `observed`: seen on recorded input only. */
  readonly kind: "checked" | "trusted" | "observed";
  readonly place: Place;
  readonly message: string;
}

/** How the iterations depend on one another after privatization. */
export type Pattern = "map" | "reduction" | "commit";

/** `combines`: sums, counts and the like, of which parts can be put together; `stores`: what is there is stored, gathered or counted under a key. */
export type Idle = "combines" | "stores";

export type Verdict =
  | {
      readonly kind: "parallel";
      readonly pattern: Pattern;
      readonly assumptions: readonly Assumption[];
      readonly split: Split;
      /** Set where nothing is left for workers: what the caller does with all iterations. */
      readonly idle: Idle | undefined;
    }
  | { readonly kind: "serial"; readonly reasons: readonly [RejectReason, ...RejectReason[]] };

/** A carried or loop-independent dependence that was found between two accesses of the body. */
export interface Dependence {
  readonly kind: "flow" | "anti" | "output" | "input";
  /** The variable as the author wrote it, e.g. `out[i]`. */
  readonly variable: string;
  readonly source: Place;
  readonly sink: Place;
  /** Iterations between source and sink; undefined when not constant or not known. */
  readonly distance: number | undefined;
  /** Name of the loop's induction variable or item that carries it; undefined when loop-independent. */
  readonly carriedBy: string | undefined;
}

/** A static estimate of whether running this loop in parallel pays. Never part of the verdict. */
export interface Profit {
  readonly promising: boolean;
  /** Estimated abstract operations of one kernel iteration. */
  readonly workPerIteration: number;
  /** Estimated bytes that travel to and from the workers per iteration; undefined when not known. */
  readonly bytesMoved: number | undefined;
  readonly why: string;
}

/**
 * How the body of a parallel loop is divided: what the workers compute (the kernel) and what the caller does in order over
 * the kernel's results (the commit). Internal to the server: holds compiler nodes and symbols, never crosses the facade.
 */
export interface Split {
  /**
   * The statements that the caller executes in iteration order. A compound statement in this set belongs to the commit with
   * everything in it. A statement that is not in the set and contains none of it is executed by the kernel only. A compound
   * statement that is not in the set but contains one that is, is *mixed*: kernel and commit both keep its head.
   */
  readonly commit: ReadonlySet<ts.Statement>;
  /** The values that kernel hands to commit, in the order in which the commit first uses them. */
  readonly channels: readonly Channel[];
  /** Variables and parameters from outside of the loop that the kernel reads: they go into `env`. Functions are not among them. */
  readonly liveIns: readonly LiveIn[];
  /** Typed arrays among the live-ins whose elements the kernel itself writes, disjointly; for the option `writes`. */
  readonly writes: readonly LiveIn[];
  /** Assignments to places of the caller that an iteration has to itself: the kernel makes them in its copies, the caller takes the values over. */
  readonly copied: readonly ts.Node[];
  /** Variables declared outside of the loop that every iteration writes before it reads them and nobody reads after: the kernel declares its own. */
  readonly privates: readonly ts.Symbol[];
  /** Variables declared outside of the body that every iteration advances by the same amount: the kernel advances its own to where the iteration starts. */
  readonly advanced: readonly Advanced[];
  /** Arrays made before the loop that every iteration fills before it reads them: the kernel makes its own. */
  readonly scratch: readonly ts.Symbol[];
  /** Local constants of the body that name an object of the caller (`const p = particles[i]`) and that the commit uses too: both sides evaluate their declaration. */
  readonly rematerialized: ReadonlySet<ts.VariableStatement>;
  /** Functions that kernel code calls or mentions by name: imported ones are imported again, local ones move to the kernel module. */
  readonly callees: readonly Callee[];
  /** Pairs of objects that must not overlap; tested at the call (option `disjoint`). First: written, second: read. */
  readonly disjoint: readonly (readonly [Tested, Tested])[];
  /** Arrays whose elements must be different objects; tested at the call (option `distinct`), else the iterations run in order. */
  readonly distinct: readonly Tested[];
  /** What the loop goes through, where nothing declares it an array; tested before the loop, else the author's loop runs. */
  readonly arrays: readonly Tested[];
  /** What has to be made of lists, texts, numbers and records; else the loop has to run as it was. */
  readonly plain: readonly Tested[];
  /**
   * Numbers of which the proof needs that they are whole (`width` in `y * width + x`): tested at the call (option
   * `integers`); when one is not, the iterations run in order.
   */
  readonly integers: readonly ts.Expression[];
  /** Numbers that must not be smaller than others, e.g. the step of the loop; tested before it, else the author's loop runs. */
  readonly conditions: readonly Condition[];
  /**
   * Where a checked assumption does not hold, it is not enough to run the iterations in order: the loop itself has to run, as
   * the author wrote it, because within an iteration the kernel would read what the commit has yet to write.
   */
  readonly isOrderSensitive: boolean;
  /**
   * `array`: all results may be gathered before the first commit. `batches`: commits that others can see must have happened
   * for every iteration before one that throws (or `disjoint` guards a commit), so results are taken in order, in batches.
   */
  readonly order: "array" | "batches";
  /** The kernel contains a `continue` of this loop that skips the commit; the commit of such an iteration is skipped. */
  readonly skips: boolean;
  /** The commit may leave the loop before its last iteration (`break`, `return`, a jump to a label further out). */
  readonly exits: boolean;
  /** Jumps of the commit at which the kernel of the iteration ends, too: it evaluates the conditions on the way to them. */
  readonly stops: ReadonlySet<ts.Statement>;
  /**
   * Statements that can fail before another part of the kernel does, so the kernel has to evaluate them (of compound ones the
   * head) also where nobody but the commit needs them: the failure that comes first is the one that is seen.
   */
  readonly failing: ReadonlySet<ts.Statement>;
  /**
   * The work of an iteration can fail behind something of it that can be seen: the results are gathered before the first commit,
   * and where that fails, the author's loop is run, which shows how far it comes.
   */
  readonly startsAgain: boolean;
  /** The kernel provably cannot throw. */
  readonly kernelCannotThrow: boolean;
}

/** The expression is at least so much, or so many times as much as the number that `of` names. */
export interface Condition {
  readonly expression: ts.Expression;
  readonly atLeast: number;
  readonly of?: ts.Identifier | undefined;
}

/** A secondary induction variable. */
export interface Advanced {
  readonly symbol: ts.Symbol;
  /** What the head of the loop declares it with; undefined where it is declared before the loop. */
  readonly start: ts.Expression | undefined;
  /** What each iteration adds. */
  readonly summands: readonly Summand[];
  /** All that the kernel evaluates to tell how far the iterations before have advanced it. */
  readonly expressions: readonly ts.Expression[];
}

export type Channel = VariableChannel | ExpressionChannel;

/** The value of a variable that the kernel declares. */
export interface VariableChannel {
  readonly kind: "variable";
  readonly name: string;
  readonly symbol: ts.Symbol;
  /**
   * The mixed loops inside of the analysed loop around the use, outermost first; empty: one value per iteration.
   * With loops, the channel is an array in the order of their iterations.
   */
  readonly within: readonly ts.Statement[];
  /** The commit statement before which the value is taken (the first that uses it at this nesting). */
  readonly at: ts.Statement;
}

/** A subexpression of a commit statement that the kernel computes instead, e.g. `price(x)` in `total += price(x)`. */
export interface ExpressionChannel {
  readonly kind: "expression";
  /** Suggested name, free in the scope of the loop. */
  readonly name: string;
  readonly expression: ts.Expression;
  readonly within: readonly ts.Statement[];
  /** The commit statement that holds the expression. */
  readonly at: ts.Statement;
}

export interface LiveIn {
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** First mention in the kernel. */
  readonly node: ts.Identifier;
}

/** An object that is tested when the loop starts, as it is written there: `out`, `this.cells`. */
export interface Tested {
  readonly name: string;
  readonly node: ts.Node;
}

export interface Callee {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly node: ts.Identifier;
}
