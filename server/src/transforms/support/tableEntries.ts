// Entries of a table: what one held before, and expressions that combine something into it.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";
import { preorder } from "../../loops/mentions.js";
import { referencesTo } from "../../scalars/liveness.js";
import { isSmall } from "./accumulators.js";

/** How an entry is combined. */
export type TableKind = "sum" | "&" | "|" | "^" | "max" | "min";

/** How an entry that is not there is taken for 0; `has`: by its key, so one that is there may be `undefined`. */
export type Missing = "??" | "||" | "has";

export interface TableUpdate {
  readonly kind: TableKind;
  readonly key: ts.Expression;
  /** What is combined into the entry. */
  readonly operands: readonly ts.Expression[];
  /** What is added is a whole number of a few digits. */
  readonly isSmall: boolean;
  /** Not subtracted: the first of all may stand for itself. */
  readonly isAdded: boolean;
  /** undefined: the entry is taken to be there. */
  readonly missing: Missing | undefined;
  /** By `get` and `set`, not by a subscript. */
  readonly isMap: boolean;
}

/** What is known of the table that is asked about. */
export interface Reader {
  readonly symbol: ts.Symbol;
  readonly checker: ts.TypeChecker;
  isTable(node: ts.Expression): boolean;
  /** The key of `table[key]`, `table.get(key)`. */
  keyOf(node: ts.Expression): ts.Expression | undefined;
}

export function readerOf(symbol: ts.Symbol, checker: ts.TypeChecker): Reader {
  const isTable = (node: ts.Expression) => {
    const value = bare(node);
    return ts.isIdentifier(value) && checker.getSymbolAtLocation(value) === symbol;
  };
  const keyOf = (node: ts.Expression) => {
    const value = bare(node);
    if (ts.isElementAccessExpression(value))
      return value.questionDotToken === undefined && isTable(value.expression) ? value.argumentExpression : undefined;
    return methodOf(value, "get", isTable)?.[0];
  };
  return { symbol, checker, isTable, keyOf };
}

function methodOf(node: ts.Expression, name: string, isTable: Reader["isTable"]) {
  const call = bare(node);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression, questionDotToken } = call.expression;
  const isOne = call.expression.name.text === name && questionDotToken === undefined && isTable(expression);
  return isOne && !call.arguments.some(ts.isSpreadElement) ? call.arguments : undefined;
}

function isSteady(key: ts.Expression): boolean {
  return [...preorder(key)].every(
    (node) =>
      !ts.isCallExpression(node) &&
      !ts.isNewExpression(node) &&
      !ts.isTaggedTemplateExpression(node) &&
      !ts.isFunctionLike(node) &&
      !ts.isAwaitExpression(node) &&
      !ts.isYieldExpression(node) &&
      !ts.isObjectLiteralExpression(node) &&
      !isStep(node) &&
      !(ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)),
  );
}

export function isSameKey(one: ts.Expression, other: ts.Expression | undefined): boolean {
  return other !== undefined && bare(one).getText() === bare(other).getText() && isSteady(one);
}

export function sibling(statement: ts.Statement, distance: number): ts.Statement | undefined {
  const { parent } = statement;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent)) return undefined;
  return parent.statements[parent.statements.indexOf(statement) + distance];
}

export interface Presence {
  readonly key: ts.Expression;
  readonly isThere: boolean;
  readonly missing: Missing;
}

/**
 * How to combine what stands for itself where there is no entry yet: 0 and a value may be another value (`undefined`, -0).
 * Undefined where that cannot be told.
 */
export function firstOf({ missing }: Presence, isSmall: boolean): Missing | undefined {
  return missing === "has" || isSmall ? missing : undefined;
}

