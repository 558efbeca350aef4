// Statements that combine something into an entry of a table: `hist[k]++`, `counts.set(k, (counts.get(k) ?? 0) + 1)`.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";
import { preorder } from "../../loops/mentions.js";
import { referencesTo } from "../../scalars/liveness.js";
import {
  combinationBy,
  firstOf,
  heldBy,
  isAssignment,
  isSameKey,
  isStep,
  isZero,
  type Missing,
  type Presence,
  presence,
  type Reader,
  readerOf,
  type Setting,
  settingOf,
  sibling,
  type TableUpdate,
} from "./tableEntries.js";

/**
 * What the statement around a mention of the table does to it; `size`: only its length is asked for; undefined: something else.
 * O(nodes of the statement)
 */
export function tableUpdateAt(
  name: ts.Identifier,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): TableUpdate | "size" | undefined {
  if (asksLength(name)) return "size";
  const reader = readerOf(symbol, checker);
  const statement = ts.findAncestor(name, ts.isStatement);
  if (statement === undefined || isInFunction(name, statement)) return undefined;
  const around = guardAround(statement);
  const update =
    (around && guarded(around, reader)) ??
    (ts.isIfStatement(statement) ? guarded(statement, reader) : undefined) ??
    (ts.isVariableStatement(statement) ? readAhead(statement, reader) : undefined) ??
    (ts.isExpressionStatement(statement) ? updateBy(statement, reader) : undefined);
  return update !== undefined && isPlain(update, reader) ? update : undefined;
}

/** What is combined, and the key, mention the table for its length at most, and no constant that holds an entry. */
function isPlain({ key, operands }: TableUpdate, reader: Reader): boolean {
  const { symbol, checker } = reader;
  const names = [key, ...operands].flatMap((node) => [...preorder(node)].filter(ts.isIdentifier));
  return names.every((name) => {
    if (checker.getSymbolAtLocation(name) === symbol) return asksLength(name);
    const held = heldBy(name, reader);
    return held === undefined || referencesTo(symbol, held, checker).length === 0;
  });
}

/** The `if` whose branch the statement is. */
function guardAround(statement: ts.Statement): ts.IfStatement | undefined {
  const { parent } = statement;
  const outer = ts.isBlock(parent) && parent.statements.length === 1 ? parent.parent : parent;
  return ts.isIfStatement(outer) ? outer : undefined;
}

/** `if (table.has(k)) table.set(k, table.get(k) + w); else table.set(k, w);`, or what is missing is set to 0 ahead of an update. */
function guarded(statement: ts.IfStatement, reader: Reader): TableUpdate | undefined {
  const test = presence(statement.expression, reader);
  if (test === undefined) return undefined;
  const [there, absent] = test.isThere
    ? [statement.thenStatement, statement.elseStatement]
    : [statement.elseStatement, statement.thenStatement];
  const first = absent && only(absent);
  const set = first && settingOf(first.expression, reader);
  if (set === undefined || !isSameKey(set.key, test.key)) return undefined;
  if (there === undefined) return isZero(set.value) ? withMissing(following(statement, reader), set, test) : undefined;
  const update = only(there);
  const known = update && updateBy(update, reader);
  if (known === undefined || known.kind !== "sum" || !isSameKey(known.key, set.key)) return undefined;
  const [operand] = known.operands;
  const isSame = operand === undefined ? set.value.getText() === "1" : operand.getText() === set.value.getText();
  const isPlain = isSame && known.isAdded && known.missing === undefined;
  const missing = isPlain ? firstOf(test, known.isSmall) : undefined;
  return missing && { ...known, missing };
}

function withMissing(
  update: TableUpdate | undefined,
  { key }: Pick<Setting, "key">,
  { missing }: Pick<Presence, "missing">,
): TableUpdate | undefined {
  return update !== undefined && isSameKey(key, update.key) && update.kind === "sum"
    ? { ...update, missing }
    : undefined;
}

