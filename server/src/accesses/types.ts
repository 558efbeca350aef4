// Questions about TypeScript types that the analysis asks again and again.
import { ts } from "ts-morph";
import type { Step } from "./access.js";

const primitiveFlags =
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Void;

/** True when every value of the type is a primitive: it has no identity and no places inside. */
export function isPrimitive(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isPrimitive);
  if (type.isIntersection()) return type.types.some(isPrimitive);
  return (type.flags & primitiveFlags) !== 0;
}

/** No primitive of the type has the member: where nobody has declared the type, the value is an object after all. */
export function isOfObject(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): boolean {
  if (ts.isPropertyAccessExpression(node)) return checker.getSymbolAtLocation(node.name) === undefined;
  return (checker.getTypeAtLocation(node.expression).flags & ts.TypeFlags.StringLike) === 0;
}

export function isNumber(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isNumber);
  return (type.flags & ts.TypeFlags.NumberLike) !== 0;
}

/** The parameters that get the arguments of a call, in order: a `this` that is declared gets none. */
export function givenParameters({ parameters }: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  const [first] = parameters;
  const isThis = first !== undefined && ts.isIdentifier(first.name) && first.name.text === "this";
  return isThis ? parameters.slice(1) : (parameters as ts.NodeArray<ts.ParameterDeclaration>);
}

/** True for `any` and `unknown`, about which nothing is known. */
export function isOpaque(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** A number, or what nobody has declared not to be one. */
export function mayBeNumber(type: ts.Type): boolean {
  return isNumber(type) || isOpaque(type);
}

export function isFunctionType(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}

/** Strips parentheses, `as`, `!` and `satisfies`: none of them computes. */
export function bare(node: ts.Expression): ts.Expression {
  for (;;) {
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node)
    ) {
      node = node.expression;
    } else return node;
  }
}

/** The expression with the parentheses and assertions around it. */
export function outermost(node: ts.Expression): ts.Expression {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (!ts.isExpression(parent) || bare(parent) === parent || bare(parent) !== bare(at)) return at;
    at = parent;
  }
}

/** By their names, the type has every property that the other needs. O(properties) */
export function hasAllOf(type: ts.Type, wanted: ts.Type): boolean {
  const isOptional = ({ flags }: ts.Symbol) => (flags & ts.SymbolFlags.Optional) !== 0;
  return wanted.getProperties().every((each) => isOptional(each) || type.getProperty(each.name) !== undefined);
}

/** The symbol of a name where it is used as a value; import aliases are followed. */
export function valueSymbol(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol;
}

/** Follows an import to what it names. */
export function unalias(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
}

/** True when `node` lies within `ancestor` (or is it). O(depth). */
export function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** The declaration with a body that a function symbol stands for: a function declaration, or a constant function value. */
export function functionOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.FunctionLikeDeclaration | undefined {
  const target = unalias(symbol, checker);
  const declarations = target.declarations ?? [];
  const bodies = declarations.filter(
    (declaration): declaration is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(declaration) && declaration.body !== undefined,
  );
  if (bodies.length > 0) return bodies.length === 1 ? bodies[0] : undefined;
  const declaration = target.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
  const value = bare(declaration.initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? value : undefined;
}

/**
 * Arrays of primitives.
 * @param depth how many levels of arrays in arrays there may be in between
 */
export function holdsOnlyPrimitives(type: ts.Type, checker: ts.TypeChecker, depth: number): boolean {
  // An empty literal is an array of `never`, whatever is pushed into it later.
  if (type.flags & ts.TypeFlags.Never) return false;
  if (isPrimitive(type)) return true;
  if (depth < 0) return false;
  if (type.isUnion()) return type.types.every((part) => holdsOnlyPrimitives(part, checker, depth));
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    return checker
      .getTypeArguments(type as ts.TypeReference)
      .every((part) => holdsOnlyPrimitives(part, checker, depth - 1));
  }
  const name = type.symbol?.name ?? "";
  return /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array$/.test(name);
}

/** The declared type of what lies one step inside of an object of the type; undefined where nothing is declared. */
export function stepType(type: ts.Type | undefined, step: Step, checker: ts.TypeChecker): ts.Type | undefined {
  if (type === undefined || step.kind === "anything") return undefined;
  // A row of `rows[y]` may be missing by its type; what is inside lies in one that is there.
  const holder = checker.getNonNullableType(type);
  if (step.kind === "element") return checker.getIndexTypeOfType(holder, ts.IndexKind.Number);
  const property = holder.getProperty(step.name);
  return property === undefined ? undefined : checker.getTypeOfSymbol(property);
}

/** The function (or class body, or file) whose `this` it is that the node sees: arrow functions have none of their own. */
export function thisHolder(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(
    node.parent,
    (each) => (ts.isFunctionLike(each) && !ts.isArrowFunction(each)) || ts.isClassLike(each) || ts.isSourceFile(each),
  );
}

/** `this` is that of the code itself, not of a function or a class inside of it. */
export function hasThis(code: ts.Node, self: ts.Node): boolean {
  const isHolder = ts.isSourceFile(code) || (ts.isFunctionLike(code) && !ts.isArrowFunction(code));
  return thisHolder(self) === (isHolder ? code : thisHolder(code));
}

/** Variables declared inside of `node`. For a loop body `var` does not count: it belongs to the function. */
export function declaredWithin(symbol: ts.Symbol, node: ts.Node, countVar: boolean): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !isWithin(declaration, node)) return false;
  if (countVar || !ts.isVariableDeclaration(declaration)) return true;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0) return true;
  // A `var` of a function nested in the region belongs to that function.
  for (let at: ts.Node = declaration; at !== node; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
}
