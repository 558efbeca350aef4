// Where the code of a JavaScript file gives a variable, a field or an element a value, and what it is given.
import { ts } from "ts-morph";

/** A field, or the elements of what the name stands for. */
export interface Place {
  readonly name: ts.MemberName;
  readonly isElement: boolean;
}

/** One place at which a field or an element is given a value. */
export interface PlaceGift {
  readonly place: Place;
  /** The expression whose value it is given; undefined where that is nobody's. */
  readonly value: ts.Expression | undefined;
}

/** One place at which a variable is given a value. */
export interface Gift {
  /** The place that the value is taken out of by a pattern or a `for…of`. */
  readonly from: Place | undefined;
  readonly name: ts.Identifier;
  readonly symbol: ts.Symbol;
  /** The expression whose value it is given; undefined where that is nobody's, as for a parameter. */
  readonly value: ts.Expression | undefined;
  readonly isSum: boolean;
  /** The statement, or the head of the loop, that always does it; undefined where it may be skipped. */
  readonly anchor: ts.Node | undefined;
  /** The function, class or file that it lies in. */
  readonly container: ts.Node;
}

export function isJavaScript(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

/**
 * The type of what a node of JavaScript stands for, in which nobody is kept from storing an object where `null` was written, or
 * into an array that began empty: of what the compiler takes for nothing, nothing is known.
 */
export function holding(node: ts.Node, type: ts.Type, checker: ts.TypeChecker): ts.Type {
  const isWritten =
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(node) ||
    (ts.isIdentifier(node) && node.text === "undefined");
  return !isWritten && holdsNothing(type) ? checker.getAnyType() : type;
}

/** It is the type of an element of `[]`, of `null`, of `undefined`. */
export function holdsNothing(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(holdsNothing);
  return (type.flags & (ts.TypeFlags.Never | ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0;
}

/** The expressions of which one gives the value, without using the stack: code can be very deep. */
export function choicesOf(value: ts.Expression): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const waiting = [value];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const kind = ts.isBinaryExpression(at) ? at.operatorToken.kind : undefined;
    if (ts.isParenthesizedExpression(at)) waiting.push(at.expression);
    else if (ts.isConditionalExpression(at)) waiting.push(at.whenTrue, at.whenFalse);
    else if (ts.isBinaryExpression(at) && always.has(kind!)) waiting.push(at.right);
    else if (ts.isBinaryExpression(at) && joins.has(kind!)) waiting.push(at.left, at.right);
    else found.push(at);
  }
  return found;
}

/** Their value is that of one of their sides. */
const joins: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

const gives: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/** In text order. */
export function giftsIn(file: ts.SourceFile, checker: ts.TypeChecker): readonly Gift[] {
  const gifts: Gift[] = [];
  const give = (name: ts.Node, value: ts.Expression | undefined, isSum = false, from?: Place): void => {
    const isShort = ts.isShorthandPropertyAssignment(name.parent);
    const symbol = isShort
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : ts.isIdentifier(name)
        ? checker.getSymbolAtLocation(name)
        : undefined;
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || ts.getJSDocType(declaration) !== undefined) return;
    const isStep = isSum || (value !== undefined && hasAddend(value, (name as ts.Identifier).text));
    const anchor = isStep ? undefined : anchorOf(name);
    const container = functionAround(name);
    gifts.push({ name: name as ts.Identifier, symbol, value, from, isSum: isStep, anchor, container });
  };
  const waiting: ts.Node[] = [file];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ts.isBinaryExpression(node)) {
      const { left, right, operatorToken } = node;
      if (operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) give(left, right, true);
      else if (gives.has(operatorToken.kind)) for (const [to, value] of partsOf(left, right)) give(to, value);
    } else if (ts.isForOfStatement(node) && ts.isExpression(node.initializer))
      for (const [to] of partsOf(node.initializer, undefined)) give(to, undefined);
    else if (ts.isVariableDeclaration(node) && node.initializer !== undefined) give(node.name, node.initializer);
    else if ((ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined && isOfCaller(node))
      give(node.name, undefined);
    else if (ts.isBindingElement(node) || ts.isVariableDeclaration(node)) {
      const from = takenFrom(node);
      if (from !== undefined) give(node.name, undefined, false, from);
    }
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
  }
  return gifts.sort((one, other) => one.name.pos - other.name.pos);
}

/** `const { best } = state`, `const [first] = rows`, `for (const row of rows)`: the place that the variable gets its value from. */
function takenFrom(node: ts.BindingElement | ts.VariableDeclaration): Place | undefined {
  if (ts.isVariableDeclaration(node)) {
    const loop = node.parent.parent;
    return ts.isForOfStatement(loop) ? elementOf(loop.expression) : undefined;
  }
  if (ts.isObjectBindingPattern(node.parent)) {
    const name = node.propertyName ?? node.name;
    return ts.isIdentifier(name) ? { name, isElement: false } : undefined;
  }
  const holder = node.parent.parent;
  const isPlain = ts.isVariableDeclaration(holder) && holder.initializer !== undefined;
  return isPlain ? elementOf(holder.initializer) : undefined;
}

