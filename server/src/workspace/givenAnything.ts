// What the compiler's inference leaves out in JavaScript: `let s = 0; s = data.x` makes `s` a number to it, and a parameter with
// a default is of the default's type, whatever callers hand over.
import { ts } from "ts-morph";
import { perProgram } from "./perProgram.js";

/** What the assignments of a JavaScript file tell. */
interface GivenAnything {
  /** Where the variable is used its value may be one of no type. O(assignments to it · depth) */
  readonly isAnything: (use: ts.Identifier, symbol: ts.Symbol) => boolean;
  /** Variables that are given a value of no type at some place. */
  readonly assigned: ReadonlySet<ts.Symbol>;
  /** They are these, or have a value of no type added at some place: a text makes a text of a number. */
  readonly added: ReadonlySet<ts.Symbol>;
}

/** One place at which a variable is given a value. */
interface Gift {
  readonly name: ts.Identifier;
  readonly symbol: ts.Symbol;
  /** The expression whose value it is given; undefined where that is nobody's, as for a parameter. */
  readonly value: ts.Expression | undefined;
  readonly isSum: boolean;
  /** The statement, or the head of the loop, that always does it; undefined where it may be skipped. */
  readonly anchor: ts.Node | undefined;
}

/** What the assignments of a file tell; each file is looked through once. */
export const givenIn: (program: ts.Program) => (file: ts.SourceFile) => GivenAnything = perProgram((program) => {
  const known = new Map<ts.SourceFile, GivenAnything>();
  return (file) => {
    const found = known.get(file) ?? givenAnything(file, program.getTypeChecker());
    known.set(file, found);
    return found;
  };
});

export function isJavaScript(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

/**
 * Variables with a type in a comment are believed. What the compiler itself finds to be of no type is not listed.
 * O(nodes + assignments² of one variable).
 * @param checker the compiler's own
 */
function givenAnything(file: ts.SourceFile, checker: ts.TypeChecker): GivenAnything {
  const gifts = giftsIn(file, checker);
  const bySymbol = new Map<ts.Symbol, Gift[]>();
  for (const gift of gifts) bySymbol.set(gift.symbol, [...(bySymbol.get(gift.symbol) ?? []), gift]);
  const opaque = new Set<Gift>();
  const isAnything = (use: ts.Identifier, symbol: ts.Symbol): boolean => {
    const all = bySymbol.get(symbol) ?? [];
    const bad = all.filter((gift) => opaque.has(gift));
    return bad.length > 0 && mayReach(bad, all, use);
  };
  const isOpaque = (value: ts.Expression | undefined): boolean => {
    if (value === undefined) return true;
    if (ts.isParenthesizedExpression(value)) return isOpaque(value.expression);
    if (ts.isConditionalExpression(value)) return isOpaque(value.whenTrue) || isOpaque(value.whenFalse);
    if (ts.isBinaryExpression(value)) {
      const { kind } = value.operatorToken;
      if (joins.has(kind)) return isOpaque(value.left) || isOpaque(value.right);
      if (kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.CommaToken) return isOpaque(value.right);
    }
    const symbol = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
    if (symbol !== undefined && isAnything(value as ts.Identifier, symbol)) return true;
    return (checker.getTypeAtLocation(value).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  };
  const sums = gifts.filter(({ isSum }) => isSum);
  const plain = gifts.filter(({ isSum }) => !isSum);
  // What one variable is given may be another's value.
  for (let size = -1; size !== opaque.size; ) {
    size = opaque.size;
    for (const gift of plain) if (!opaque.has(gift) && isOpaque(gift.value)) opaque.add(gift);
  }
  const assigned = new Set([...opaque].map(({ symbol }) => symbol));
  const added = new Set([...assigned, ...sums.filter(({ value }) => isOpaque(value)).map(({ symbol }) => symbol)]);
  return { isAnything, assigned, added };
}

/**
 * Whether one of the values that are `bad` can be the variable's where it is used. The last assignment before it that is always
 * made on the way there counts, with those behind it and those of the loops that bring control back.
 */
function mayReach(bad: readonly Gift[], all: readonly Gift[], use: ts.Identifier): boolean {
  const own = functionAround(use);
  if (all.some(({ name }) => functionAround(name) !== own)) return true;
  const before = all.filter(({ anchor }) => anchor !== undefined && anchor.end <= use.pos && leadsTo(anchor, use));
  const last = before.at(-1);
  if (last === undefined || bad.includes(last)) return true;
  const comesBack = (gift: Gift): boolean => {
    for (let at: ts.Node = use; at !== own && at.parent !== undefined; at = at.parent) {
      const isAgain = ts.isIterationStatement(at, false) && contains(at, gift.name);
      if (isAgain && (!contains(at, last.name) || last.anchor?.parent === at)) return true;
    }
    return false;
  };
  return bad.some((gift) => (last.name.end <= gift.name.pos && gift.name.end <= use.pos) || comesBack(gift));
}

/** Whoever comes to `use` has come past the statement, or the head of the `for`, before it. */
function leadsTo(anchor: ts.Node, use: ts.Node): boolean {
  const list = ts.isForStatement(anchor.parent) ? anchor.parent.parent : anchor.parent;
  return contains(anchor.parent, use) || ("statements" in list && contains(list, use));
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at) && !ts.isClassLike(at)) at = at.parent;
  return at;
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
function giftsIn(file: ts.SourceFile, checker: ts.TypeChecker): readonly Gift[] {
  const gifts: Gift[] = [];
  const give = (name: ts.Node, value: ts.Expression | undefined, isSum = false): void => {
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
    gifts.push({ name: name as ts.Identifier, symbol, value, isSum: isStep, anchor });
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
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
  }
  return gifts.sort((one, other) => one.name.pos - other.name.pos);
}

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
  if (ts.isParenthesizedExpression(sum)) return hasAddend(sum.expression, name);
  if (ts.isIdentifier(sum)) return sum.text === name;
  return (
    ts.isBinaryExpression(sum) &&
    sum.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    (hasAddend(sum.left, name) || hasAddend(sum.right, name))
  );
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
