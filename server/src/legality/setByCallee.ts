// Scratch arrays that a function fills: `subtract(scratch, a, b)` sets the elements of its first argument before it reads them.
import { ts } from "ts-morph";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { bare, valueSymbol } from "../accesses/types.js";
import { findWrites, isAssignedAt } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";

/**
 * The elements, by constant subscripts, that the called function has set when it returns. Undefined where it may read one that is
 * not set, or keeps the array, or nobody can tell. O(size of the functions).
 * @param call hands the variable itself over, and nobody takes its result
 * @param isSet whether the element has been set before the call
 */
export function setByCallee(
  call: ts.CallExpression,
  symbol: ts.Symbol,
  isSet: (index: number) => boolean,
  context: AccessContext,
): ReadonlySet<number> | undefined {
  const { checker } = context;
  const [target, ...others] = targetsOf(call, context);
  if (target?.kind !== "function" || others.length > 0) return undefined;
  const { declaration } = target;
  const body = "body" in declaration ? declaration.body : undefined;
  if (body === undefined || !ts.isBlock(body) || !isPlain(declaration)) return undefined;
  const names: ts.Symbol[] = [];
  for (const [position, argument] of call.arguments.entries()) {
    if (ts.isSpreadElement(argument)) return undefined;
    if (!isMention(argument, symbol, checker)) continue;
    const parameter = declaration.parameters[position];
    if (parameter === undefined || !ts.isIdentifier(parameter.name) || parameter.dotDotDotToken !== undefined)
      return undefined;
    const name = checker.getSymbolAtLocation(parameter.name);
    if (name === undefined || parameter.initializer !== undefined || findWrites(body, name, checker).length > 0)
      return undefined;
    names.push(name);
  }
  const set = new Set<number>();
  const isCovered = (index: number | undefined) => index !== undefined && (set.has(index) || isSet(index));
  const { statements } = body;
  // What stands behind a `return` may not come to be executed.
  const ends = statements.findIndex(holdsReturn);
  for (const [position, statement] of statements.entries()) {
    const isLast = position === statements.length - 1;
    if (!readsAreSet(statement)) return undefined;
    const index = ends === -1 || position < ends || isLast ? storedBy(statement) : undefined;
    if (index !== undefined) set.add(index);
  }
  return ends === -1 || ends === statements.length - 1 ? set : new Set();

  /** What the statement has set when it is over. */
  function storedBy(statement: ts.Statement): number | undefined {
    if (!ts.isExpressionStatement(statement)) return undefined;
    const node = bare(statement.expression);
    const isStore = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isStore ? indexOf(bare(node.left)) : undefined;
  }

  function indexOf(node: ts.Expression): number | undefined {
    if (!ts.isElementAccessExpression(node) || !names.some((name) => isMention(node.expression, name, checker)))
      return undefined;
    const subscript = bare(node.argumentExpression);
    return ts.isNumericLiteral(subscript) ? Number(subscript.text) : undefined;
  }

  function readsAreSet(statement: ts.Statement): boolean {
    return names.every((name) => referencesTo(name, statement, checker).every((node) => isFine(node, statement)));
  }

  function isFine(node: ts.Identifier, statement: ts.Statement): boolean {
    for (let at: ts.Node = node.parent; at !== statement; at = at.parent) if (ts.isFunctionLike(at)) return false;
    const { parent } = node;
    // Nobody takes the result of the call.
    if (ts.isReturnStatement(parent)) return true;
    if (!ts.isElementAccessExpression(parent) || parent.expression !== node) return false;
    if (ts.isDeleteExpression(parent.parent)) return false;
    return isOverwritten(parent) || isCovered(indexOf(parent));
  }
}

/** `buffer[i] = …`, which does not read first. */
export function isOverwritten(node: ts.ElementAccessExpression): boolean {
  const { parent } = node;
  return (
    isAssignedAt(node) &&
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** Its parameters have no other names, and it runs to its end when it is called. */
function isPlain(declaration: ts.FunctionLikeDeclaration): boolean {
  const hasArguments = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === "arguments") ||
    ts.forEachChild(node, (child) => hasArguments(child) || undefined) === true;
  const isAsync = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Async) !== 0;
  return !isAsync && declaration.asteriskToken === undefined && !hasArguments(declaration);
}

function holdsReturn(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return ts.isReturnStatement(node) || ts.forEachChild(node, (child) => holdsReturn(child) || undefined) === true;
}

function isMention(node: ts.Expression, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const name = bare(node);
  return ts.isIdentifier(name) && valueSymbol(name, checker) === symbol;
}
