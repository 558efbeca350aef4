// Whether code certainly comes to an end: asked where it would run ahead of a decision that it is not needed.
import { ts } from "ts-morph";
import { certainlyEnds } from "../loops/endingCount.js";
import { isLoopStatement } from "../loops/findLoops.js";
import { iterationSpace } from "../loops/iterationSpace.js";
import { getterOf } from "./accessors.js";
import { callbacksOf } from "./callbacks.js";
import { functionsOf } from "./callees.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { argumentFor, calledParameter, parametersCalled } from "./handed.js";

const deepest = 12;

/** True unless there is neither a loop without a known number of iterations nor a recursion in it. O(nodes that can be reached). */
export function mayNotEnd(root: ts.Node, context: AccessContext): boolean {
  return visit(root, []);

  function visit(node: ts.Node, callers: readonly ts.Node[]): boolean {
    if (ts.isTypeNode(node)) return false;
    if (isLoopStatement(node)) {
      const space = iterationSpace(node, context.checker);
      if (space.form === "unknown") return true;
      if (space.form === "counted" && !certainlyEnds(space, context.checker)) return true;
    }
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && entersForever(node, callers)) return true;
    const getter = getterOf(node, context);
    if (getter !== undefined && runsForever(getter, callers)) return true;
    return ts.forEachChild(node, (child) => (visit(child, callers) ? true : undefined)) ?? false;
  }

  function entersForever(call: ts.CallExpression | ts.NewExpression, callers: readonly ts.Node[]): boolean {
    return targetsOf(call, context).some((target) => {
      if (target.kind === "builtin")
        return callbacksOf(call, target.builtin, context).some(
          ({ argument, targets }) =>
            targets?.some((each) => runsForever(each, callers)) ?? passedRunsForever(argument, callers),
        );
      // Of a parameter, who passes the function knows.
      if (target.kind === "unknown") return calledParameter(call.expression, context) === undefined;
      const passed = parametersCalled(target.declaration, context.summaries.of(target.declaration)).map((parameter) =>
        argumentFor(parameter, call),
      );
      return (
        runsForever(target.declaration, callers) || passed.some((argument) => passedRunsForever(argument, callers))
      );
    });
  }

  function passedRunsForever(argument: ts.Expression | "none" | undefined, callers: readonly ts.Node[]): boolean {
    if (argument === "none" || argument === undefined) return argument === undefined;
    if (calledParameter(argument, context) !== undefined) return false;
    const targets = functionsOf(argument, context);
    return targets?.some((target) => target.kind === "function" && runsForever(target.declaration, callers)) ?? true;
  }

  function runsForever(declaration: ts.FunctionLikeDeclaration, callers: readonly ts.Node[]): boolean {
    if (callers.length > deepest || callers.includes(declaration)) return true;
    const { body } = declaration;
    return body === undefined || visit(body, [...callers, declaration]);
  }
}
