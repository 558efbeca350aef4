// Variables into which a loop combines something: sums, products, bits, the best so far. For each, what a part of the loop starts
// with, and how the results of the parts are combined.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";
import { constantInteger, findWrites, isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import { referencesTo } from "../../scalars/liveness.js";
import { isJavaScript } from "../../workspace/gifts.js";
import { givenIn } from "../../workspace/givenAnything.js";
import type { TransformContext } from "../transform.js";
import { type Selection, selectionIn, selectionOf } from "./selections.js";

/** How a variable is combined. `select`: it is what is compared, or goes with it. */
export type Kind = "sum" | "product" | "&" | "|" | "^" | "max" | "min" | "and" | "or" | "select";

export interface Accumulator {
  readonly symbol: ts.Symbol;
  readonly kind: Kind;
  /** The selections that set it, where it is the one that they compare; none for what goes along. */
  readonly selection: Selection | undefined;
  /** The statements that select it, or what it goes along with. */
  readonly selectedAt: ReadonlySet<ts.Node>;
  /** Combining in parts gives the same, bit for bit. */
  readonly isExact: boolean;
}

interface Update {
  readonly kind: Kind;
  /** What is added is a whole number of a few digits, whatever the run does. */
  readonly isSmall?: boolean;
  readonly selection?: Selection;
  /** The expressions that are combined. */
  readonly operands: readonly ts.Expression[];
}

/**
 * The variables from outside of the loop that it combines into, in the order in which it first names them; or why they cannot be
 * combined in parts. O(nodes of the loop · such variables).
 */
export function accumulatorsOf(context: TransformContext): readonly Accumulator[] | { readonly problem: string } {
  const { analysis, checker } = context;
  const { loop, verdict } = analysis;
  const { space } = loop;
  const own = new Set<ts.Symbol>();
  if (verdict.kind === "parallel") {
    const { privates, scratch, advanced } = verdict.split;
    for (const symbol of [...privates, ...scratch, ...advanced.map((each) => each.symbol)]) own.add(symbol);
  }
  if (space.form === "counted") own.add(space.induction);
  const changed = new Set<ts.Symbol>();
  for (const node of preorder(loop.body)) {
    if (!ts.isIdentifier(node) || !isAssignedAt(node)) continue;
    const symbol = checker.getSymbolAtLocation(node);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || own.has(symbol)) continue;
    const isInside = declaration.getSourceFile() === node.getSourceFile() && isWithin(declaration, loop.node);
    if (!isInside) changed.add(symbol);
  }
  const found: Accumulator[] = [];
  for (const symbol of changed) {
    const accumulator = accumulatorOf(symbol, context);
    if ("problem" in accumulator) return accumulator;
    found.push(accumulator);
  }
  const selected = found.filter(({ selection }) => selection !== undefined);
  const alone = found.find(
    (each) =>
      each.kind === "select" &&
      !selected.some((best) => [...each.selectedAt].every((node) => best.selectedAt.has(node))),
  );
  if (alone !== undefined)
    return { problem: `\`${alone.symbol.name}\` goes along with what is the best of one iteration alone` };
  return found;
}

function accumulatorOf(symbol: ts.Symbol, context: TransformContext): Accumulator | { readonly problem: string } {
  const { analysis, checker } = context;
  const { node } = analysis.loop;
  const { name } = symbol;
  const updates = referencesTo(symbol, node, checker).map((each) => updateAt(each, symbol, checker));
  const [first] = updates;
  if (first === undefined || !updates.every((each) => each !== undefined && belongs(each, first)))
    return { problem: `\`${name}\` is combined in a way that cannot be divided into parts` };
  const type = checker.getTypeOfSymbol(symbol);
  const operands = updates.flatMap((each) => each?.operands ?? []);
  const untyped = operands.find((each) => !isSurelyNumeric(each, context));
  const problem = (what: string) => ({ problem: what });
  const { kind, selection } = first;
  const selectedAt = new Set(updates.flatMap((each) => each?.selection?.node ?? []));
  const plain = { symbol, kind, selection: undefined, selectedAt };
  if (kind === "and" || kind === "or") {
    const isBoolean = [type, ...operands.map((each) => checker.getTypeAtLocation(each))].every(isTruth);
    return isBoolean ? { ...plain, isExact: true } : problem(`\`${name}\` is not known to be \`true\` or \`false\``);
  }
  if (selection?.at !== undefined && !isFixed(selection, symbol, context))
    return problem(`what \`${selection.at}\` is compared with changes within the loop`);
  if (selection !== undefined && selection.key !== name) return { ...plain, isExact: true };
  if (untyped !== undefined || !isSurelyNumber(symbol, type, context.program))
    return problem(`\`${untyped?.getText().replace(/\s+/g, " ") ?? name}\` is not known to be a number`);
  const isBig = isKindOf(type, ts.TypeFlags.BigIntLike);
  if (kind === "&" || kind === "|" || kind === "^") {
    if (!isBig && !startsWhole(symbol, 32, context))
      return problem(`\`${name}\` has to be a whole number of 32 bits before the loop; declare it with one`);
    return { ...plain, isExact: true };
  }
  if (kind === "sum" || kind === "product") {
    const isCount =
      kind === "sum" && updates.every((each) => each?.isSmall === true) && startsWhole(symbol, 53, context);
    return { ...plain, isExact: isBig || isCount };
  }
  if (isBig && kind !== "select") return problem(`\`${name}\` is not known to be a number`);
  return { ...plain, selection, isExact: true };
}

