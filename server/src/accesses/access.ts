// What a piece of code touches: variables, and places inside objects, read or written. The common currency of the analysis.
import type { ts } from "ts-morph";

/** Where the walk to an object starts. */
export type Root =
  /** The object that a variable from outside of the region holds (a parameter, a captured or a module-level variable). */
  | { readonly kind: "variable"; readonly symbol: ts.Symbol }
  /** An object that the region itself makes, at this expression. */
  | { readonly kind: "fresh"; readonly node: ts.Node }
  /** In the summary of a function: what the caller passes for this parameter. */
  | { readonly kind: "argument"; readonly parameter: ts.ParameterDeclaration }
  | { readonly kind: "this" }
  | { readonly kind: "unknown"; readonly node: ts.Node };

/**
 * One step from an object to something in it. `anything` stands for every place that can be reached from the object; with a
 * `section`, only for what this call of `subarray` shows of it.
 */
export type Step =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "element"; readonly index: ts.Expression | undefined; readonly within?: CalleeSubscript }
  | { readonly kind: "anything"; readonly section?: ts.CallExpression };

/** A subscript that a called function writes, in terms of its own parameters and loops. The `index` of such a step is undefined. */
export interface CalleeSubscript {
  readonly expression: ts.Expression;
  /** The calls that lead there: of the function with the expression first, of the region last. */
  readonly calls: readonly CallFrame[];
}

export interface CallFrame {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly callee: ts.FunctionLikeDeclaration;
}

/** An object, named by the way to it. */
export interface Ref {
  readonly root: Root;
  readonly path: readonly Step[];
  /** Declared type of the object, when one is known. */
  readonly type: ts.Type | undefined;
}

export type Target =
  | { readonly kind: "variable"; readonly symbol: ts.Symbol }
  | { readonly kind: "place"; readonly base: Ref; readonly step: Step };

export interface Access {
  readonly mode: "read" | "write";
  readonly target: Target;
  /** The expression of the region that makes the access (for one made by a callee, the call). */
  readonly node: ts.Node;
  /** True when the access is made inside of a called function. */
  readonly viaCall: boolean;
}

/** What code does beyond reading and writing. */
export interface Effect {
  readonly kind:
    | "output"
    | "random"
    | "time"
    /** Something outside of the program is read that may change, or is another one in each thread: `process.env`, the page. */
    | "ambient"
    /** A function is called for which somebody vouches: nothing, if that is true. */
    | "trusted"
    /** What is called is a method of the language if `data` are plain data, and unknown if not. */
    | "presumed"
    | "unknown-call"
    | "await"
    | "yield"
    | "exit"
    | "unsupported";
  readonly node: ts.Node;
  /** For the effect of a called function: the expression in it that has the effect. */
  readonly origin?: ts.Node;
  /** The author's words for it, e.g. `Math.random` or `this.onTick`. */
  readonly name: string;
  /** An unknown call of a parameter with these objects: who passes a known function there knows what it does. */
  readonly handed?: { readonly parameter: ts.ParameterDeclaration; readonly given: readonly Ref[] };
  /** Of what is presumed: the objects that have to be plain data. */
  readonly data?: readonly Ref[];
}

/** What a worker may do as well as the caller: to draw a random number, and to call what somebody vouches for. */
export function isFree({ kind }: Effect): boolean {
  return kind === "random" || kind === "trusted";
}

/** What keeps a loop serial wherever it happens in an iteration, whatever else the loop does. */
export function isObstacle({ kind }: Effect): boolean {
  return kind === "unknown-call" || kind === "await" || kind === "yield" || kind === "unsupported" || kind === "exit";
}

/** A function whose body is known and that is called or mentioned. */
export interface Mention {
  readonly symbol: ts.Symbol;
  readonly node: ts.Identifier;
}

export interface Facts {
  readonly accesses: readonly Access[];
  readonly effects: readonly Effect[];
  /** Functions, classes, imported names and other things that are not variables, mentioned by name. */
  readonly mentions: readonly Mention[];
  /** `this` or `super` is used. */
  readonly usesThis: ts.Node | undefined;
}

/** Objects that a function puts into an object that it did not make. */
export interface Stored {
  readonly base: Ref;
  readonly step: Step;
  readonly values: readonly Ref[];
}

/** What calling a function does, in terms of its parameters, captured variables and results. */
export interface Summary {
  readonly accesses: readonly Access[];
  readonly effects: readonly Effect[];
  readonly returns: readonly Ref[];
  /** What may lie inside of a returned object that the function made itself. */
  readonly holds: readonly Ref[];
  /** What it puts where. */
  readonly stored: readonly Stored[];
  /** Abstract operations of one call; loops inside count several times. */
  readonly work: number;
  readonly mayThrow: boolean;
}
