// Questions about single expressions that come up where facts are collected.
import { ts } from "ts-morph";
import { mentionsOf } from "../loops/mentions.js";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";
import { mayBeAccessor } from "./fittingAccessors.js";
import { bare, isOpaque, isPrimitive, unalias, valueSymbol } from "./types.js";

/** `Math.PI`, `Color.Red`, `helpers.limit`: members of a namespace, an enum or a library global. */
export function isNamespaceLike(base: ts.Expression, context: AccessContext): boolean {
  if (!ts.isIdentifier(base)) return false;
  const symbol = context.checker.getSymbolAtLocation(base);
  if (symbol === undefined) return false;
  const target = unalias(symbol, context.checker);
  // A function or a class that has properties besides is an object.
  const isObject = (target.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Variable)) !== 0;
  if ((target.flags & (ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule)) !== 0)
    return !isObject;
  const declaration = target.valueDeclaration;
  return declaration !== undefined && isLibraryDeclaration(declaration, context.program);
}

/** Reading or writing the property runs code of the program. */
export function isAccessor(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: AccessContext,
): boolean {
  const { checker } = context;
  if (ts.isPropertyAccessExpression(node))
    return (
      isAccessorSymbol(checker.getSymbolAtLocation(node.name), context) ||
      mayBeAccessor(node.name.text, checker.getTypeAtLocation(node.expression), context)
    );
  const key = bare(node.argumentExpression);
  if (!ts.isStringLiteralLike(key)) return false;
  const type = checker.getTypeAtLocation(node.expression);
  return isAccessorSymbol(type.getProperty(key.text), context) || mayBeAccessor(key.text, type, context);
}

/** The property is, in one of the types that have it, a getter or a setter of the program. */
export function isAccessorSymbol(symbol: ts.Symbol | undefined, context: AccessContext): boolean {
  const declarations = symbol?.declarations ?? [];
  if (symbol !== undefined && declarations.length === 0) return (symbol.flags & ts.SymbolFlags.Accessor) !== 0;
  return declarations.some((each) => ts.isAccessor(each) && !isLibraryDeclaration(each, context.program));
}

/** Going through it runs only code of the language: arrays, typed arrays, strings, maps, sets, tuples. */
export function isKnownIterable(type: ts.Type, context: AccessContext): boolean {
  if (type.isUnion()) return type.types.every((part) => isPrimitive(part) || isKnownIterable(part, context));
  const declaration = type.symbol?.declarations?.[0];
  return (
    context.checker.isTupleType(type) ||
    (declaration !== undefined &&
      isLibraryDeclaration(declaration, context.program) &&
      !foreignIterators.has(type.symbol.name))
  );
}

/** Types of the library behind which there may be a generator or another iterator of the program. */
const foreignIterators: ReadonlySet<string> = new Set(
  "Iterable Iterator IterableIterator IteratorObject Generator AsyncGenerator AsyncIterable AsyncIterator ReadonlySetLike ArrayLike".split(
    " ",
  ),
);

/** `map.values()`: who goes through it uses it up. */
export function isIterator(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(isIterator);
  return type.getProperty("next") !== undefined;
}

export function isFunctionName(node: ts.Identifier, context: AccessContext): boolean {
  return context.checker.getTypeAtLocation(node).getCallSignatures().length > 0;
}

/** `/x/.test(s)` keeps no position unless the expression has the flag `g` or `y`. */
export function isHarmlessRegExp(receiver: ts.Expression | undefined, name: string, context: AccessContext): boolean {
  return receiver !== undefined && /\.(?:test|exec)$/.test(name) && /^[^gy]*$/.test(flagsOf(receiver, context) ?? "g");
}

/**
 * `text.replace(pattern, …)` leaves the position of the expression as it was: it has none, it is made where it stands, or it is
 * a constant of the file that is only ever used in this way, so that its position is always 0.
 */
