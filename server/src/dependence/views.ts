// Views of one memory: typed arrays that are different objects and yet hold one element, at two subscripts.
import { ts } from "ts-morph";
import type { Ref, Step } from "../accesses/access.js";
import { bare, isOpaque, valueSymbol } from "../accesses/types.js";
import { isCollection } from "../loops/elementSpace.js";
import { mentionsOf } from "../loops/mentions.js";
import { equal, idsOf, type LoopVariable, type Polynomial } from "./polynomial.js";

/** What is inside lies in memory that others may look at, too: only arrays and the collections of the language have their own. */
export function mayBeView({ type }: Ref, step: Step, checker: ts.TypeChecker): boolean {
  if (step.kind === "property") return false;
  if (type === undefined) return true;
  const holder = checker.getNonNullableType(type);
  const parts = holder.isUnion() ? holder.types : [holder];
  return !parts.every((part) => checker.isArrayType(part) || checker.isTupleType(part) || isCollection(part));
}

/**
 * Both ways lead to one object, in whatever iterations: all names and subscripts but the last are the same and stay so.
 * @param dimensions the subscripts that are known, by their place on the way
 * @param loops those whose variables take other values while the ways are gone
 */
export function isOneWay(
  left: readonly Step[],
  right: readonly Step[],
  dimensions: readonly { readonly source: Polynomial; readonly sink: Polynomial; readonly depth: number }[],
  loops: readonly LoopVariable[],
): boolean {
  const changing = new Set(loops.map(({ id }) => id));
  return left.slice(0, -1).every((step, depth) => {
    const other = right[depth];
    if (step.kind === "property") return other?.kind === "property" && step.name === other.name;
    const compared = dimensions.find((dimension) => dimension.depth === depth);
    if (compared === undefined || !equal(compared.source, compared.sink)) return false;
    return [...idsOf(compared.source)].every((id) => !changing.has(id));
  });
}

export function mustOverlap(left: Ref, right: Ref, checker: ts.TypeChecker): boolean {
  const [a, b] = [viewOf(left, checker), viewOf(right, checker)];
  return (
    a !== undefined && b !== undefined && a.memory === b.memory && (a.isOpen || b.isOpen) && !isCount(a.memory, checker)
  );
}

/** What nobody has declared is compared or computed with as a number: `new Float64Array(n)` hardly looks into a buffer. */
function isCount(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !isOpaque(checker.getTypeOfSymbol(symbol))) return false;
  return mentionsOf(symbol, declaration.getSourceFile(), checker).some(
    ({ parent }) => ts.isBinaryExpression(parent) && takesNumbers.has(parent.operatorToken.kind),
  );
}

const takesNumbers: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
]);

/** `all.subarray(1)`, `new Uint8Array(buffer)`: what the constant looks at, and whether it goes to its end. */
function viewOf({ root, path }: Ref, checker: ts.TypeChecker): { memory: ts.Symbol; isOpen: boolean } | undefined {
  const declaration = root.kind === "variable" && path.length === 0 ? root.symbol.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
  let made = bare(declaration.initializer);
  // `new Uint32Array(buffer).fill(1)` is the array that it fills.
  while (ts.isCallExpression(made) && ts.isPropertyAccessExpression(made.expression)) {
    if (made.expression.name.text === "subarray") break;
    if (made.expression.name.text !== "fill") return undefined;
    made = bare(made.expression.expression);
  }
  const isNew = ts.isNewExpression(made) && ts.isIdentifier(made.expression) && /Array$/.test(made.expression.text);
  const base = isNew
    ? (made as ts.NewExpression).arguments?.[0]
    : ts.isCallExpression(made) && ts.isPropertyAccessExpression(made.expression)
      ? made.expression.expression
      : undefined;
  const memory = base !== undefined && ts.isIdentifier(base) ? valueSymbol(base, checker) : undefined;
  if (memory === undefined || (!ts.isCallExpression(made) && !ts.isNewExpression(made))) return undefined;
  const given = (made as ts.CallExpression | ts.NewExpression).arguments?.length ?? 0;
  return { memory, isOpen: given < (isNew ? 3 : 2) };
}
