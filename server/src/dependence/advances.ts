// The values of secondary induction variables as polynomials: how far the iterations of the loops around, and the statements
// before in the same iteration, have advanced them (Wolfe, "Beyond Induction Variables", PLDI 1992, for the linear case).
import { ts } from "ts-morph";
import { type ComparedCount, isCompared } from "../loops/loop.js";
import type { Counts } from "./counts.js";
import type { Increment, Induction } from "./inductions.js";
import { add, constant, constantValue, equal, idsOf, multiply, type Polynomial, scale, zero } from "./polynomial.js";

/** What the nest says of its loops. */
export interface LoopsOf extends Pick<Counts, "ordinal" | "trips" | "spaceOf" | "isVariableOf"> {
  polynomial(expression: ts.Expression): Polynomial | undefined;
}

/** A factor of an advance: an amount, or the number of iterations of a loop inside. */
export type Factor =
  | { readonly kind: "amount"; readonly expression: ts.Expression }
  | { readonly kind: "trips"; readonly space: ComparedCount };

/** One summand of what an iteration adds: `sign · factor · factor …`; no factors: 1. */
export interface Summand {
  readonly sign: 1 | -1;
  readonly factors: readonly Factor[];
}

export interface Advances {
  /** What has been added since the start of the scope when control comes to `node`, a mention of the variable. */
  before(node: ts.Node): Polynomial | undefined;
  /** What each iteration of the scope, a loop, adds; it is the same for all of them. */
  readonly perIteration: Polynomial | undefined;
  /** The same, as the author's expressions. */
  readonly summands: readonly Summand[];
}

/** O(nodes of the scope) for each question. */
export function advancesOf({ scope, increments }: Induction, loops: LoopsOf): Advances {
  const byNode = new Map<ts.Node, Increment>(increments.map((increment) => [increment.node, increment]));
  const holders = new Set<ts.Node>();
  for (const { node } of increments)
    for (let at = node as ts.Node; ; at = at.parent) {
      holders.add(at);
      if (at === scope || at.parent === undefined) break;
    }
  const totals = new Map<ts.Node, Polynomial | undefined>();
  const isLoop = ts.isIterationStatement(scope, false);
  return {
    before,
    get perIteration() {
      return isLoop ? iterationOf(scope) : undefined;
    },
    summands: isLoop ? partsOf(scope).flatMap((part) => summandsOf(part, [])) : [],
  };

  /** What one execution of a part adds. */
  function total(node: ts.Node): Polynomial | undefined {
    if (!holders.has(node)) return zero;
    if (!totals.has(node)) {
      totals.set(node, undefined);
      totals.set(node, computeTotal(node));
    }
    return totals.get(node);
  }

  function computeTotal(node: ts.Node): Polynomial | undefined {
    const increment = byNode.get(node);
    if (increment !== undefined) return amountOf(increment);
    if (!ts.isForStatement(node)) return sum(childrenOf(node));
    const each = iterationOf(node);
    const trips = each === undefined ? undefined : loops.trips(node);
    return each === undefined || trips === undefined ? undefined : multiply(trips, each);
  }

  function amountOf({ amount, sign }: Increment): Polynomial | undefined {
    const value = amount === undefined ? constant(1) : loops.polynomial(amount);
    return value === undefined ? undefined : scale(value, sign);
  }

  /** What each iteration of a loop adds: undefined where it is not the same for all of them. */
  function iterationOf(loop: ts.Node): Polynomial | undefined {
    const each = sum(partsOf(loop));
    if (each === undefined) return undefined;
    const ids = [...idsOf(each)];
    const varies = (node: ts.Node): boolean => {
      const isCounter = (node === loop || ts.isForStatement(node)) && ids.some((id) => loops.isVariableOf(node, id));
      return isCounter || (ts.forEachChild(node, (child) => (varies(child) ? true : undefined)) ?? false);
    };
    return varies(loop) ? undefined : each;
  }

  function sum(nodes: readonly ts.Node[]): Polynomial | undefined {
    let all: Polynomial = zero;
    for (const node of nodes) {
      const part = total(node);
      if (part === undefined) return undefined;
      all = add(all, part);
    }
    return all;
  }

  function before(node: ts.Node): Polynomial | undefined {
    let all: Polynomial = zero;
    for (let at = node; at !== scope; at = at.parent) {
      const { parent } = at;
      if (parent === undefined) return undefined;
      const isTurn = ts.isIterationStatement(parent, false) && holders.has(parent);
      if (isTurn && (at === parent.statement || isIncrementor(at, parent))) {
        const each = iterationOf(parent);
        const ordinal = each === undefined ? undefined : loops.ordinal(parent);
        // Behind the body comes what the head does after each iteration.
        const body = isIncrementor(at, parent) ? total(parent.statement) : zero;
        if (each === undefined || ordinal === undefined || body === undefined) return undefined;
        all = add(all, add(multiply(ordinal, each), body));
      } else if (!isTurn) {
        const part = sum(childrenBefore(at));
        if (part === undefined) return undefined;
        all = add(all, part);
      }
    }
    return all;
  }

  function summandsOf(node: ts.Node, outer: readonly Factor[]): readonly Summand[] {
    if (!holders.has(node)) return [];
    const increment = byNode.get(node);
    if (increment !== undefined) {
      const { amount, sign } = increment;
      const own: readonly Factor[] = amount === undefined ? [] : [{ kind: "amount", expression: amount }];
      return [{ sign, factors: [...outer, ...own] }];
    }
    const space = ts.isForStatement(node) ? loops.spaceOf(node) : undefined;
    const within: readonly Factor[] =
      space === undefined || !isCompared(space) ? outer : [...outer, { kind: "trips", space }];
    return (ts.isForStatement(node) ? partsOf(node) : childrenOf(node)).flatMap((child) => summandsOf(child, within));
  }
}

