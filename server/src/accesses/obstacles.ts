// The first thing in a piece of code that keeps every loop around it serial: what a verdict without all its reasons asks for.
import { ts } from "ts-morph";
import { untilFound } from "../workspace/budget.js";
import { type Effect, isObstacle } from "./access.js";
import { targetsOf } from "./calls.js";
import { collectFacts } from "./collect.js";
import type { AccessContext } from "./context.js";
import { calledParameter } from "./handed.js";
import type { Region } from "./region.js";

/**
 * The first obstacle of a node: a call of something unknown if there is one, which shows without a look at what flows where,
 * else the first in order of evaluation. O(nodes), and what lies behind the calls as far as the first obstacle there.
 */
export function firstObstacle(node: ts.Node, region: () => Region, context: AccessContext): Effect | undefined {
  const found =
    unknownCall(node, context) ??
    untilFound<Effect>((found) => {
      collectFacts(node, region(), (effect) => {
        if (isObstacle(effect)) found(effect);
      });
    });
  return found === undefined || isGivenUp(found) ? undefined : found;
}

/** A function whose body was too much to follow from here; who comes by another way may get through. */
function isGivenUp({ kind, origin }: Effect): boolean {
  return (
    kind === "unknown-call" &&
    origin !== undefined &&
    ts.isFunctionLike(origin) &&
    "body" in origin &&
    origin.body !== undefined
  );
}

/** What a function does with a function that it is handed depends on who calls it. */
export function isOwnObstacle(effect: Effect): boolean {
  return isObstacle(effect) && effect.handed === undefined;
}

/** A pause, outside of the functions in the node. Told by the syntax alone. */
export function pauseIn(node: ts.Node): Effect | undefined {
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return undefined;
  if (ts.isAwaitExpression(node)) return { kind: "await", node, origin: node, name: "await" };
  if (ts.isYieldExpression(node)) return { kind: "yield", node, origin: node, name: "yield" };
  return ts.forEachChild(node, pauseIn);
}

/** A pause, or a call of something unknown, outside of the functions in the node. */
export function unknownCall(root: ts.Node, context: AccessContext): Effect | undefined {
  const visit = (node: ts.Node): Effect | undefined => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return undefined;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const unknown = targetsOf(node, context).find(({ kind }) => kind === "unknown");
      const isHanded = () => ts.isCallExpression(node) && calledParameter(node.expression, context) !== undefined;
      if (unknown !== undefined && !isHanded()) return { kind: "unknown-call", node, origin: node, name: unknown.name };
    }
    return ts.forEachChild(node, visit);
  };
  return pauseIn(root) ?? visit(root);
}
