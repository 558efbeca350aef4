// `xs.forEach((x) => { … })` as `for (const x of xs) { … }`, where the callback would have to wait and `forEach` does not.
import { ts } from "ts-morph";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import { referencesTo } from "../../scalars/liveness.js";
import { loopsThroughArraysOnly } from "../../workspace/olderDefaults.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { callAround } from "./callbacks.js";
import { isAsync } from "./functions.js";
import { isDense } from "./methods.js";
import { boundNames } from "./parts.js";
import { habitsOf } from "./text.js";

export interface ForOf {
  readonly call: ts.CallExpression;
  readonly edits: readonly TextEdit[];
}

/**
 * The edits around the callback's body, and at its `return` statements; those inside of the body may go with them.
 * `forEach` passes over holes, and over what is appended meanwhile: only arrays that a library function has just made, and nobody
 * changes, become loops. O(size of the callback, and of the mentions of the array).
 */
export function asForOf(callback: ts.SignatureDeclaration, context: TransformContext): ForOf | undefined {
  const call = callAround(callback);
  if (call === undefined || call.arguments.length !== 1 || !isPlain(callback)) return undefined;
  const { expression: method, parent: statement } = call;
  if (!ts.isPropertyAccessExpression(method) || method.name.text !== "forEach" || ts.isOptionalChain(call))
    return undefined;
  if (!ts.isExpressionStatement(statement) || !isOwn(method.expression, context)) return undefined;
  const { body, parameters } = callback;
  const [item, index] = parameters;
  const names = boundNames(parameters.map(({ name }) => name));
  if (item === undefined || parameters.length > 2 || parameters.some((each) => !isBare(each, context.checker)))
    return undefined;
  if (index !== undefined && loopsThroughArraysOnly(context.program.getCompilerOptions())) return undefined;
  // `for (const x of x.split(","))` would not find the outer one.
  const given = [...preorder(method.expression)].filter(ts.isIdentifier);
  if (given.some(({ text }) => names.some((name) => name.text === text))) return undefined;
  const text = callback.getSourceFile().text;
  const lead = text.slice(method.expression.end, body.getStart());
  const tail = text.slice(body.end, statement.end);
  if (/\/[/*]/.test(lead + tail)) return undefined;
  const returns = ownReturns(callback);
  if (returns === undefined) return undefined;
  const { semicolon } = habitsOf(callback.getSourceFile());
  const isChanged = names.some((name) =>
    referencesTo(symbolOf(name, context), body, context.checker).some(isAssignedAt),
  );
  const pattern = index === undefined ? item.name.getText() : `[${index.name.getText()}, ${item.name.getText()}]`;
  const head = `for (${isChanged ? "let" : "const"} ${pattern} of `;
  const start = statement.getStart();
  return {
    call,
    edits: [
      { start, end: start, text: head },
      { start: method.expression.end, end: body.getStart(), text: `${index === undefined ? "" : ".entries()"}) ` },
      ...returns.map((node) => ({ start: node.getStart(), end: node.end, text: `continue${semicolon}` })),
      { start: body.end, end: statement.end, text: ts.isBlock(body) ? "" : semicolon },
    ],
  };
}

type Callback = ts.ArrowFunction;

/** What it declares and means by `this` is the same in a block of the function around it. */
function isPlain(node: ts.SignatureDeclaration): node is Callback {
  if (!ts.isArrowFunction(node) || isAsync(node) || node.typeParameters !== undefined) return false;
  return [...preorder(node.body)].every(
    (part) =>
      !ts.isFunctionDeclaration(part) &&
      !(ts.isVariableDeclarationList(part) && (part.flags & ts.NodeFlags.BlockScoped) === 0),
  );
}

function isBare(
  { name, type, initializer, dotDotDotToken }: ts.ParameterDeclaration,
  checker: ts.TypeChecker,
): boolean {
  if (initializer !== undefined || dotDotDotToken !== undefined) return false;
  return (
    type === undefined ||
    !ts.isIdentifier(name) ||
    checker.getTypeAtLocation(name) === checker.getTypeFromTypeNode(type)
  );
}

/** The `return` statements that only end the callback; undefined where one has a value, or stands in a loop or a `switch` of its own. */
function ownReturns(callback: Callback): readonly ts.ReturnStatement[] | undefined {
  const found = [...preorder(callback.body)]
    .filter(ts.isReturnStatement)
    .filter((node) => ts.findAncestor(node, ts.isFunctionLike) === callback);
  const isInner = (node: ts.Node) =>
    ts.findAncestor(
      node.parent,
      (at) => at === callback || ts.isIterationStatement(at, false) || ts.isSwitchStatement(at),
    ) !== callback;
  return found.some((node) => node.expression !== undefined || isInner(node)) ? undefined : found;
}

/** An array without holes that only this place has, or whose other mentions read it. */
function isOwn(source: ts.Expression, context: TransformContext): boolean {
  if (isDense(source, context)) return true;
  const symbol = ts.isIdentifier(source) ? context.checker.getSymbolAtLocation(source) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (!isConstant || declaration.initializer === undefined || !isDense(declaration.initializer, context)) return false;
  if (!ts.isIdentifier(declaration.name) || ts.findAncestor(declaration, ts.isFunctionLike) === undefined) return false;
  return referencesTo(symbol, declaration.getSourceFile(), context.checker).every(
    (each) => each === declaration.name || each === source || isRead(each),
  );
}

/** `xs.length` and `xs[i]`, read. */
function isRead(node: ts.Node): boolean {
  const { parent } = node;
  const isPart =
    (ts.isElementAccessExpression(parent) && parent.expression === node) ||
    (ts.isPropertyAccessExpression(parent) && parent.name.text === "length");
  const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  return isPart && !isCalled && !isAssignedAt(parent);
}

function symbolOf(name: ts.Identifier, { checker }: TransformContext): ts.Symbol {
  return checker.getSymbolAtLocation(name)!;
}
