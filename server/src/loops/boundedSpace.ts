// Counts that end at the first of several bounds.
import { ts } from "ts-morph";
import { countedSpace, endsCount, isNumeric, readCondition, readStep } from "./iterationSpace.js";
import type { CountedSpace } from "./loop.js";

/** `k < n && k <= i`: each part compares the counter with a bound. Undefined for all other loops. */
export function countedWithin(node: ts.ForStatement, checker: ts.TypeChecker): CountedSpace | undefined {
  const { condition } = node;
  if (condition === undefined || !isConjunction(condition)) return undefined;
  const [first, ...others] = partsOf(condition);
  const space = countedSpace(node, checker, readStep, first);
  if (space.form === "unknown" || space.test === "!==") return undefined;
  const alsoEnds: ts.Expression[] = [];
  for (const part of others) {
    const bound = readCondition(part, space.induction, checker);
    if (bound === undefined || bound.test === "!==" || !endsCount(bound.test, space.step)) return undefined;
    if (!isNumeric(checker.getTypeAtLocation(bound.end))) return undefined;
    alsoEnds.push(bound.end, ...(bound.offset === undefined ? [] : [bound.offset.expression]));
  }
  return { ...space, alsoEnds };
}

function isConjunction(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

function partsOf(node: ts.Expression): readonly ts.Expression[] {
  return isConjunction(node) ? [...partsOf(node.left), ...partsOf(node.right)] : [node];
}
