// Functions that are written in another one: whether they may run while that one waits.
import { ts } from "ts-morph";
import { targetsOf } from "../../accesses/calls.js";
import type { AccessContext } from "../../accesses/context.js";
import { valueSymbol } from "../../accesses/types.js";
import { referencesTo } from "../../scalars/liveness.js";
import { calledInPlace } from "./callbacks.js";
import { isAsync } from "./functions.js";

/** The function around the node that is written in the container, and in no other function there. */
export function outermostFunction(node: ts.Node, container: ts.Node): ts.SignatureDeclaration | undefined {
  let found: ts.SignatureDeclaration | undefined;
  for (let at = node.parent; at !== container; at = at.parent) if (ts.isFunctionLike(at)) found = at;
  return found;
}

/**
 * False for a function that runs where it stands: called in place, called back by a method of the library, or known by a name that
 * is only called. O(mentions of its name).
 * @param asked functions that have it called, of which the same is asked
 */
export function mayRunLater(
  inner: ts.SignatureDeclaration,
  container: ts.Node,
  context: AccessContext,
  asked: ReadonlySet<ts.Node> = new Set(),
): boolean {
  if (asked.has(inner)) return false;
  if (isAsync(inner)) return true;
  if (calledInPlace(inner) !== undefined) return false;
  let at: ts.Node = inner;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return targetsOf(parent, context).some(({ kind }) => kind !== "builtin");
  const named = ts.isVariableDeclaration(parent) ? parent : inner;
  const name = ts.isFunctionDeclaration(named) || ts.isVariableDeclaration(named) ? named.name : undefined;
  const symbol = name !== undefined && ts.isIdentifier(name) ? valueSymbol(name, context.checker) : undefined;
  if (symbol === undefined) return true;
  return referencesTo(symbol, container, context.checker).some((mention) => {
    if (mention === name) return false;
    const isCalled = ts.isCallExpression(mention.parent) && mention.parent.expression === mention;
    const user = outermostFunction(mention, container);
    return !isCalled || (user !== undefined && mayRunLater(user, container, context, new Set([...asked, inner])));
  });
}
