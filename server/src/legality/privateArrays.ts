// Array privatization: scratch buffers that are made before the loop and that every iteration fills before it reads them. An
// iteration may have its own (Tu and Padua, "Automatic Array Privatization", 1993: upward-exposed reads, by intervals).
import { ts } from "ts-morph";
import { bare, isPrimitive, valueSymbol } from "../accesses/types.js";
import { rangeFacts } from "../dependence/facts.js";
import { isOfLibrary } from "../loops/elementSpace.js";
import { isTypedArray } from "../loops/findLoops.js";
import { findWrites, isNumeric } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import { isHandedOver, scan } from "./coverage.js";
import { isEmptiedFirst, isUsedInPlace } from "./emptied.js";

export interface PrivateArray {
  readonly symbol: ts.Symbol;
  /** Makes the array; an iteration may evaluate it again. */
  readonly initializer: ts.Expression;
  /** Symbols of the polynomials that the proof takes to be whole. */
  readonly integers: ReadonlySet<string>;
}

/**
 * Every read of an element of the array, in the body, is of one that the same iteration has written before. Then the numbers
 * that the proof takes to be whole; otherwise undefined. The body mentions the array for its elements only.
 */
export function coversReads(symbol: ts.Symbol, body: Body): ReadonlySet<string> | undefined {
  const { loop, context, nest } = body;
  const { checker } = context;
  const statements = ts.isBlock(loop.body) ? loop.body.statements : [loop.body].filter(ts.isStatement);
  if (statements.length === 0 || !nest.keepsVariable(symbol)) return undefined;
  const type = checker.getTypeOfSymbol(symbol);
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (element === undefined || !isPrimitive(element)) return undefined;
  const isKnownUse = (node: ts.Identifier) =>
    isElementOf(node, type, checker) || isHandedOver(node) || (isTypedArray(type) && isUsedInPlace(node, body));
  if (!referencesTo(symbol, loop.node, checker).every(isKnownUse)) return undefined;
  const integers = new Set<string>();
  const facts = rangeFacts(nest.carrier);
  const covered = scan(statements, [], { symbol, body, checker, integers, facts });
  return covered === undefined ? undefined : integers;
}

/** O(arrays · statements · intervals). */
export function findPrivateArrays(body: Body): readonly PrivateArray[] {
  const seen = new Set<ts.Symbol>();
  return body.accesses.flatMap(({ mode, target }) => {
    if (mode !== "write" || target.kind !== "place" || target.base.root.kind !== "variable") return [];
    const { symbol } = target.base.root;
    if (seen.has(symbol) || target.base.path.length > 0) return [];
    seen.add(symbol);
    const initializer = scratchOf(symbol, body);
    if (initializer === undefined) return [];
    const integers = isEmptiedFirst(symbol, body) ? new Set<string>() : coversReads(symbol, body);
    return integers === undefined ? [] : [{ symbol, initializer, integers }];
  });
}

/** A fresh array of primitives that nobody mentions outside of the loop, and nobody hands on inside of it. */
function scratchOf(symbol: ts.Symbol, { loop, context, oracle }: Body): ts.Expression | undefined {
  const { checker } = context;
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  const { initializer } = declaration;
  if (initializer === undefined) return undefined;
  if (declaration.pos < loop.container.pos || declaration.end > loop.container.end) return undefined;
  if (findWrites(loop.container, symbol, checker).length > 0 || !isRepeatable(initializer, loop.container, checker))
    return undefined;
  const isHere = (node: ts.Identifier) =>
    node.parent === declaration || (node.pos >= loop.body.pos && node.end <= loop.body.end);
  const isOnlyHere = referencesTo(symbol, loop.container.getSourceFile(), checker).every(isHere);
  // Escape is the dearest of these questions.
  return isOnlyHere && oracle.isConfined(symbol) ? initializer : undefined;
}

/** `buffer[i]`, `buffer.fill(0)`, and of typed arrays, which do not grow, `buffer.length`. */
function isElementOf(node: ts.Identifier, type: ts.Type, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  // By a name in brackets it may be anything.
  if (ts.isElementAccessExpression(parent))
    return (
      parent.expression === node &&
      !isInDelete(parent) &&
      isNumeric(checker.getTypeAtLocation(parent.argumentExpression))
    );
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return false;
  if (parent.name.text === "length") return isTypedArray(type);
  const call = parent.parent;
  return parent.name.text === "fill" && ts.isCallExpression(call) && ts.isExpressionStatement(call.parent);
}

function isInDelete(node: ts.Node): boolean {
  return ts.isDeleteExpression(node.parent);
}

/** `new Float64Array(n)`, `new Array(n).fill(0)`, `[]`: the same again whenever it is evaluated. */
function isRepeatable(root: ts.Expression, container: ts.Node, checker: ts.TypeChecker): boolean {
  const node = bare(root);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((each) => isFixed(each, container, checker));
  if (ts.isNewExpression(node)) {
    if (!ts.isIdentifier(node.expression) || !/^(?:Map|Set|\w*Array)$/.test(node.expression.text)) return false;
    const made = valueSymbol(node.expression, checker);
    return (
      made !== undefined &&
      isOfLibrary(made) &&
      (node.arguments ?? []).every((each) => isFixed(each, container, checker))
    );
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const isFill = node.expression.name.text === "fill";
  return (
    isFill &&
    isRepeatable(node.expression.expression, container, checker) &&
    node.arguments.every((each) => isFixed(each, container, checker))
  );
}

/** A number made of literals, constants and parameters that nobody changes. */
function isFixed(root: ts.Expression, container: ts.Node, checker: ts.TypeChecker): boolean {
  const node = bare(root);
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isBinaryExpression(node))
    return isFixed(node.left, container, checker) && isFixed(node.right, container, checker);
  if (!ts.isIdentifier(node)) return false;
  const symbol = valueSymbol(node, checker);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined) return false;
  const isPlain = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
  return (
    isPlain &&
    isPrimitive(checker.getTypeOfSymbol(symbol)) &&
    findWrites(container.getSourceFile(), symbol, checker).length === 0
  );
}
