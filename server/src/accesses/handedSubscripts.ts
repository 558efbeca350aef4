// Subscripts in the summaries of functions: which are kept, and how they go from one caller to the next.
import { ts } from "ts-morph";
import type { Access, CallFrame, Ref, Step } from "./access.js";
import { bare } from "./types.js";

/** Calls inside of calls deeper than this hand no subscripts on. */
const deepest = 3;

/** The access with those subscripts that callers may be able to tell, because they are sums and products of names and numbers. */
export function withSubscripts(access: Access): Access {
  return mapped(access, (step) => (step.kind === "element" && isPlain(step) ? step : anywhere(step)));
}

/** The access at any element. */
export function withoutSubscripts(access: Access): Access {
  return mapped(access, anywhere);
}

export function anywhere(step: Step): Step {
  if (step.kind === "anything") return { kind: "anything" };
  return step.kind === "element" ? anyElement : step;
}

/** The step of a callee's summary as its caller names it. */
export function handedOn(step: Step, frame: CallFrame): Step {
  if (step.kind !== "element") return step;
  const { index, within } = step;
  const expression = index ?? within?.expression;
  const calls = [...(within?.calls ?? []), frame];
  if (expression === undefined || calls.length > deepest) return anyElement;
  return { kind: "element", index: undefined, within: { expression, calls } };
}

/** A text for the subscript of a step; equal for those that are written at the same place. */
export function subscriptKey(step: Step, numberOf: (node: ts.Node) => number): string {
  if (step.kind !== "element") return "";
  const { index, within } = step;
  if (within === undefined) return index === undefined ? "" : `${numberOf(index)}`;
  return [within.expression, ...within.calls.map(({ call }) => call)].map(numberOf).join("<");
}

const anyElement: Step = { kind: "element", index: undefined };

function mapped(access: Access, change: (step: Step) => Step): Access {
  const { target } = access;
  if (target.kind === "variable") return access;
  const base: Ref = { ...target.base, path: target.base.path.map(change) };
  return { ...access, target: { kind: "place", base, step: change(target.step) } };
}

function isPlain({ index, within }: Extract<Step, { kind: "element" }>): boolean {
  return within !== undefined || (index !== undefined && isSum(index));
}

function isSum(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isIdentifier(node) || ts.isNumericLiteral(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.MinusToken && isSum(node.operand);
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  const isKnown =
    kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.MinusToken || kind === ts.SyntaxKind.AsteriskToken;
  return isKnown && isSum(node.left) && isSum(node.right);
}
