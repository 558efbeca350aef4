// Objects that never get a second name: made where a variable is declared, and used through that variable only to get at what
// they hold. What other code does to objects need not be looked at to know what happens to these.
import { ts } from "ts-morph";
import { isCollection } from "../loops/elementSpace.js";
import { mentionsOf, preorder } from "../loops/mentions.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { bare, isWithin, outermost, valueSymbol } from "./types.js";
import type { Store } from "./values.js";

export interface Kept {
  /** The only variable that holds the object as long as it does not leak; undefined where it is used once, where it is made. */
  readonly variable: ts.Symbol | undefined;
  /** Where others may get hold of the object itself, in text order. */
  readonly leaks: readonly ts.Expression[];
}

/**
 * The object that the expression makes, if it gets one name: it is read, stored into, gone through by library functions and given
 * back at the end of the function under this name, and where something else is done with it is told. What lies in it may be
 * anybody's. Undefined for objects that get no name, or are made in another way. O(mentions of the variable).
 * @param container the function, or the file, whose code it is
 */
export function keptToItself(made: ts.Node, container: ts.Node, context: AccessContext): Kept | undefined {
  const { checker } = context;
  if (!ts.isExpression(made) || !isPlainlyMade(made)) return undefined;
  const isArray = !ts.isObjectLiteralExpression(made);
  const holder = holderOf(outermost(made));
  if (holder === undefined) return isHarmless(made, isArray) ? { variable: undefined, leaks: [] } : undefined;
  const symbol = checker.getSymbolAtLocation(holder);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  // A variable of a script, or one that is exported, is everybody's.
  const list = declaration.parent;
  const isGlobal = ts.isVariableDeclarationList(list) && ts.isSourceFile(list.parent.parent);
  if (isGlobal || !isWithin(declaration, container)) return undefined;
  const leaks = mentionsOf(symbol, declaration.getSourceFile(), checker).filter(
    (mention) => mention !== declaration.name && !isTarget(mention) && !isHarmless(mention, isArray),
  );
  return { variable: symbol, leaks };

  /** Literals without code of their own, collections of the language, and the new arrays that its functions give back. */
  function isPlainlyMade(node: ts.Expression): boolean {
    if (ts.isArrayLiteralExpression(node)) return true;
    if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPlainProperty);
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
    const isBuiltin = targetsOf(node, context).every(
      (target) => target.kind === "builtin" && target.builtin.returns === "fresh" && target.builtin.opaque !== true,
    );
    return isBuiltin && isListOrCollection(checker.getTypeAtLocation(node));
  }

  function isListOrCollection(type: ts.Type): boolean {
    return checker.isArrayType(type) || (!type.isUnion() && isCollection(type));
  }

  /** What is done with the value of the expression gives the object to nobody. */
  function isHarmless(expression: ts.Expression, isArray: boolean): boolean {
    const node = outermost(expression);
    const { parent } = node;
    if (isMember(parent) && parent.expression === node) {
      const user = outermost(parent).parent;
      if (ts.isTaggedTemplateExpression(user)) return false;
      // The function that is called gets the object as its `this`.
      if (!ts.isCallExpression(user) || bare(user.expression) !== parent) return true;
      return isArray && ts.isPropertyAccessExpression(parent) && isHarmlessCall(user, parent);
    }
    if (ts.isForOfStatement(parent)) return isArray && parent.expression === node && parent.awaitModifier === undefined;
    if (ts.isForInStatement(parent)) return parent.expression === node;
    if (ts.isSpreadElement(parent)) return isArray;
    if (ts.isSpreadAssignment(parent) || ts.isExpressionStatement(parent) || ts.isTypeOfExpression(parent)) return true;
    if (ts.isVariableDeclaration(parent)) return parent.initializer === node && !ts.isIdentifier(parent.name);
    if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
      return parent.expression === node;
    if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isConditionalExpression(parent)) return parent.condition === node || isHarmless(parent, isArray);
    if (ts.isBinaryExpression(parent)) return isHarmlessOperand(parent, node, isArray);
    if (ts.isReturnStatement(parent)) return functionAround(parent) === container;
    return ts.isArrowFunction(parent) && parent.body === node && parent === container;
  }

  function isHarmlessOperand(parent: ts.BinaryExpression, node: ts.Expression, isArray: boolean): boolean {
    switch (parent.operatorToken.kind) {
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        return true;
      case ts.SyntaxKind.InKeyword:
        return parent.right === node;
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return isHarmless(parent, isArray);
      default:
        return false;
    }
  }

  /** `v.push(x)`, `v.map((each) => …)`: the function of the language hands on what lies in the object, not the object. */
  function isHarmlessCall(call: ts.CallExpression, callee: ts.PropertyAccessExpression): boolean {
    return targetsOf(call, context).every((target) => {
      if (target.kind !== "builtin") return false;
      const { returns, calls = [], opaque } = target.builtin;
      if (opaque === true || returns === "view" || (returns === "receiver" && !isHarmless(call, true))) return false;
      const most = callee.name.text.startsWith("reduce") ? 3 : 2;
      return calls.every((position) => {
        if (call.arguments.some(ts.isSpreadElement)) return false;
        const given = call.arguments[position];
        return given === undefined || takesElementsOnly(bare(given), most);
      });
    });
  }
}

/**
 * Those of the stores that may put something into the object that the expression makes, where nothing else does; undefined where
 * functions that are called may do so, too.
 */
export function onlyStores(
  stores: readonly Store[],
  made: ts.Node,
  container: ts.Node,
  context: AccessContext,
): readonly Store[] | undefined {
  const kept = keptToItself(made, container, context);
  if (kept === undefined || kept.leaks.length > 0) return undefined;
  const { variable } = kept;
  // Other variables never hold it.
  return stores.filter(({ base }) => {
    const inner = bare(base);
    return variable === undefined || !ts.isIdentifier(inner) || valueSymbol(inner, context.checker) === variable;
  });
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** A function written in place that cannot see the argument behind the first `most`, which is the object itself. */
function takesElementsOnly(callback: ts.Expression, most: number): boolean {
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  if (callback.parameters.length > most || callback.parameters.some(({ dotDotDotToken }) => dotDotDotToken))
    return false;
  if (ts.isArrowFunction(callback)) return true;
  for (const node of preorder(callback)) if (ts.isIdentifier(node) && node.text === "arguments") return false;
  return true;
}

function isPlainProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(property) || ts.isShorthandPropertyAssignment(property)) return true;
  return ts.isPropertyAssignment(property) && property.name.getText().replace(/['"]/g, "") !== "__proto__";
}

/** The name that gets the object where it is made: `const v = []`, `v = [];`. */
function holderOf(made: ts.Expression): ts.Identifier | undefined {
  const { parent } = made;
  if (ts.isVariableDeclaration(parent) && parent.initializer === made)
    return ts.isIdentifier(parent.name) ? parent.name : undefined;
  const isAssigned =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === made &&
    ts.isExpressionStatement(parent.parent);
  const left = isAssigned ? bare((parent as ts.BinaryExpression).left) : undefined;
  return left !== undefined && ts.isIdentifier(left) ? left : undefined;
}

/** `v = …;`, after which the variable holds something else. */
function isTarget(mention: ts.Identifier): boolean {
  const { parent } = mention;
  return (
    ts.isBinaryExpression(parent) && parent.left === mention && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}
