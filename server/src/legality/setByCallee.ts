// Scratch arrays that a function fills: `subtract(scratch, a, b)` sets the elements of its first argument before it reads them.
import { ts } from "ts-morph";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { bare, valueSymbol } from "../accesses/types.js";
import { findWrites } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";
import { followStores, type Stores } from "./constantStores.js";

/**
 * The elements, by constant subscripts or in loops with constant bounds, that the called function has set when it returns.
 * Undefined where it may read one that is not set, or keeps the array, or nobody can tell. O(size of the functions).
 * @param call hands the variable itself over, and nobody takes its result
 */
export function setByCallee(
  call: ts.CallExpression,
  symbol: ts.Symbol,
  { isSet, length }: Pick<Stores, "isSet" | "length">,
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
    // A function that is declared by the name of the parameter stands in its place.
    if ((name.declarations?.length ?? 0) > 1) return undefined;
    names.push(name);
  }
  // A default, or a pattern, comes before the first statement.
  const isNamed = (node: ts.Node) => names.some((name) => referencesTo(name, node, checker).length > 0);
  const early = declaration.parameters.flatMap((each) =>
    ts.isIdentifier(each.name)
      ? (each.initializer ?? [])
      : [each.name, ...(each.initializer ? [each.initializer] : [])],
  );
  if (early.some(isNamed)) return undefined;
  const stores: Stores = { set: new Set(), isSet, length };
  const { statements } = body;
  // What stands behind a `return` may not come to be executed.
  const ends = statements.findIndex(holdsReturn);
  for (const [position, statement] of statements.entries()) {
    const isExecuted = ends === -1 || position < ends || position === statements.length - 1;
    const reached = isExecuted ? stores : { ...stores, set: new Set(stores.set) };
    if (!followStores(statement, names, reached, checker)) return undefined;
  }
  return ends === -1 || ends === statements.length - 1 ? stores.set : new Set();
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
