// Reads of what other iterations have gathered that only tell where to gather more: `groups.get(key)`, `if (!seen.has(key)) …`.
import { ts } from "ts-morph";
import type { Access } from "../accesses/access.js";
import { targetsOf } from "../accesses/calls.js";
import { symbolKey } from "../accesses/keys.js";
import { bare, outermost, valueSymbol } from "../accesses/types.js";
import { isCollection } from "../loops/elementSpace.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { preorder } from "../loops/mentions.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import { operationOn } from "./combinations.js";

/** `list.push(x)`, `set.add(x)`, `map.set(k, x)`, of which nobody takes the value: they keep their order, and tell nothing. */
export function isGathering(node: ts.Node, body: Body): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    takesOnly(node.expression, body) &&
    isDropped(node, body) &&
    targetsOf(node, body.context).every(({ kind }) => kind === "builtin")
  );
}

/** Nobody takes the value: of a statement, of a branch of one, of a callback of `forEach`. */
function isDropped(node: ts.Node, body: Body): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || (body.loop.kind === "forEach" && body.loop.body === node)) return true;
  const isBranch = ts.isConditionalExpression(parent)
    ? parent.condition !== node
    : ts.isBinaryExpression(parent) && parent.right === node && isLogical(parent);
  return (isBranch || ts.isParenthesizedExpression(parent)) && isDropped(parent, body);
}