/** The update that stands right behind. */
function following(statement: ts.Statement, reader: Reader): TableUpdate | undefined {
  const next = sibling(statement, 1);
  return next !== undefined && ts.isExpressionStatement(next) ? combinationBy(next.expression, reader) : undefined;
}

function only(statement: ts.Statement): ts.ExpressionStatement | undefined {
  const inner = ts.isBlock(statement) && statement.statements.length === 1 ? statement.statements[0]! : statement;
  return ts.isExpressionStatement(inner) ? inner : undefined;
}

/** `const n = table.get(k) ?? 0;` with `table.set(k, n + w);` right behind it. */
function readAhead(statement: ts.VariableStatement, reader: Reader): TableUpdate | undefined {
  const next = sibling(statement, 1);
  const update = next && ts.isExpressionStatement(next) ? combinationBy(next.expression, reader) : undefined;
  const [declaration] = statement.declarationList.declarations;
  if (next === undefined || update === undefined || declaration === undefined) return undefined;
  const uses = [...preorder(next)].filter(
    (node): node is ts.Identifier => ts.isIdentifier(node) && node.text === declaration.name.getText(),
  );
  const isHeld = uses.length > 0 && uses.every((use) => heldBy(use, reader) === declaration.initializer);
  return isHeld && declaration.initializer !== undefined ? update : undefined;
}

function updateBy(statement: ts.ExpressionStatement, reader: Reader): TableUpdate | undefined {
  const { expression } = statement;
  const filled = filling(expression, reader);
  if (filled !== undefined) return withMissing(following(statement, reader), filled, filled);
  const update = combinationBy(expression, reader);
  if (update === undefined || update.missing !== undefined) return update;
  // What stands before it has seen to it that the entry is there.
  const before = sibling(statement, -1);
  const known = before && (ts.isIfStatement(before) ? initialized(before, reader) : undefined);
  const set = before && ts.isExpressionStatement(before) ? filling(before.expression, reader) : known;
  return (set && withMissing(update, set, set)) ?? update;
}

function initialized(statement: ts.IfStatement, reader: Reader): { key: ts.Expression; missing: Missing } | undefined {
  const test = presence(statement.expression, reader);
  if (test === undefined || test.isThere || statement.elseStatement !== undefined) return undefined;
  const inner = only(statement.thenStatement);
  const set = inner && settingOf(inner.expression, reader);
  const isInit = set !== undefined && isZero(set.value) && isSameKey(set.key, test.key);
  return isInit ? { key: set.key, missing: test.missing } : undefined;
}

/** `table[k] ??= 0` */
function filling(expression: ts.Expression, reader: Reader): { key: ts.Expression; missing: Missing } | undefined {
  const node = bare(expression);
  if (!ts.isBinaryExpression(node)) return undefined;
  const operator = node.operatorToken.getText();
  const key = reader.keyOf(node.left);
  if (key === undefined || !isZero(node.right) || ts.isCallExpression(bare(node.left))) return undefined;
  if (operator === "??=") return { key, missing: "??" };
  return operator === "||=" ? { key, missing: "||" } : undefined;
}

function asksLength(name: ts.Identifier): boolean {
  const { parent } = outermost(name);
  return ts.isPropertyAccessExpression(parent) && parent.name.text === "length" && !isChanged(parent);
}

/** Written to. */
function isChanged(node: ts.Expression): boolean {
  const { parent } = outermost(node);
  if (isStep(parent) || ts.isDeleteExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && bare(parent.left) === node && isAssignment(parent.operatorToken.kind);
}

function outermost(node: ts.Expression): ts.Expression {
  let at = node;
  while (bare(at.parent as ts.Expression) === node) at = at.parent as ts.Expression;
  return at;
}

function isInFunction(node: ts.Node, statement: ts.Statement): boolean {
  for (let at = node.parent; at !== statement; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
}
