// Where `await` may stand, and what it takes to put it there.
import { ts } from "ts-morph";
import { unalias, valueSymbol } from "../../accesses/types.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { isAssignmentOperator } from "../../loops/operators.js";
import { referencesTo } from "../../scalars/liveness.js";
import { enclosing } from "./functions.js";
import type { Habits } from "./text.js";

/** Default values of parameters, fields, decorators, heritage. */
export function isWhereNobodyWaits(call: ts.Node, holder: ts.Node): boolean {
  for (let at = call.parent; at !== undefined && at !== holder; at = at.parent)
    if (
      ts.isParameter(at) ||
      ts.isPropertyDeclaration(at) ||
      ts.isDecorator(at) ||
      ts.isHeritageClause(at) ||
      ts.isEnumMember(at) ||
      ts.isClassStaticBlockDeclaration(at)
    )
      return true;
  return false;
}

/** Without semicolons, a line that begins with a parenthesis would go on with the line before. */
export function beginsLine(call: ts.Node, { semicolon }: Habits): boolean {
  let at = call;
  while (at.parent !== undefined && at.parent.getStart() === call.getStart() && !ts.isStatement(at)) at = at.parent;
  return semicolon === "" && ts.isExpressionStatement(at);
}

/**
 * An expression may wait where it stands: what its statement has evaluated before it is the same afterwards. It is not where a place
 * was read that other code can change, as `total` of the file in `total += xs.map(f).length`.
 */
export function canWaitInPlace(node: ts.Expression, checker: ts.TypeChecker): boolean {
  for (let at: ts.Node = node; ; at = at.parent) {
    const { parent } = at;
    if (ts.isArrowFunction(parent)) return parent.body === at;
    if (ts.isStatement(parent)) return !ts.isClassDeclaration(parent);
    const before = evaluatedBefore(at, parent);
    if (before === undefined || !before.every((each) => isSettled(each, node, checker))) return false;
  }
}

/** What the parent has evaluated, and still uses, when it comes to its part `at`; undefined: not known. */
function evaluatedBefore(at: ts.Node, parent: ts.Node): readonly ts.Node[] | undefined {
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const given = (parent.arguments ?? []) as readonly ts.Node[];
    return parent.expression === at ? [] : [parent.expression, ...given.slice(0, given.indexOf(at))];
  }
  if (ts.isArrayLiteralExpression(parent))
    return parent.elements.slice(0, parent.elements.indexOf(at as ts.Expression));
  if (ts.isObjectLiteralExpression(parent))
    return parent.properties.slice(0, parent.properties.indexOf(at as ts.PropertyAssignment));
  if (ts.isPropertyAssignment(parent)) return parent.initializer === at ? [parent.name] : undefined;
  if (ts.isTemplateSpan(parent)) return [];
  if (ts.isTemplateExpression(parent)) {
    const spans = parent.templateSpans;
    return spans.slice(0, spans.indexOf(at as ts.TemplateSpan)).map(({ expression }) => expression);
  }
  if (ts.isElementAccessExpression(parent)) return parent.expression === at ? [] : [parent.expression];
  if (ts.isBinaryExpression(parent)) return beforeRight(at, parent);
  const isPassedOn =
    ts.isPropertyAccessExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isVariableDeclarationList(parent) ||
    (ts.isVariableDeclaration(parent) && parent.initializer === at);
  return isPassedOn ? [] : undefined;
}

function beforeRight(at: ts.Node, { left, operatorToken }: ts.BinaryExpression): readonly ts.Node[] {
  const { kind } = operatorToken;
  const isDecided =
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.CommaToken;
  if (left === at || isDecided) return [];
  // A place that is only written has been found, not read.
  if (kind !== ts.SyntaxKind.EqualsToken) return [left];
  if (ts.isPropertyAccessExpression(left)) return [left.expression];
  return ts.isElementAccessExpression(left) ? [left.expression, left.argumentExpression] : [];
}

/** No other code can make the expression something else than what it was evaluated to. */
function isSettled(node: ts.Node, waiting: ts.Node, checker: ts.TypeChecker): boolean {
  const holder = enclosing(waiting);
  const settled = (at: ts.Node): boolean => {
    if (ts.isIdentifier(at)) return isKeptName(at, holder, checker);
    if (ts.isPropertyAccessExpression(at)) return settled(at.expression) && isKeptMember(at.name, checker);
    if (ts.isPropertyAssignment(at)) return settled(at.name) && settled(at.initializer);
    if (ts.isComputedPropertyName(at)) return settled(at.expression);
    if (ts.isShorthandPropertyAssignment(at)) return false;
    // What a call has answered is there, as in a constant.
    if (ts.isCallExpression(at) || ts.isNewExpression(at) || ts.isAwaitExpression(at)) return true;
    if (ts.isSpreadElement(at)) return ts.isCallExpression(at.expression);
    if (ts.isFunctionLike(at) || ts.isLiteralExpression(at) || ts.isPrivateIdentifier(at)) return true;
    const isComputed =
      ts.isParenthesizedExpression(at) ||
      ts.isNonNullExpression(at) ||
      ts.isAsExpression(at) ||
      ts.isTemplateExpression(at) ||
      ts.isArrayLiteralExpression(at) ||
      ts.isObjectLiteralExpression(at) ||
      ts.isConditionalExpression(at) ||
      ts.isPrefixUnaryExpression(at) ||
      ts.isTemplateSpan(at) ||
      (ts.isBinaryExpression(at) && !isAssignmentOperator(at.operatorToken.kind));
    if (!isComputed) return isWord(at);
    return ts.forEachChild(at, (child) => (settled(child) ? undefined : true)) !== true;
  };
  return settled(node);
}

function isWord(at: ts.Node): boolean {
  return ts.isToken(at) || ts.isTypeNode(at) || at.kind === ts.SyntaxKind.ThisKeyword;
}

/** @param holder the function that waits */
export function isKeptName(name: ts.Identifier, holder: ts.Node, checker: ts.TypeChecker): boolean {
  const mentioned = valueSymbol(name, checker);
  const symbol = mentioned && unalias(mentioned, checker);
  const declaration = symbol?.valueDeclaration;
  // A key of an object.
  if (ts.isPropertyAssignment(name.parent) && name.parent.name === name) return true;
  if (symbol === undefined || declaration === undefined) return name.text === "undefined";
  if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration) && !ts.isBindingElement(declaration))
    return true;
  const file = declaration.getSourceFile();
  if (file.isDeclarationFile || (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0) return true;
  if (file !== holder.getSourceFile()) return false;
  const isWithin = declaration.pos >= holder.pos && declaration.end <= holder.end;
  return (
    isWithin && referencesTo(symbol, holder, checker).every((each) => !isAssignedAt(each) || enclosing(each) === holder)
  );
}

/** Methods, members of enumerations and what libraries have are not replaced while a program runs. */
export function isKeptMember(name: ts.MemberName, checker: ts.TypeChecker): boolean {
  const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every(
      (each) =>
        ts.isMethodDeclaration(each) ||
        ts.isMethodSignature(each) ||
        ts.isEnumMember(each) ||
        ts.isFunctionDeclaration(each),
    )
  );
}