/** `table.has(k)`, `k in table`, `table[k]`, `table[k] === undefined`, and their opposites. */
export function presence(test: ts.Expression, reader: Reader): Presence | undefined {
  const node = bare(test);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = presence(node.operand, reader);
    return inner && { ...inner, isThere: !inner.isThere };
  }
  const asked = methodOf(node, "has", reader.isTable)?.[0];
  if (asked !== undefined) return { key: asked, isThere: true, missing: "has" };
  const taken = reader.keyOf(heldBy(node, reader) ?? node);
  if (taken !== undefined) return { key: taken, isThere: true, missing: "||" };
  if (!ts.isBinaryExpression(node)) return undefined;
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.InKeyword)
    return reader.isTable(right) ? { key: left, isThere: true, missing: "has" } : undefined;
  const key = reader.keyOf(heldBy(bare(left), reader) ?? left);
  if (key === undefined || !/^(?:undefined|null|void 0)$/.test(right.getText())) return undefined;
  const operator = operatorToken.getText();
  if (!/^[!=]==?$/.test(operator) || (operator.length === 3 && right.getText() === "null")) return undefined;
  return { key, isThere: operator.startsWith("!"), missing: "??" };
}

export interface Setting {
  readonly key: ts.Expression;
  readonly value: ts.Expression;
  readonly isMap: boolean;
}

/** `table[k] = value`, `table.set(k, value)` */
export function settingOf(expression: ts.Expression, reader: Reader): Setting | undefined {
  const node = bare(expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const left = bare(node.left);
    const key = ts.isElementAccessExpression(left) ? reader.keyOf(left) : undefined;
    return key && { key, value: node.right, isMap: false };
  }
  const [key, value, more] = methodOf(node, "set", reader.isTable) ?? [];
  return key !== undefined && value !== undefined && more === undefined ? { key, value, isMap: true } : undefined;
}

const operators: ReadonlyMap<ts.SyntaxKind, TableKind> = new Map([
  [ts.SyntaxKind.PlusEqualsToken, "sum"],
  [ts.SyntaxKind.MinusEqualsToken, "sum"],
  [ts.SyntaxKind.AmpersandEqualsToken, "&"],
  [ts.SyntaxKind.BarEqualsToken, "|"],
  [ts.SyntaxKind.CaretEqualsToken, "^"],
]);

/** `table[k]++`, `table[k] += w`, `table[k] = table[k] + w`, `table.set(k, (table.get(k) ?? 0) + w)` */
export function combinationBy(expression: ts.Expression, reader: Reader): TableUpdate | undefined {
  const node = bare(expression);
  const plain = { missing: undefined, isMap: false };
  if (isStep(node)) {
    const key = ts.isElementAccessExpression(bare(node.operand)) ? reader.keyOf(node.operand) : undefined;
    const isAdded = node.operator === ts.SyntaxKind.PlusPlusToken;
    return key && { ...plain, kind: "sum", key, operands: [], isSmall: true, isAdded };
  }
  const kind = ts.isBinaryExpression(node) ? operators.get(node.operatorToken.kind) : undefined;
  if (ts.isBinaryExpression(node) && kind !== undefined) {
    const key = ts.isElementAccessExpression(bare(node.left)) ? reader.keyOf(node.left) : undefined;
    const isAdded = node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
    return key && { ...plain, kind, key, operands: [node.right], isSmall: isSmall(node.right), isAdded };
  }
  const set = settingOf(node, reader);
  const value = set && combined(set.value, set.key, reader);
  return set && value && { ...value, key: set.key, isMap: set.isMap };
}

const combining: ReadonlyMap<ts.SyntaxKind, TableKind> = new Map([
  [ts.SyntaxKind.PlusToken, "sum"],
  [ts.SyntaxKind.MinusToken, "sum"],
  [ts.SyntaxKind.AmpersandToken, "&"],
  [ts.SyntaxKind.BarToken, "|"],
  [ts.SyntaxKind.CaretToken, "^"],
]);

type Combined = Pick<TableUpdate, "kind" | "operands" | "isSmall" | "isAdded" | "missing">;

