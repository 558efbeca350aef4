// The types of the lowest layer: what a loop is, before anybody asks whether it may run in parallel.
import type { ts } from "ts-morph";

/** Syntactic kinds of loops that are listed. The array-method kinds are named after the method. */
export type LoopKind =
  | "for"
  | "for-of"
  | "for-in"
  | "while"
  | "do"
  | "forEach"
  | "map"
  | "filter"
  | "flatMap"
  | "reduce"
  | "some"
  | "every"
  | "find"
  | "findIndex"
  | "Array.from";

/** The kinds that are methods of arrays. All but `reduce` hand an element to their callback first. */
export const methodKinds: ReadonlySet<string> = new Set<LoopKind>([
  "forEach",
  "map",
  "filter",
  "flatMap",
  "reduce",
  "some",
  "every",
  "find",
  "findIndex",
]);

export type LoopNode =
  | ts.ForStatement
  | ts.ForOfStatement
  | ts.ForInStatement
  | ts.WhileStatement
  | ts.DoStatement
  | ts.CallExpression;

/** One loop and its place in the tree of loops of its function. */
export interface Loop {
  readonly kind: LoopKind;
  readonly node: LoopNode;
  /** The statement that is executed once per iteration (for an array method, the body of its callback). */
  readonly body: ts.Node;
  /** Nesting depth: 0 for a loop that no other loop of the same function encloses. */
  readonly depth: number;
  readonly parent: Loop | undefined;
  readonly children: readonly Loop[];
  /** The innermost function-like declaration around the loop, or the source file at module top level. A loop in the callback of an array method has that loop as its `parent`, and the callback as its `container`. */
  readonly container: ts.SignatureDeclaration | ts.SourceFile;
  /** The iteration space, when it is known before the first iteration; otherwise why it is not. */
  readonly space: CountedSpace | ElementSpace | UnknownSpace;
}

/** `for (let i = start; i < end; i += step)`: integers from `start`, by a non-zero integer `step`. */
export interface CountedSpace {
  readonly form: "counted";
  readonly induction: ts.Symbol;
  readonly name: string;
  /** Where the induction variable is declared: by the loop itself, or before it (then its value after the loop may matter). */
  readonly declaredBy: "loop" | "outside";
  /** For `while` and `do`, where the head does not set it, the counter itself: its value when the loop starts. */
  readonly start: ts.Expression;
  /** Undefined for a condition that is the counter alone, `while (i--)`: it ends at 0. */
  readonly end: ts.Expression | undefined;
  /** What the condition adds to the counter before it compares: `size` in `i + size <= n`, with the sign -1 in `i - size`. */
  readonly offset: Offset | undefined;
  /** Further bounds, `i` in `k < n && k <= i`: the count may end sooner. Only of the loop under test. */
  readonly alsoEnds: readonly ts.Expression[];
  /** `<` and `>` exclude `end`; `<=` and `>=` include it; `!==` behaves like `<` or `>` by the sign of the step, with |step| = 1. */
  readonly test: "<" | "<=" | ">" | ">=" | "!==";
  readonly step: number;
  /** How far the counter of the first iteration is ahead of `start`: the step where the condition itself advances it, as in `while (++i < n)`; else 0. */
  readonly lead: number;
  /** How far the counter of an iteration is ahead of what was compared: the step in `while (i++ < n)`, else 0. */
  readonly lag: number;
  /** Where the step is not a constant: what it is a multiple of, e.g. `channels` in `i += channels` with the step 1. Only of the loop under test. */
  readonly stride: ts.Expression | undefined;
  /** What advances the counter: the head's incrementor, one of several in it, or an expression of the body of a `while`, or one of the condition. */
  readonly update: ts.Expression;
  /** Variables that the head declares and advances beside the counter, e.g. `j` in `for (let i = 0, j = n; i < n; i++, j--)`. */
  readonly beside: readonly ts.VariableDeclaration[];
  /** Variables from outside of the loop that the head advances, e.g. `k` in `for (i = 0; i < n; i++, k += width)`. */
  readonly alsoAdvanced: readonly AlsoAdvanced[];
  /** Assignments of the head besides that of the counter: `k = 0` in `for (i = 0, k = 0; i < n; i++)`. */
  readonly alsoAssigned: readonly ts.BinaryExpression[];
  /** Constants that the head declares beside the induction variable, e.g. `n` in `for (let i = 0, n = xs.length; i < n; i++)`. */
  readonly headConstants: readonly ts.VariableDeclaration[];
  /** `while` and `do`: the statement directly in the body that advances the counter; what stands behind it sees the next value. */
  readonly advance: ts.ExpressionStatement | undefined;
  /** `do`: the first iteration runs whatever the condition says. */
  readonly runsOnce: boolean;
}

export interface AlsoAdvanced {
  /** A mention of the variable in the head. */
  readonly name: ts.Identifier;
  /** What the head sets it to at first. */
  readonly start: ts.Expression | undefined;
}

/** `for (const x of xs)` and `xs.map((x, i) => …)`: one iteration for each thing in `xs`. */
export interface ElementSpace {
  readonly form: "elements";
  /** The symbol of the loop variable; absent when the variable is a destructuring pattern, or there is none. */
  readonly item: ts.Symbol | undefined;
  /** What an element is bound to; absent for a callback without parameters, and for `xs.keys()`. */
  readonly binding: ts.BindingName | undefined;
  /** The variable that holds the number of the iteration, counted from 0: `i` in `xs.map((x, i) => …)` and `[i, x] of xs.entries()`. */
  readonly index: ts.Symbol | undefined;
  /** The variable that holds the key of a `Map`: `key` in `map.forEach((value, key) => …)`. */
  readonly key: ts.Symbol | undefined;
  /** The callback's variable for the array itself: `all` in `xs.map((x, i, all) => …)`. */
  readonly whole: ts.Symbol | undefined;
  /** `reduce`: what the iterations before have made. */
  readonly accumulator: ts.Symbol | undefined;
  readonly iterable: ts.Expression;
  /** `array`: the k-th iteration gets the k-th element. `sequence`: a string, `Map`, `Set` or the keys of an object, in their order. */
  readonly source: "array" | "sequence";
  /** The name of which nothing declares that it is an array, as in JavaScript without types: that is tested before the loop. */
  readonly presumed: ts.Expression | undefined;
}

export interface Offset {
  readonly expression: ts.Expression;
  readonly sign: 1 | -1;
}

export interface UnknownSpace {
  readonly form: "unknown";
  /** One sentence: what in the head of the loop is not a form whose iterations are known beforehand. */
  readonly why: string;
  readonly at: ts.Node;
}

/** A count whose condition only compares, the counter being advanced elsewhere, and whose head sets no other variable. */
export type ComparedCount = CountedSpace & { readonly end: ts.Expression; readonly lead: 0; readonly lag: 0 };

export function isCompared(space: CountedSpace): space is ComparedCount {
  const { end, lead, lag, alsoAssigned } = space;
  return end !== undefined && lead === 0 && lag === 0 && alsoAssigned.length === 0;
}

/** An element space whose body uses the element. */
export type BoundElements = ElementSpace & { readonly binding: ts.BindingName };
