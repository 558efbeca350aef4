// What the compiler's inference leaves out in JavaScript: `let s = 0; s = data.x` makes `s` a number to it, and a parameter with
// a default is of the default's type, whatever callers hand over.
import { ts } from "ts-morph";
import { perProgram } from "./perProgram.js";

/** What the assignments of a JavaScript file tell. Each answer looks at those of the variable, and of those that it is given. */
interface GivenAnything {
  /** Where the variable is used its value may be one of no type. */
  readonly isAnything: (use: ts.Identifier, symbol: ts.Symbol) => boolean;
  /** The variable is given a value of no type at some place. */
  readonly isAssigned: (symbol: ts.Symbol) => boolean;
  /** It is that, or has a value of no type added at some place: a text makes a text of a number. */
  readonly isAdded: (symbol: ts.Symbol) => boolean;
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
  /** The function, class or file that it lies in. */
  readonly container: ts.Node;
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

/** The assignments to one variable. */
interface Assignments {
  readonly all: Gift[];
  /** Those of a value of no type, once that is settled. */
  readonly bad: Gift[];
  isSettled: boolean;
}

/**
 * Variables with a type in a comment are believed. What the compiler itself finds to be of no type is not listed.
 * O(nodes), and for the variables that are asked for O(assignments · rounds).
 * @param checker the compiler's own
 */
function givenAnything(file: ts.SourceFile, checker: ts.TypeChecker): GivenAnything {
  const bySymbol = new Map<ts.Symbol, Assignments>();
  for (const gift of giftsIn(file, checker)) {
    const known = bySymbol.get(gift.symbol);
    if (known === undefined) bySymbol.set(gift.symbol, { all: [gift], bad: [], isSettled: false });
    else known.all.push(gift);
  }
  const namedBy = (value: ts.Expression): ts.Symbol | undefined =>
    ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
  const isOpaque = ({ value }: Gift): boolean =>
    value === undefined ||
    choicesOf(value).some((choice) => {
      const symbol = namedBy(choice);
      if (symbol !== undefined && mayHold(choice as ts.Identifier, bySymbol.get(symbol))) return true;
      return (checker.getTypeAtLocation(choice).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
    });
  /** Finds the bad ones of the variable and of all that its value may come from. */
  const settled = (asked: ts.Symbol): Assignments | undefined => {
    const met = new Set([asked]);
    const open: Assignments[] = [];
    for (const symbol of met) {
      const entry = bySymbol.get(symbol);
      if (entry === undefined || entry.isSettled) continue;
      entry.isSettled = true;
      if (entry.all.length > mostAssignments) {
        entry.bad.push(...entry.all);
        continue;
      }
      open.push(entry);
      const names = entry.all.flatMap(({ value }) => (value === undefined ? [] : choicesOf(value).map(namedBy)));
      for (const name of names) if (name !== undefined) met.add(name);
    }
    let waiting = open.flatMap((entry) => entry.all.filter(({ isSum }) => !isSum).map((gift) => ({ gift, entry })));
    for (let round = 0; waiting.length > 0; round++) {
      const left = waiting.filter(({ gift, entry }) => {
        const isReached = round === mostRounds || isOpaque(gift);
        if (isReached) entry.bad.push(gift);
        return !isReached;
      });
      if (left.length === waiting.length) break;
      waiting = left;
    }
    return bySymbol.get(asked);
  };
  const isAssigned = (symbol: ts.Symbol): boolean => (settled(symbol)?.bad.length ?? 0) > 0;
  return {
    isAnything: (use, symbol) => mayHold(use, settled(symbol)),
    isAssigned,
    isAdded: (symbol) =>
      isAssigned(symbol) || bySymbol.get(symbol)?.all.some((gift) => gift.isSum && isOpaque(gift)) === true,
  };
}

function mayHold(use: ts.Identifier, assignments: Assignments | undefined): boolean {
  return assignments !== undefined && assignments.bad.length > 0 && mayReach(assignments.bad, assignments.all, use);
}

/** A variable with more assignments than this may be anything: to ask for all of their types takes the compiler too long. */
const mostAssignments = 100;
/** A value that has come no further by then is taken to come everywhere. */
const mostRounds = 20;

/**
 * Whether one of the values that are `bad` can be the variable's where it is used. The last assignment before it that is always
 * made on the way there counts, with those behind it and those of the loops that bring control back.
 */
function mayReach(bad: readonly Gift[], all: readonly Gift[], use: ts.Identifier): boolean {
  const own = functionAround(use);
  if (all.some((gift) => gift.container !== own)) return true;
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

/** The expressions of which one gives the value, without using the stack: code can be very deep. */
function choicesOf(value: ts.Expression): readonly ts.Expression[] {
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
    const container = functionAround(name);
    gifts.push({ name: name as ts.Identifier, symbol, value, isSum: isStep, anchor, container });
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