export function staysInPlace(pattern: ts.Expression, context: AccessContext): boolean {
  const flags = flagsOf(pattern, context);
  if (flags === undefined) return false;
  const value = bare(pattern);
  if (!/[gy]/.test(flags) || !ts.isIdentifier(value)) return true;
  const symbol = valueSymbol(value, context.checker);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || flags.includes("y")) return false;
  if ((ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Export) !== 0) return false;
  return mentionsOf(symbol, value.getSourceFile(), context.checker).every((mention) => {
    const { parent } = mention;
    if (parent === declaration) return true;
    const callee = ts.isCallExpression(parent) && parent.arguments[0] === mention ? bare(parent.expression) : undefined;
    return (
      callee !== undefined &&
      ts.isPropertyAccessExpression(callee) &&
      /^(?:replace|replaceAll|match|split|search)$/.test(callee.name.text) &&
      isPrimitive(context.checker.getTypeAtLocation(callee.expression))
    );
  });
}

/** The flags of a literal, or of a constant that holds one. */
function flagsOf(expression: ts.Expression, context: AccessContext): string | undefined {
  let value = bare(expression);
  if (ts.isIdentifier(value)) {
    const symbol = valueSymbol(value, context.checker);
    const declaration = symbol === undefined ? undefined : unalias(symbol, context.checker).valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
      return undefined;
    if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
    value = bare(declaration.initializer);
  }
  return ts.isRegularExpressionLiteral(value) ? /[a-z]*$/.exec(value.text)![0] : undefined;
}

/** `x = …` and declarations, as opposed to `x += …` and `x++`, which read first. */
export function isPlainAssignment(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) {
    child = parent;
    parent = parent.parent;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return false;
  if (ts.isBinaryExpression(parent) && parent.left === child)
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return true;
}

/** The callee of a call, in parentheses or not. */
export function isCalled(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) {
    child = parent;
    parent = parent.parent;
  }
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === child;
}

/** The variable gets its value from the loop or the exception, not from an initializer. */
export function isLoopHead(declaration: ts.VariableDeclaration): boolean {
  const holder = declaration.parent.parent;
  return ts.isForOfStatement(holder) || ts.isForInStatement(holder) || ts.isCatchClause(declaration.parent);
}

/**
 * `x instanceof C` looks for `C.prototype` along the prototypes of `x`, and runs code of the program only where the class or
 * one that it extends says so by `Symbol.hasInstance` (ECMAScript, InstanceofOperator).
 */
export function isPlainClass(operand: ts.Expression, { checker, program }: AccessContext): boolean {
  const node = bare(operand);
  const symbol = ts.isIdentifier(node) ? valueSymbol(node, checker) : undefined;
  if (symbol === undefined) return false;
  const target = unalias(symbol, checker);
  const declarations = target.declarations ?? [];
  const classes = declarations.filter(ts.isClassDeclaration);
  const isOfLibrary = (declaration: ts.Declaration) => isLibraryDeclaration(declaration, program);
  if (classes.length === 0 && !(declarations.length > 0 && declarations.every(isOfLibrary))) return false;
  const bases = classes.flatMap(({ heritageClauses }) => heritageClauses ?? []).flatMap(({ types }) => types);
  if (bases.some(({ expression }) => isOpaque(checker.getTypeAtLocation(expression)))) return false;
  return checker
    .getTypeOfSymbol(target)
    .getProperties()
    .every((each) => !each.name.startsWith("__@hasInstance") || (each.declarations ?? []).every(isOfLibrary));
}

/** Comparison for identity, the logical operators and the comma leave their operands as they are. */
export function converts(kind: ts.SyntaxKind): boolean {
  switch (kind) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.InstanceOfKeyword:
      return false;
    default:
      return true;
  }
}

/** `p == null` asks for identity only. */
export function isAskedForNull({ left, right, operatorToken: { kind } }: ts.BinaryExpression): boolean {
  if (kind !== ts.SyntaxKind.EqualsEqualsToken && kind !== ts.SyntaxKind.ExclamationEqualsToken) return false;
  const isMissing = (node: ts.Expression) =>
    node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
  return isMissing(bare(left)) || isMissing(bare(right));
}

/** To make a text or a number of the value, what lies in it is looked at: of arrays the elements. */
export function readsInside(operand: ts.Expression, { checker }: AccessContext): boolean {
  const type = checker.getTypeAtLocation(bare(operand));
  return !isPrimitive(type) && !isOpaque(type) && (type.flags & ts.TypeFlags.TypeParameter) === 0;
}
