// Ways to objects that hold for a whole iteration. `row = m[d]` in a loop inside says which row it is as long as `d` is what it
// was: in the next round of that loop, `row` is still that row, and `m[d]` another one.
import { ts } from "ts-morph";
import { findWrite } from "../loops/iterationSpace.js";
import { preorder } from "../loops/mentions.js";
import type { Ref, Step } from "./access.js";
import { anywhere } from "./handedSubscripts.js";
import { valueSymbol } from "./types.js";
import type { ValueSource } from "./values.js";

const deepest = 4;

/**
 * The reference, without the subscripts in its way that may have another value later in the same execution of `node`.
 * O(length of the way · nodes of its subscripts)
 * @param node the body of the loop or function that is looked at
 */
export function lasting(ref: Ref, node: ts.Node, checker: ts.TypeChecker): Ref {
  const isKept = (step: Step) => subscriptsOf(step).every((each) => isLasting(each, node, checker, deepest));
  if (ref.path.every(isKept)) return ref;
  return { ...ref, path: ref.path.map((step) => (isKept(step) ? step : anywhere(step))) };
}

function subscriptsOf(step: Step): readonly ts.Expression[] {
  if (step.kind === "element") return step.index === undefined ? [] : [step.index];
  return step.kind === "anything" && step.section !== undefined ? step.section.arguments : [];
}

/** The expression has one value in an execution of `node`, as far as variables decide on it. */
function isLasting(expression: ts.Expression, node: ts.Node, checker: ts.TypeChecker, depth: number): boolean {
  for (const name of preorder(expression)) {
    if (!ts.isIdentifier(name) || (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name)) continue;
    const symbol = valueSymbol(name, checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined) return false;
    const isOwnParameter = ts.isParameter(declaration) && declaration.parent === node;
    const isInside = !isOwnParameter && node.pos <= declaration.pos && declaration.end <= node.end;
    if (isInside ? !isConstantOf(declaration) : findWrite(node, symbol, checker) !== undefined) return false;
  }
  return true;

  function isConstantOf(declaration: ts.Declaration): boolean {
    return (
      depth > 0 &&
      ts.isVariableDeclaration(declaration) &&
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0 &&
      declaration.initializer !== undefined &&
      isLasting(declaration.initializer, node, checker, depth - 1)
    );
  }
}

/** The variable is given its only value where its scope begins: whoever reads it does so in the same round of all loops around. */
export function isOfOneMoment({ valueDeclaration }: ts.Symbol, sources: readonly ValueSource[]): boolean {
  if (sources.length === 0) return true;
  if (sources.length > 1 || valueDeclaration === undefined) return false;
  if (ts.isParameter(valueDeclaration)) return true;
  const declaration = ts.findAncestor(valueDeclaration, ts.isVariableDeclaration);
  if (declaration === undefined || (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) === 0)
    return false;
  const isOfLoop = ts.isForOfStatement(declaration.parent.parent) || ts.isForInStatement(declaration.parent.parent);
  return isOfLoop || declaration.initializer !== undefined;
}