/** The place that an expression reads or assigns to; undefined for what has no name to tell it by. */
export function placeOf(node: ts.Node): Place | undefined {
  if (ts.isPropertyAccessExpression(node)) return { name: node.name, isElement: false };
  return ts.isElementAccessExpression(node) ? elementOf(node.expression) : undefined;
}

function elementOf(list: ts.Expression): Place | undefined {
  let at = list;
  while (ts.isParenthesizedExpression(at)) at = at.expression;
  const name = ts.isPropertyAccessExpression(at) ? at.name : at;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? { name, isElement: true } : undefined;
}

// Purely syntactic, and a tree is never changed.
const placeGifts = new WeakMap<ts.SourceFile, readonly PlaceGift[]>();

/** What the assignments of a file, and the methods that add to lists, give to fields and elements. Each file is walked once. */
export function placeGiftsIn(file: ts.SourceFile): readonly PlaceGift[] {
  const known = placeGifts.get(file);
  if (known !== undefined) return known;
  const gifts: PlaceGift[] = [];
  const give = (place: Place | undefined, value: ts.Expression | undefined): void => {
    if (place !== undefined) gifts.push({ place, value });
  };
  const waiting: ts.Node[] = [file];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ts.isBinaryExpression(node) && gives.has(node.operatorToken.kind))
      for (const [to, value] of partsOf(node.left, node.right)) give(placeOf(to), value);
    else if (ts.isForOfStatement(node) && ts.isExpression(node.initializer))
      for (const [to] of partsOf(node.initializer, undefined)) give(placeOf(to), undefined);
    else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const added = node.arguments.slice(addsFrom.get(name.text) ?? node.arguments.length);
      for (const value of added) give(elementOf(expression), ts.isSpreadElement(value) ? undefined : value);
    }
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
  }
  placeGifts.set(file, gifts);
  return gifts;
}

/** The methods of arrays that put arguments into them, by the first of these. */
const addsFrom: ReadonlyMap<string, number> = new Map([
  ["push", 0],
  ["unshift", 0],
  ["fill", 0],
  ["splice", 2],
]);

/** The statement, or the head of a `for`, that cannot be passed without giving the variable its value. */
function anchorOf(name: ts.Node): ts.Node | undefined {
  let at = name;
  for (let up = at.parent; ; at = up, up = at.parent) {
    const isPlain =
      ts.isParenthesizedExpression(up) ||
      ts.isVariableDeclaration(up) ||
      ts.isVariableDeclarationList(up) ||
      (ts.isBinaryExpression(up) && always.has(up.operatorToken.kind));
    if (!isPlain) break;
  }
  const up = at.parent;
  if (ts.isForStatement(up) && up.initializer === at) return at;
  const isListed = (ts.isExpressionStatement(up) || ts.isVariableStatement(up)) && "statements" in up.parent;
  return isListed ? up : undefined;
}

/** Both sides are evaluated. */
const always: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.EqualsToken, ts.SyntaxKind.CommaToken]);

/** `k + w` with this name for `k`: what `k += w` says, too. */
function hasAddend(sum: ts.Expression, name: string): boolean {
  const waiting = [sum];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (ts.isIdentifier(at) && at.text === name) return true;
    if (ts.isParenthesizedExpression(at)) waiting.push(at.expression);
    else if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken)
      waiting.push(at.left, at.right);
  }
  return false;
}

/** The places that `to = value` gives something to, each with what it is given, as far as that stands there. */
function partsOf(
  to: ts.Expression,
  value: ts.Expression | undefined,
): readonly (readonly [ts.Expression, ts.Expression | undefined])[] {
  if (ts.isArrayLiteralExpression(to)) {
    const given = value !== undefined && ts.isArrayLiteralExpression(value) ? value.elements : undefined;
    const isPlain = given?.some(ts.isSpreadElement) === false;
    return to.elements.flatMap((each, at) => partsOf(each, isPlain ? given?.[at] : undefined));
  }
  if (ts.isObjectLiteralExpression(to))
    return to.properties.flatMap((each) => {
      if (ts.isPropertyAssignment(each)) return partsOf(each.initializer, undefined);
      return ts.isShorthandPropertyAssignment(each) ? [[each.name, undefined] as const] : [];
    });
  if (ts.isSpreadElement(to)) return partsOf(to.expression, undefined);
  if (ts.isBinaryExpression(to) && to.operatorToken.kind === ts.SyntaxKind.EqualsToken) return partsOf(to.left, value);
  return [[to, value]];
}

/** A part of a parameter of a function whose parameters have no types: the type of its default says nothing. */
function isOfCaller(node: ts.ParameterDeclaration | ts.BindingElement): boolean {
  let at: ts.Node = node;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return ts.isParameter(at) && ts.getJSDocType(at) === undefined;
}

export function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at) && !ts.isClassLike(at)) at = at.parent;
  return at;
}