/** In JavaScript a number that something of no type is added to anywhere may be a text. */
function isSurelyNumber(symbol: ts.Symbol, type: ts.Type, program: ts.Program): boolean {
  const declaration = symbol.valueDeclaration;
  const file = declaration !== undefined && isJavaScript(declaration) ? declaration.getSourceFile() : undefined;
  if (file !== undefined && givenIn(program)(file).isAdded(symbol)) return false;
  return isKindOf(type, ts.TypeFlags.NumberLike) || isKindOf(type, ts.TypeFlags.BigIntLike);
}

/**
 * A number, a truth or a large integer, never a text; not what the compiler takes for one because a variable of JavaScript began
 * as one.
 */
export function isSurelyNumeric(operand: ts.Expression, { program, checker }: TransformContext): boolean {
  const type = checker.getTypeAtLocation(operand);
  if (!isKindOf(type, ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike) && !isKindOf(type, ts.TypeFlags.BigIntLike))
    return false;
  if (!isJavaScript(operand)) return true;
  const { isAdded } = givenIn(program)(operand.getSourceFile());
  return ![...preorder(operand)].some((node) => ts.isIdentifier(node) && isAdded(checker.getSymbolAtLocation(node)!));
}

/** What the variable is the place of is the same in all iterations, and found without a call. */
function isFixed(
  { at, key, compared }: Selection,
  symbol: ts.Symbol,
  { analysis, checker }: TransformContext,
): boolean {
  const { node: loop } = analysis.loop;
  const side = compared.find((each) => bare(each).getText() === at);
  return (
    side !== undefined &&
    [...preorder(side)].every((node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword)
        return false;
      if (!ts.isIdentifier(node) || node.text === key) return true;
      const own = checker.getSymbolAtLocation(node);
      const declaration = own?.valueDeclaration;
      if (own === undefined || own === symbol || declaration === undefined) return false;
      const isInside = declaration.getSourceFile() === node.getSourceFile() && isWithin(declaration, loop);
      return !isInside && findWrites(loop, own, checker).length === 0;
    })
  );
}

/** Two updates of one variable that can stand in one loop. */
function belongs({ kind, selection }: Update, first: Update): boolean {
  if (kind !== first.kind) return false;
  if (selection === undefined || first.selection === undefined) return selection === first.selection;
  const shape = ({ key, isLess, at, others }: Selection) => [key, isLess, at ?? "", ...[...others].sort()].join();
  return shape(selection) === shape(first.selection);
}

/** How the statement around a mention combines the variable; undefined: it does something else with it. */
function updateAt(name: ts.Identifier, symbol: ts.Symbol, checker: ts.TypeChecker): Update | undefined {
  let at: ts.Node = name;
  while (at.parent !== undefined && !ts.isStatement(at.parent)) at = at.parent;
  const { parent: statement } = at;
  const mentions = (node: ts.Node) => referencesTo(symbol, node, checker).length > 0;
  if (ts.isIfStatement(statement) && statement.expression === at) return selectedBy(selectionIn(statement));
  if (!ts.isExpressionStatement(statement)) return undefined;
  const outer = ts.isBlock(statement.parent) ? statement.parent.parent : statement.parent;
  const selection = ts.isIfStatement(outer) ? selectionIn(outer) : undefined;
  return selectedBy(selection) ?? updateBy(statement.expression, symbol.name, mentions);
}

function selectedBy(selection: Selection | undefined): Update | undefined {
  return selection && { kind: "select", selection, operands: selection.compared };
}

const operators: ReadonlyMap<ts.SyntaxKind, Kind> = new Map([
  [ts.SyntaxKind.PlusEqualsToken, "sum"],
  [ts.SyntaxKind.MinusEqualsToken, "sum"],
  [ts.SyntaxKind.AsteriskEqualsToken, "product"],
  [ts.SyntaxKind.AmpersandEqualsToken, "&"],
  [ts.SyntaxKind.BarEqualsToken, "|"],
  [ts.SyntaxKind.CaretEqualsToken, "^"],
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken, "and"],
  [ts.SyntaxKind.BarBarEqualsToken, "or"],
]);