/** `list && list.push(x)` */
function isLogical({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

/** It does not look into what it is given, as `set` of a typed array does. */
function takesOnly({ name, expression }: ts.PropertyAccessExpression, { context: { checker } }: Body): boolean {
  return (
    name.text === "push" || (/^(?:add|set)$/.test(name.text) && isCollection(checker.getTypeAtLocation(expression)))
  );
}

/** The call that a statement is: nobody takes its value, as nobody does that of a callback of `forEach`. */
export function callForNothing(statement: ts.Node, { loop }: Body): ts.CallExpression | undefined {
  const call = ts.isExpressionStatement(statement) ? bare(statement.expression) : statement;
  if (!ts.isCallExpression(call)) return undefined;
  return ts.isExpressionStatement(statement) || (loop.kind === "forEach" && loop.body === statement) ? call : undefined;
}

/** What is looked up, and where that is: `map` under `key`, whatever the words for it. */
interface Lookup {
  readonly node: ts.Expression;
  readonly place: string;
}

/**
 * Nothing but where to gather, and whether a place for it has to be made, depends on what is read at the node. Then the order
 * of the iterations shows in the order of what is gathered alone, and the caller keeps that.
 * @param combines what is there may be combined with a value, too: `entry.count++`
 */
export function tellsOnlyWhere(read: Access, body: Body, combines = true): boolean {
  const answers = answersOf[combines ? "combines" : "stores"];
  const own = answers.get(body) ?? new Map<Access, boolean>();
  answers.set(body, own);
  const answer = own.get(read) ?? isOnlyWhere(read, body, combines);
  own.set(read, answer);
  return answer;
}

// Each read is compared with many writes.
const answersOf = {
  combines: new WeakMap<Body, Map<Access, boolean>>(),
  stores: new WeakMap<Body, Map<Access, boolean>>(),
};

function isOnlyWhere({ node, target }: Access, body: Body, combines: boolean): boolean {
  if (isGathering(node, body)) return true;
  const { parent } = node;
  // What the method is given it puts there as it is, and does not look into.
  if (target.kind === "place" && ts.isIdentifier(node) && isGathering(parent, body)) return true;
  const lookup = lookupAt(node, body);
  if (lookup !== undefined) return isUsedForGathering(lookup.node, lookup.place, body);
  if (!combines || !ts.isPropertyAccessExpression(node)) return false;
  const place = placeHeld(node.expression, body);
  return place !== undefined && operationOn(node) !== undefined && isBucket(node.expression, place, body, new Set());
}

/** The place that the variable is given when it is declared. */
function placeHeld(name: ts.Expression, body: Body): string | undefined {
  const symbol = ts.isIdentifier(name) ? valueSymbol(name, body.context.checker) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined;
  const value = bare(declaration.initializer);
  return lookupAt(ts.isBinaryExpression(value) ? bare(value.left) : value, body)?.place;
}

/** `map.get(key)`, `map.has(key)`, `table[key]` */
function lookupAt(node: ts.Node, body: Body): Lookup | undefined {
  if (ts.isElementAccessExpression(node)) return placed(node, node.expression, node.argumentExpression, body);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  const isKnown = targetsOf(node, body.context).every(({ kind }) => kind === "builtin");
  const [key] = node.arguments;
  return isKnown && key !== undefined && (name.text === "get" || name.text === "has")
    ? placed(node, expression, key, body)
    : undefined;
}

function placed(node: ts.Expression, container: ts.Expression, key: ts.Expression, body: Body): Lookup | undefined {
  return isKept(container, body) && isKept(key, body) ? { node, place: placeText(container, key, body) } : undefined;
}

/** The same for the same variables only, whatever they are called. */
function placeText(container: ts.Expression, key: ts.Expression, { context: { checker } }: Body): string {
  const symbols = [container, key].flatMap((part) =>
    [...preorder(part)].filter(ts.isIdentifier).flatMap((name) => valueSymbol(name, checker) ?? []),
  );
  return [bare(container).getText(), bare(key).getText(), ...symbols.map(symbolKey)].join(" ");
}

/** The same words mean the same throughout the body: nothing that they name is assigned to in it, and nothing is called. */
function isKept(expression: ts.Expression, { loop, context: { budget } }: Body): boolean {
  const nodes = [...preorder(expression)];
  if (nodes.some((node) => ts.isCallExpression(node) || ts.isNewExpression(node) || isAssignedAt(node))) return false;
  const names = new Set(nodes.filter(ts.isIdentifier).map(({ text }) => text));
  for (const node of preorder(loop.body)) {
    budget.spend(1);
    const isNamed = () => names.has(ts.isPropertyAccessExpression(node) ? node.name.text : node.getText());
    if (isAssignedAt(node) && isNamed()) return false;
  }
  return true;
}

/** `map.set(key, value)`, `set.add(value)`: where it puts what. */
function placeOfPut(
  call: ts.CallExpression,
  body: Body,
): { readonly place: string; readonly value: ts.Expression | undefined } | undefined {
  const { expression } = call;
  const [key, value] = call.arguments;
  if (!ts.isPropertyAccessExpression(expression) || key === undefined || !isGathering(call, body)) return undefined;
  return expression.name.text === "push" ? undefined : { place: placeText(expression.expression, key, body), value };
}

/**
 * @param value what is looked up, or what stands for it
 * @param buckets variables that are being asked about
 */
function isUsedForGathering(
  value: ts.Expression,
  place: string,
  body: Body,
  buckets: ReadonlySet<ts.Symbol> = new Set(),
): boolean {
  const node = outermost(value);
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const isRight = parent.right === node;
    if (isRight) return kind === ts.SyntaxKind.EqualsToken && isBucket(parent.left, place, body, buckets);
    if (isLogical(parent) && isDropped(parent, body)) return decidesOnlyThat(node, place, body, buckets);
    // `map.get(key) ?? []`, `table[key] ??= []`: what is there, or a new one.
    if (choosing.has(kind)) return isNew(parent.right) && isUsedForGathering(parent, place, body, buckets);
    if (kind === ts.SyntaxKind.EqualsToken) return isNew(parent.right);
    return comparing.has(kind) && isNothing(parent.right) && decidesOnlyThat(parent, place, body, buckets);
  }
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
    return decidesOnlyThat(parent, place, body, buckets);
  if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent))
    return decidesOnlyThat(node, place, body, buckets);
  if (ts.isVariableDeclaration(parent)) return isBucket(parent.name, place, body, buckets);
  if (ts.isCallExpression(parent)) {
    const put = placeOfPut(parent, body);
    return put?.place === place && put.value === node;
  }
  const isHolder =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === node;
  return isHolder && (isMethodOf(parent, body) || operationOn(parent) !== undefined);
}

/** `list.push` of the call that gathers, not what it is given. */
function isMethodOf(member: ts.Node, body: Body): boolean {
  const call = member.parent;
  return ts.isCallExpression(call) && call.expression === member && isGathering(call, body);
}

