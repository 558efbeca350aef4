// A static estimate of work in abstract operations: syntax counted once, loops several times, calls by their callee.
import { ts } from "ts-morph";
import { constantInteger } from "../loops/iterationSpace.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";

/** Iterations that an inner loop is taken to have when its bounds are not constants. */
const usualTrips = 32;
const maxWork = 1e12;
/** Of a call of which no more is known. */
const unknownWork = 10;
/** What the processor does in about the time of an addition. */
const singleOperations = /^Math\.(?:abs|ceil|clz32|floor|fround|imul|max|min|round|sign|trunc)$|\.(?:charCodeAt|push)$/;

export interface Counting {
  /** `arithmetic` leaves out loads and what computes their subscripts; `steps`, too, and counts what decides and selects. */
  readonly counted?: "everything" | "arithmetic" | "steps";
  /** Nobody asks how much more than this it is. */
  readonly limit?: number;
  /** The work of a function that is called; of its summary, unless told. */
  readonly workOf?: (declaration: ts.FunctionLikeDeclaration) => number;
  /** The work of a call where it is known at once; else it is asked whom the call reaches. */
  readonly workOfCall?: (call: ts.CallExpression) => number | undefined;
  /** What is called is not looked at: each call takes the least that one can. */
  readonly leastOfCalls?: boolean;
}

/** Abstract operations (loads, arithmetic, calls) of executing `node` once. O(nodes). */
export function estimateWork(node: ts.Node, context: AccessContext, counting: Counting = {}): number {
  const { counted, limit = Number.POSITIVE_INFINITY, workOfCall, leastOfCalls = false } = counting;
  let work = 0;
  context.budget.spend(1);
  if (ts.isTypeNode(node)) return 0;
  if (ts.isFunctionLike(node)) {
    // The body counts where it is called; a callback of a library function is called once an element.
    const isCallback = ts.isCallExpression(node.parent) && (node.parent.arguments as readonly ts.Node[]).includes(node);
    return isCallback && "body" in node && node.body !== undefined
      ? usualTrips * estimateWork(node.body as ts.Node, context, { ...counting, limit: limit / usualTrips })
      : 0;
  }
  if (ts.isBinaryExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) work += 1;
  if (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) {
    if (counted === "arithmetic" || counted === "steps") return estimateWork(node.expression, context, counting);
    work += 1;
  }
  if (counted === "steps") {
    if (ts.isConditionalExpression(node)) work += 1;
    if (ts.isCallExpression(node)) work += Math.max(0, node.arguments.length - 2);
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const known = leastOfCalls ? 1 : ts.isCallExpression(node) ? workOfCall?.(node) : undefined;
    work += known ?? workOfTargets(node, context, counting);
  }
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) work += 5;
  const trips = ts.isIterationStatement(node, false) ? tripEstimate(node, context) : 1;
  const each = trips === 1 ? counting : { ...counting, limit: limit / trips };
  let inner = 0;
  ts.forEachChild(node, (child) => {
    inner += estimateWork(child, context, each);
    return work + inner * trips > limit || undefined;
  });
  return Math.min(maxWork, work + inner * trips);
}

function workOfTargets(
  call: ts.CallExpression | ts.NewExpression,
  context: AccessContext,
  { workOf }: Counting,
): number {
  const works = targetsOf(call, context).map((target) => {
    if (target.kind === "function")
      return workOf?.(target.declaration) ?? context.summaries.of(target.declaration).work;
    return target.kind === "builtin" ? workOfLibrary(target.name) : unknownWork;
  });
  return Math.max(...works);
}

/** @param name as it is called, e.g. `Math.abs`, `xs.push` */
export function workOfLibrary(name: string): number {
  return singleOperations.test(name) ? 1 : unknownWork;
}

/** How often the loops between `node` and `root` repeat it, estimated. */
export function repetitions(node: ts.Node, root: ts.Node, context: AccessContext): number {
  let product = 1;
  if (node === root) return product;
  for (let at = node.parent; at !== undefined && at !== root; at = at.parent) {
    if (ts.isIterationStatement(at, false)) product *= tripEstimate(at, context);
  }
  return Math.min(maxWork, product);
}

function tripEstimate(node: ts.IterationStatement, context: AccessContext): number {
  if (ts.isForOfStatement(node) && ts.isArrayLiteralExpression(node.expression))
    return Math.max(1, node.expression.elements.length);
  if (!ts.isForStatement(node) || node.condition === undefined || !ts.isBinaryExpression(node.condition))
    return usualTrips;
  const end = constantInteger(node.condition.right, context.checker);
  return end === undefined ? usualTrips : Math.max(1, Math.min(Math.abs(end), 1e6));
}
