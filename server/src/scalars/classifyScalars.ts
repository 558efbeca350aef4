// The class of every scalar variable that a loop uses, for the reader: induction, invariant, private, lastprivate, reduction, carried.
import { ts } from "ts-morph";
import type { Access } from "../accesses/access.js";
import { isPrimitive } from "../accesses/types.js";
import type { Loop } from "../loops/loop.js";
import { isLiveAfter } from "./liveness.js";

export type ScalarClass = "induction" | "invariant" | "private" | "lastprivate" | "reduction" | "carried";

export interface Scalar {
  readonly name: string;
  readonly class: ScalarClass;
}

/** What the classification needs to know of the body of a loop. */
export interface ScalarsOf {
  readonly loop: Loop;
  readonly accesses: readonly Access[];
  readonly context: { readonly checker: ts.TypeChecker };
  readonly inductions: readonly { readonly symbol: ts.Symbol }[];
  isIterationLocal(symbol: ts.Symbol): boolean;
}

/** In the order of first mention. Objects are no scalars and are left out. */
export function classifyScalars(body: ScalarsOf): readonly Scalar[] {
  const { checker } = body.context;
  const symbols = new Map<ts.Symbol, Access[]>();
  for (const access of body.accesses) {
    if (access.target.kind !== "variable") continue;
    const list = symbols.get(access.target.symbol);
    if (list === undefined) symbols.set(access.target.symbol, [access]);
    else list.push(access);
  }
  return [...symbols]
    .filter(([symbol]) => symbol.valueDeclaration !== undefined && isPrimitive(checker.getTypeOfSymbol(symbol)))
    .map(([symbol, accesses]) => ({ name: symbol.name, class: classify(symbol, accesses, body) }));
}

function classify(symbol: ts.Symbol, accesses: readonly Access[], body: ScalarsOf): ScalarClass {
  const { loop } = body;
  const isCounter = loop.space.form === "counted" && loop.space.induction === symbol;
  if (isCounter || body.inductions.some((each) => each.symbol === symbol)) return "induction";
  if (body.isIterationLocal(symbol)) return "private";
  const writes = accesses.filter((access) => access.mode === "write");
  if (writes.length === 0) return "invariant";
  const onlyUpdates = writes.every((write) => isUpdateTarget(write.node));
  const readElsewhere = accesses.some(
    (access) =>
      access.mode === "read" &&
      !writes.some((write) => write.node === access.node || isOwnOperand(access.node, write.node)),
  );
  if (onlyUpdates && !readElsewhere) return "reduction";
  const isReadFirst = accesses.some((access) => access.mode === "read");
  if (!isReadFirst && isLiveAfter(symbol, loop.node, loop.container, body.context.checker)) return "lastprivate";
  return "carried";
}

/** `x += e`, `x++`, `x = Math.max(x, e)`, `x = x + e`. */
function isUpdateTarget(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return false;
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return true;
  const { right } = parent;
  const names = ts.isBinaryExpression(right)
    ? [right.left, right.right]
    : ts.isCallExpression(right) && right.expression.getText().startsWith("Math.m")
      ? [...right.arguments]
      : [];
  return names.some((name) => name.getText() === node.getText());
}

/** The `x` that `x = x + e` or `x = Math.max(x, e)` goes on from; one within `e` makes a recurrence of it. */
function isOwnOperand(read: ts.Node, written: ts.Node): boolean {
  const { parent } = written;
  if (!ts.isBinaryExpression(parent)) return false;
  const operands = ts.isBinaryExpression(parent.right)
    ? [parent.right.left, parent.right.right]
    : ts.isCallExpression(parent.right)
      ? [...parent.right.arguments]
      : [];
  return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && operands.some((operand) => operand === read);
}