/** What a loop executes in each iteration that may add something. */
function partsOf(loop: ts.Node): readonly ts.Node[] {
  if (!ts.isIterationStatement(loop, false)) return [];
  const { incrementor } = loop as ts.ForStatement;
  return ts.isForStatement(loop) && incrementor !== undefined ? [loop.statement, incrementor] : [loop.statement];
}

function isIncrementor(node: ts.Node, loop: ts.Node): boolean {
  return ts.isForStatement(loop) && loop.incrementor === node;
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    found.push(child);
  });
  return found;
}

/** The parts beside a node that are evaluated before it: what a pattern takes apart, before the targets in it. */
function childrenBefore(node: ts.Node): readonly ts.Node[] {
  const { parent } = node;
  const isPattern =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    (ts.isArrayLiteralExpression(parent.left) || ts.isObjectLiteralExpression(parent.left));
  if (isPattern) return parent.left === node ? [parent.right] : [];
  return childrenOf(parent).filter((child) => child.end <= node.pos);
}

/** Where the loops inside whose trip counts matter make no iteration, the count may be off: these are such mentions. */
export function needsTripsOf(
  { increments, scope }: Induction,
  mention: ts.Node,
  loops: LoopsOf,
): readonly ts.ForStatement[] {
  const around = (node: ts.Node): readonly ts.ForStatement[] => {
    const found: ts.ForStatement[] = [];
    for (let at = node; at !== scope && at !== undefined; at = at.parent) if (ts.isForStatement(at)) found.push(at);
    return found;
  };
  const enclosing = around(mention);
  const known = enclosing.flatMap((loop) => loops.trips(loop) ?? []);
  const isSure = (loop: ts.ForStatement) => {
    if (enclosing.includes(loop)) return true;
    const trips = loops.trips(loop);
    if (trips === undefined) return false;
    return (constantValue(trips) ?? -1) >= 0 || isLength(trips) || known.some((each) => equal(each, trips));
  };
  return [...new Set(increments.flatMap(({ node }) => around(node)))].filter((loop) => !isSure(loop));
}

/** A length is not negative. */
function isLength(polynomial: Polynomial): boolean {
  const [[key, coefficient] = ["", 0]] = polynomial;
  return polynomial.size === 1 && coefficient === 1 && key.endsWith(".length") && !key.includes("*");
}
