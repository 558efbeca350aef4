// Whether the values with which a head begins may be computed again: the rewrite names them more than once, and where a counter is
// needed afterwards, once more behind the loop.
import { ts } from "ts-morph";
import { targetsOf } from "../../accesses/calls.js";
import type { AccessContext } from "../../accesses/context.js";
import { valueSymbol } from "../../accesses/types.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import type { Split } from "../../legality/verdict.js";
import { findWrites, isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";

/**
 * Why a head cannot be evaluated again; undefined: it can. O(size of the head · what its calls reach).
 * @param isRepeated the head is evaluated behind the loop once more, for the last value of its counter
 */
export function problemOfHead(
  loop: ts.Node,
  { writes, commit }: Split,
  isRepeated: boolean,
  { program }: TransformContext,
): string | undefined {
  if (!ts.isForStatement(loop) || loop.initializer === undefined) return undefined;
  const context = createAnalysisContext(program);
  for (const value of valuesOf(loop.initializer)) {
    const parts = [...preorder(value)];
    const found =
      parts.find((node) => doesMore(node, context)) ??
      (isRepeated ? parts.find((node) => mayChange(node, loop, context)) : undefined) ??
      (writes.length > 0 && commit.size > 0 ? parts.find(looksIntoArrays) : undefined);
    if (found !== undefined)
      return `\`${found.getText()}\` in the head of the loop would be evaluated more than once; take it into a constant before the loop`;
  }
  return undefined;
}

/** What the head computes before the first iteration. */
function valuesOf(initializer: ts.ForInitializer): readonly ts.Expression[] {
  if (ts.isVariableDeclarationList(initializer))
    return initializer.declarations.flatMap((declaration) => declaration.initializer ?? []);
  if (!ts.isBinaryExpression(initializer)) return [initializer];
  const isList = initializer.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isList ? [...valuesOf(initializer.left), ...valuesOf(initializer.right)] : [initializer.right];
}

/** Changes something, waits, or makes an object, which is another one the next time. */
function doesMore(node: ts.Node, context: AccessContext): boolean {
  if (ts.isCallExpression(node)) return !isQuiet(node, context);
  return (
    isAssignedAt(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassExpression(node)
  );
}

/** The same arguments give the same number, and nothing else happens. */
function isQuiet(call: ts.CallExpression, context: AccessContext): boolean {
  return targetsOf(call, context).every((target) => {
    if (target.kind === "builtin") return /^(?:Math\.(?!random\b)|Number\b|parse(?:Int|Float)\b)/.test(target.name);
    if (target.kind === "unknown") return false;
    const { effects, accesses } = context.summaries.of(target.declaration);
    return effects.length === 0 && accesses.every(({ mode }) => mode !== "write");
  });
}

/** Elements may be others as soon as workers have stored some. */
function looksIntoArrays(node: ts.Node): boolean {
  return ts.isElementAccessExpression(node) || (ts.isCallExpression(node) && !isOfMath(node.expression));
}

function isOfMath(callee: ts.Node): boolean {
  return /^Math\.\w+$/.test(callee.getText());
}

/** What it reads may be another value when the loop has ended. */
function mayChange(node: ts.Node, loop: ts.Node, { checker }: AccessContext): boolean {
  if (looksIntoArrays(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return !isOfMath(node);
  if (ts.isCallExpression(node)) return false;
  const symbol = ts.isIdentifier(node) ? valueSymbol(node, checker) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined) return false;
  return findWrites(declaration.getSourceFile(), symbol, checker).some((write) => {
    const isInLoop = loop.pos <= write.pos && write.end <= loop.end;
    return isInLoop || ts.findAncestor(write, ts.isFunctionLike) !== ts.findAncestor(loop, ts.isFunctionLike);
  });
}
