// Whether the objects in an array are known to be different from one another: each was made where it was put there, and nobody
// puts one that lies there already in another place.
import { ts } from "ts-morph";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import type { Region } from "../accesses/region.js";
import { bare, isPrimitive, valueSymbol } from "../accesses/types.js";
import { isAssignedAt, isNumeric, isWrapper } from "../loops/iterationSpace.js";
import { mentionsOf } from "../loops/mentions.js";
import { isKeptByMaker } from "./escapes.js";

/**
 * The object is made anew for each element of the array that is made at `array`: by the callback that fills it, `Array.from({
 * length }, () => new Array(n))` and `xs.map(() => [])`, or where it is added, `rows.push(new Float64Array(n))`. Not by a
 * function of the program that puts it into something else, too: it may find it there the next time.
 * @param symbol the variable that holds the array
 */
export function isMadePerElement(node: ts.Node, array: ts.Node, symbol: ts.Symbol, context: AccessContext): boolean {
  const whole = wholeOf(node, context);
  if (whole === undefined) return false;
  const { parent } = whole;
  if (ts.isCallExpression(parent)) {
    if (parent.expression === whole || !isCallOf(parent, /\.push$/) || !isOfLibrary(parent, context)) return false;
    const receiver = bare((parent.expression as ts.PropertyAccessExpression).expression);
    return ts.isIdentifier(receiver) && valueSymbol(receiver, context.checker) === symbol;
  }
  const isResult = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === whole);
  const maker = isResult ? ts.findAncestor(whole, ts.isFunctionLike) : undefined;
  if (maker === undefined || !isPlainCallback(maker) || maker.parent !== array) return false;
  return ts.isCallExpression(array) && isCallOf(array, /\.(?:from|map)$/) && isOfLibrary(array, context);
}

/**
 * The expression that has the object as its value: `new Array(n).fill(0)` is made where its head is made. Undefined where one of
 * the calls may keep it.
 */
function wholeOf(node: ts.Node, context: AccessContext): ts.Node | undefined {
  let at = node;
  for (;;) {
    if (isKeptByMaker(at, { context })) return undefined;
    const { parent } = at;
    const isAround = isWrapper(parent) || (ts.isConditionalExpression(parent) && parent.condition !== at);
    const isFluent = ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent);
    if (isAround) at = parent;
    else if (isFluent && parent.parent.expression === parent) at = parent.parent;
    else return at;
  }
}

function isPlainCallback(node: ts.SignatureDeclaration): node is ts.ArrowFunction | ts.FunctionExpression {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  return node.asteriskToken === undefined && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) === 0;
}

function isCallOf(call: ts.CallExpression, name: RegExp): boolean {
  return ts.isPropertyAccessExpression(call.expression) && name.test(`.${call.expression.name.text}`);
}

/** A method of the program by the same name may put one object into many places. */
function isOfLibrary(call: ts.CallExpression, context: AccessContext): boolean {
  return targetsOf(call, context).every(({ kind }) => kind === "builtin");
}

/**
 * Nobody moves what lies in the array of the variable to another place of it: the array is only read, added to by `push` of
 * objects that are made in the call, gone through and returned. O(mentions of the variable).
 * @param array where the array is made
 * @param container the function (or file) that declares the variable
 */
export function keepsPlaces(symbol: ts.Symbol, array: ts.Node, container: ts.Node, region: Region): boolean {
  const { checker } = region.context;
  const { valueDeclaration: declaration } = symbol;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  // Nobody else has a name for it, and no method has moved anything by then.
  if (declaration.initializer === undefined || bare(declaration.initializer) !== array) return false;
  if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) return false;
  if (ts.isSourceFile(container) && !ts.isExternalModule(container)) return false;
  return mentionsOf(symbol, container, checker).every((name) => isHarmless(name, container, region));
}

function isHarmless(name: ts.Identifier, container: ts.Node, region: Region): boolean {
  let at: ts.Node = name;
  while (isWrapper(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isVariableDeclaration(parent)) return parent.name === at;
  if (isAssignedAt(at)) return false;
  // By a name in brackets it may be a method.
  if (ts.isElementAccessExpression(parent))
    return (
      parent.expression === at &&
      !isAssignedAt(parent) &&
      isNumeric(region.context.checker.getTypeAtLocation(parent.argumentExpression))
    );
  if (ts.isPropertyAccessExpression(parent)) {
    const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    return isCalled ? isHarmlessMethod(parent.parent as ts.CallExpression, region) : !isAssignedAt(parent);
  }
  if (ts.isForOfStatement(parent)) return parent.expression === at;
  if (ts.isReturnStatement(parent)) return ts.findAncestor(parent, ts.isFunctionLike) === container;
  return ts.isSpreadElement(parent) && ts.isArrayLiteralExpression(parent.parent);
}

function isHarmlessMethod(call: ts.CallExpression, region: Region): boolean {
  const { context } = region;
  if (!isOfLibrary(call, context)) return false;
  if (isCallOf(call, /\.push$/)) return call.arguments.every((given) => isMadeIn(given, region));
  if (isCallOf(call, /\.(?:pop|reverse|shift|sort)$/) && ts.isExpressionStatement(call.parent)) return true;
  const isReading = targetsOf(call, context).every(
    (target) =>
      target.kind === "builtin" &&
      target.builtin.mutates === undefined &&
      target.builtin.opaque !== true &&
      (target.builtin.returns === "primitive" || target.builtin.returns === "fresh"),
  );
  // What comes behind the element and its number is the array itself.
  const most = isCallOf(call, /\.reduce(?:Right)?$/) ? 3 : 2;
  return isReading && call.arguments.every((given) => takesNoMore(given, most, context));
}

/**
 * A value, or a function written in place that has no more parameters than that, and so gets nothing of what comes behind.
 * @param most the number of parameters
 */
export function takesNoMore(argument: ts.Expression, most: number, { checker }: AccessContext): boolean {
  if (ts.isArrowFunction(argument))
    return argument.parameters.length <= most && argument.parameters.every(({ dotDotDotToken }) => !dotDotDotToken);
  return isPrimitive(checker.getTypeAtLocation(argument));
}

/** The argument makes the object itself, so that nothing else holds it. */
function isMadeIn(given: ts.Expression, region: Region): boolean {
  if (ts.isSpreadElement(given)) return false;
  const value = bare(given);
  return region
    .origins(value)
    .every(
      ({ root, path }) =>
        root.kind === "fresh" && path.length === 0 && value.pos <= root.node.pos && root.node.end <= value.end,
    );
}