/** The new value of an entry, computed of the old one. */
function combined(expression: ts.Expression, key: ts.Expression, reader: Reader): Combined | undefined {
  const value = bare(expression);
  if (ts.isConditionalExpression(value)) return chosen(value, key, reader);
  if (ts.isBinaryExpression(value)) {
    const { left, right, operatorToken } = value;
    const kind = combining.get(operatorToken.kind);
    if (kind === undefined) return undefined;
    const isAdded = operatorToken.kind === ts.SyntaxKind.PlusToken;
    const isSwapped = operatorToken.kind !== ts.SyntaxKind.MinusToken && oldValue(left, key, reader) === undefined;
    const [before, operand] = isSwapped ? [right, left] : [left, right];
    const old = oldValue(before, key, reader);
    return old && { kind, operands: [operand], isSmall: isSmall(operand), isAdded, missing: old.missing };
  }
  const extreme = ts.isCallExpression(value) ? /^Math\.(max|min)$/.exec(value.expression.getText())?.[1] : undefined;
  if (extreme === undefined || !ts.isCallExpression(value) || value.arguments.some(ts.isSpreadElement))
    return undefined;
  const kind = extreme === "max" ? "max" : "min";
  const [old, ...more] = value.arguments.flatMap((each) => oldValue(each, key, reader) ?? []);
  const operands = value.arguments.filter((each) => oldValue(each, key, reader) === undefined);
  return old && more.length === 0
    ? { kind, operands, isSmall: false, isAdded: false, missing: old.missing }
    : undefined;
}

/** `table.has(k) ? table.get(k) + w : w` */
function chosen(
  { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
  key: ts.Expression,
  reader: Reader,
): Combined | undefined {
  const test = presence(condition, reader);
  if (test === undefined || !isSameKey(test.key, key)) return undefined;
  const [there, absent] = test.isThere ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  const sum = bare(there);
  if (!ts.isBinaryExpression(sum) || sum.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const update = combined(sum, key, reader);
  const isSame = update?.missing === undefined && update?.operands[0]?.getText() === bare(absent).getText();
  const missing = isSame ? firstOf(test, update!.isSmall) : undefined;
  return missing && { ...update!, missing };
}

/** The entry as it was: `table[k]`, `table.get(k) ?? 0`, or the constant right before that holds it. */
function oldValue(
  expression: ts.Expression,
  key: ts.Expression,
  reader: Reader,
): { readonly missing: Missing | undefined } | undefined {
  const node = bare(expression);
  if (isSameKey(key, reader.keyOf(node))) return { missing: undefined };
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    const isDefault = (operator === "??" || operator === "||") && isZero(node.right);
    return isDefault && isSameKey(key, reader.keyOf(node.left)) ? { missing: operator } : undefined;
  }
  const held = heldBy(node, reader);
  return held && oldValue(held, key, reader);
}

/** What a constant is declared with that stands right before the statement, and is used in nothing else. */
export function heldBy(node: ts.Expression, { checker }: Reader): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const symbol = checker.getSymbolAtLocation(node);
  const declaration = symbol?.valueDeclaration;
  const statement = ts.findAncestor(node, ts.isStatement);
  const before = statement && sibling(statement, -1);
  if (symbol === undefined || statement === undefined || before === undefined) return undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  const { parent: list, initializer } = declaration;
  if (!ts.isVariableDeclarationList(list) || list.parent !== before || list.declarations.length > 1) return undefined;
  if (initializer === undefined) return undefined;
  const uses = referencesTo(symbol, statement.parent, checker).filter((use) => use !== declaration.name);
  const isElsewhere = uses.some((use) => use.pos < statement.pos || statement.end < use.end);
  return isElsewhere || ts.isIdentifier(bare(initializer)) ? undefined : initializer;
}

export function isZero(node: ts.Expression): boolean {
  const value = bare(node);
  return ts.isNumericLiteral(value) && Number(value.text) === 0;
}

export function isStep(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return ts.SyntaxKind.FirstAssignment <= kind && kind <= ts.SyntaxKind.LastAssignment;
}