const choosing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || node.getText() === "undefined";
}

/** Made where it stands. */
function isNew(expression: ts.Expression): boolean {
  const node = bare(expression);
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isNewExpression(node);
}

/** A variable that holds what has been looked up, or a new one in its stead, and that is only gathered into. */
function isBucket(name: ts.Node, place: string, body: Body, asked: ReadonlySet<ts.Symbol>): boolean {
  const { checker } = body.context;
  const symbol = ts.isIdentifier(name) ? valueSymbol(name, checker) : undefined;
  if (symbol === undefined || !body.isIterationLocal(symbol)) return false;
  if (asked.has(symbol)) return true;
  const buckets = new Set([...asked, symbol]);
  const round = roundOf(symbol.valueDeclaration, body);
  return referencesTo(symbol, body.loop.body, checker).every((use) => {
    const { parent } = use;
    // In another round of an inner loop the same key may be another one.
    if (roundOf(use, body) !== round) return false;
    if (ts.isVariableDeclaration(parent) && parent.name === use)
      return parent.initializer === undefined || isPlaceIn(parent.initializer, place, body);
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      if (parent.left === use) return isPlaceIn(parent.right, place, body);
      return lookupAt(bare(parent.left), body)?.place === place;
    }
    return ts.isExpression(use) && isUsedForGathering(use, place, body, buckets);
  });
}

/** The innermost loop around a node, or the body itself. */
function roundOf(node: ts.Node | undefined, { loop }: Body): ts.Node | undefined {
  let at = node;
  while (at !== undefined && at !== loop.body && !ts.isIterationStatement(at, false) && !ts.isFunctionLike(at))
    at = at.parent;
  return at;
}

/** Looked up in the container, or made for it. */
function isPlaceIn(value: ts.Expression, place: string, body: Body): boolean {
  const node = bare(value);
  if (isNew(node)) return true;
  if (
    ts.isBinaryExpression(node) &&
    (choosing.has(node.operatorToken.kind) || node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
  )
    return isNew(node.right) && lookupAt(bare(node.left), body)?.place === place;
  return lookupAt(node, body)?.place === place;
}

/** The condition of an `if` that only makes what is missing, or gathers. */
function decidesOnlyThat(test: ts.Expression, place: string, body: Body, buckets: ReadonlySet<ts.Symbol>): boolean {
  const node = outermost(test);
  const { parent } = node;
  const does = (branch: ts.Node) => makesOrGathers(branch, place, body, buckets);
  if (ts.isConditionalExpression(parent))
    return parent.condition === node && isDropped(parent, body) && does(parent.whenTrue) && does(parent.whenFalse);
  if (ts.isBinaryExpression(parent))
    return parent.left === node && isLogical(parent) && isDropped(parent, body) && does(parent.right);
  if (!ts.isIfStatement(parent) || parent.expression !== node) return false;
  return [parent.thenStatement, parent.elseStatement].every(
    (branch) => branch === undefined || statementsIn(branch).every(does),
  );
}

function statementsIn(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}

/** `map.set(key, [])`, `table[key] = []`, `list = []`, `list.push(x)` */
function makesOrGathers(statement: ts.Node, place: string, body: Body, buckets: ReadonlySet<ts.Symbol>): boolean {
  const expression = ts.isExpressionStatement(statement) ? statement.expression : statement;
  if (!ts.isExpression(expression)) return false;
  const node = bare(expression);
  const isOwn = (holder: ts.Expression): boolean =>
    lookupAt(holder, body)?.place === place || isBucket(holder, place, body, buckets);
  // What is there first is no place to gather in: `if (!table[key]) table[key] = row.n`.
  const isPlace = (value: ts.Expression) => isNew(lastOf(value)) || isBucket(bare(value), place, body, buckets);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const put = placeOfPut(node, body);
    if (put?.place === place) return put.value === undefined || isPlace(put.value);
    return isGathering(node, body) && isOwn(bare(node.expression.expression));
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return isOwn(bare(node.left)) && isPlace(node.right);
}

/** `[]` in `(list = [])` */
function lastOf(value: ts.Expression): ts.Expression {
  const node = bare(value);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken ? node.right : node;
}
