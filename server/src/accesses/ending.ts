// Whether code certainly comes to an end: asked where it would run ahead of a decision that it is not needed.
import { ts } from "ts-morph";
import { isLoopStatement } from "../loops/findLoops.js";
import { iterationSpace } from "../loops/iterationSpace.js";
import { resolveCall } from "./calls.js";
import type { AccessContext } from "./context.js";

const deepest = 12;

/** True unless there is neither a loop without a known number of iterations nor a recursion in it. O(nodes that can be reached). */
export function mayNotEnd(root: ts.Node, context: AccessContext): boolean {
  return visit(root, []);

  function visit(node: ts.Node, callers: readonly ts.Node[]): boolean {
    if (ts.isTypeNode(node)) return false;
    if (isLoopStatement(node) && iterationSpace(node, context.checker).form === "unknown") return true;
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && entersForever(node, callers)) return true;
    return ts.forEachChild(node, (child) => (visit(child, callers) ? true : undefined)) ?? false;
  }

  function entersForever(call: ts.CallExpression | ts.NewExpression, callers: readonly ts.Node[]): boolean {
    const target = resolveCall(call, context);
    if (target.kind === "builtin") return false;
    if (target.kind === "unknown" || callers.length > deepest || callers.includes(target.declaration)) return true;
    const { body } = target.declaration;
    return body === undefined || visit(body, [...callers, target.declaration]);
  }
}