/** `s += e`, `n++`, `s = s + e`, `m = Math.max(m, e)`, `m = e > m ? e : m`. */
function updateBy(expression: ts.Expression, name: string, mentions: (node: ts.Node) => boolean): Update | undefined {
  const node = bare(expression);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const isStep = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return isStep && isNamed(node.operand, name) ? { kind: "sum", isSmall: true, operands: [] } : undefined;
  }
  if (!ts.isBinaryExpression(node) || !isNamed(node.left, name)) return undefined;
  const { right, operatorToken } = node;
  const kind = operators.get(operatorToken.kind);
  if (kind !== undefined) return mentions(right) ? undefined : { kind, isSmall: isSmall(right), operands: [right] };
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const found = combination(right, name, mentions);
  return found === "same" ? undefined : found;
}

const combining: ReadonlyMap<ts.SyntaxKind, Kind> = new Map([
  [ts.SyntaxKind.PlusToken, "sum"],
  [ts.SyntaxKind.MinusToken, "sum"],
  [ts.SyntaxKind.AsteriskToken, "product"],
  [ts.SyntaxKind.AmpersandToken, "&"],
  [ts.SyntaxKind.BarToken, "|"],
  [ts.SyntaxKind.CaretToken, "^"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "and"],
  [ts.SyntaxKind.BarBarToken, "or"],
]);

/** The new value, computed of the old one. */
function combination(
  expression: ts.Expression,
  name: string,
  mentions: (node: ts.Node) => boolean,
): Update | "same" | undefined {
  const value = bare(expression);
  if (isNamed(value, name)) return "same";
  if (ts.isConditionalExpression(value)) {
    if (mentions(value.condition)) return selectedBy(selectionOf(value, name));
    const [one, other] = [value.whenTrue, value.whenFalse].map((each) => combination(each, name, mentions));
    return one === undefined || other === undefined ? undefined : joined(one, other);
  }
  if (ts.isBinaryExpression(value)) {
    const { left, right, operatorToken } = value;
    const kind = combining.get(operatorToken.kind);
    if (kind === undefined) return undefined;
    // Only what is added or multiplied, or has its bits joined, may stand on either side.
    const isSymmetric = operatorToken.kind !== ts.SyntaxKind.MinusToken && kind !== "and" && kind !== "or";
    const [inner, operand] = isSymmetric && !mentions(left) ? [right, left] : [left, right];
    const before = mentions(operand) ? undefined : combination(inner, name, mentions);
    return before && joined(before, { kind, isSmall: isSmall(operand), operands: [operand] });
  }
  const extreme = ts.isCallExpression(value) ? /^Math\.(max|min)$/.exec(value.expression.getText())?.[1] : undefined;
  if (extreme === undefined || !ts.isCallExpression(value)) return undefined;
  const others = value.arguments.filter((each) => !isNamed(each, name));
  if (others.length !== value.arguments.length - 1 || others.some((each) => ts.isSpreadElement(each) || mentions(each)))
    return undefined;
  return { kind: extreme === "max" ? "max" : "min", operands: others };
}

function joined(one: Update | "same", other: Update | "same"): Update | "same" | undefined {
  if (one === "same") return other;
  if (other === "same") return one;
  if (one.kind !== other.kind || one.kind === "select") return undefined;
  const isSmallBoth = one.isSmall === true && other.isSmall === true;
  return { kind: one.kind, isSmall: isSmallBoth, operands: [...one.operands, ...other.operands] };
}

function isNamed(node: ts.Expression, name: string): boolean {
  const value = bare(node);
  return ts.isIdentifier(value) && value.text === name;
}

/** A whole number of a few digits: added once in each iteration, it never comes near to what is no longer exact. */
export function isSmall(node: ts.Expression): boolean {
  const value = bare(node);
  if (ts.isConditionalExpression(value)) return isSmall(value.whenTrue) && isSmall(value.whenFalse);
  if (ts.isPrefixUnaryExpression(value) && value.operator === ts.SyntaxKind.MinusToken) return isSmall(value.operand);
  return ts.isNumericLiteral(value) && Number.isInteger(Number(value.text)) && Number(value.text) <= 1024;
}

/** Declared with a whole number of so many bits, which is not -0, and set to nothing else outside of the loop. */
function startsWhole(symbol: ts.Symbol, bits: number, { analysis, checker, sourceFile }: TransformContext): boolean {
  const { valueDeclaration: declaration } = symbol;
  const isWhole = (node: ts.Expression | undefined) => {
    const value = node && constantInteger(node, checker);
    return (
      value !== undefined && !Object.is(value, -0) && (bits === 32 ? (value | 0) === value : Math.abs(value) < 2 ** 32)
    );
  };
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !isWhole(declaration.initializer))
    return false;
  return findWrites(sourceFile, symbol, checker).every((name) => {
    if (name === declaration.name || isWithin(name, analysis.loop.node)) return true;
    const { parent } = name;
    const isPlain = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isPlain && parent.left === name && isWhole(parent.right);
  });
}

function isTruth(type: ts.Type): boolean {
  return isKindOf(type, ts.TypeFlags.BooleanLike);
}

export function isKindOf(type: ts.Type, flags: ts.TypeFlags): boolean {
  return (type.isUnion() ? type.types : [type]).every((part) => (part.flags & flags) !== 0);
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}
