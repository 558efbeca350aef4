// Array privatization: scratch buffers that are made before the loop and that every iteration fills before it reads them. An
// iteration may have its own (Tu and Padua, "Automatic Array Privatization", 1993: upward-exposed reads, by intervals).
import { ts } from "ts-morph";
import { bare, isPrimitive, valueSymbol } from "../accesses/types.js";
import { createProver, type Fact, type Prover, rangeFacts } from "../dependence/facts.js";
import { add, constant, equal, mentionedIn, type Polynomial, subtract, variable } from "../dependence/polynomial.js";
import { isOfLibrary } from "../loops/elementSpace.js";
import { isArrayLike, isTypedArray } from "../loops/findLoops.js";
import { findWrites, isNumeric, iterationSpace } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import { isEmptiedFirst, isUsedInPlace } from "./emptied.js";
import { keepsLength } from "./growth.js";
import { isOverwritten, setByCallee } from "./setByCallee.js";

export interface PrivateArray {
  readonly symbol: ts.Symbol;
  /** Makes the array; an iteration may evaluate it again. */
  readonly initializer: ts.Expression;
  /** Symbols of the polynomials that the proof takes to be whole. */
  readonly integers: ReadonlySet<string>;
}

/** From `low` to `high`, both included; `whole` stands for every index. */
type Covered = readonly { readonly low: Polynomial; readonly high: Polynomial }[] | "whole";

/**
 * Every read of an element of the array, in the body, is of one that the same iteration has written before. Then the numbers
 * that the proof takes to be whole; otherwise undefined. The body mentions the array for its elements only.
 */
export function coversReads(symbol: ts.Symbol, body: Body): ReadonlySet<string> | undefined {
  const { loop, context, nest } = body;
  const { checker } = context;
  if (!ts.isBlock(loop.body) || !nest.keepsVariable(symbol)) return undefined;
  const type = checker.getTypeOfSymbol(symbol);
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (element === undefined || !isPrimitive(element)) return undefined;
  const isKnownUse = (node: ts.Identifier) =>
    isElementOf(node, type, checker) || isHandedOver(node) || (isTypedArray(type) && isUsedInPlace(node, body));
  if (!referencesTo(symbol, loop.node, checker).every(isKnownUse)) return undefined;
  const integers = new Set<string>();
  const facts = rangeFacts(nest.carrier);
  const covered = scan(loop.body.statements, [], { symbol, body, checker, integers, facts });
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

/** `subtract(buffer, a, b);` */
function isHandedOver({ parent }: ts.Identifier): boolean {
  return ts.isCallExpression(parent) && ts.isExpressionStatement(parent.parent) && parent.arguments.length > 0;
}

function isNamed(node: ts.Expression, { symbol, checker }: Scan): boolean {
  return ts.isIdentifier(node) && valueSymbol(node, checker) === symbol;
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

interface Scan {
  readonly symbol: ts.Symbol;
  readonly body: Body;
  readonly checker: ts.TypeChecker;
  readonly integers: Set<string>;
  /** What holds of the loop variables where the statements stand. */
  readonly facts: readonly Fact[];
}

/** What is covered behind the statements; undefined: they read something that is not. */
function scan(statements: readonly ts.Statement[], before: Covered, at: Scan): Covered | undefined {
  let covered = before;
  for (const statement of inOrderOfTime(statements)) {
    const next = scanStatement(statement, covered, at);
    if (next === undefined) return undefined;
    covered = next;
  }
  return covered;
}

/** A function that is declared among them may be called by those above it. */
function inOrderOfTime(statements: readonly ts.Statement[]): readonly ts.Statement[] {
  const declared = statements.filter(ts.isFunctionDeclaration);
  return declared.length === 0 ? statements : [...new Set<ts.Statement>([...declared, ...statements])];
}

function scanStatement(statement: ts.Statement, covered: Covered, at: Scan): Covered | undefined {
  if (referencesTo(at.symbol, statement, at.checker).length === 0) return covered;
  if (ts.isBlock(statement)) return scan(statement.statements, covered, at);
  if (ts.isExpressionStatement(statement)) return scanExpression(statement.expression, covered, at);
  if (ts.isForStatement(statement)) return scanLoop(statement, covered, at);
  if (ts.isIfStatement(statement)) {
    const branches = [statement.thenStatement, ...(statement.elseStatement ? [statement.elseStatement] : [])];
    const isFine =
      readsAreCovered(statement.expression, covered, at) &&
      branches.every((branch) => scanStatement(branch, covered, at) !== undefined);
    return isFine ? covered : undefined;
  }
  // Writes in other statements may not come to be executed, so they cover nothing.
  return readsAreCovered(statement, covered, at) ? covered : undefined;
}

function scanExpression(expression: ts.Expression, covered: Covered, at: Scan): Covered | undefined {
  const node = bare(expression);
  if (ts.isCallExpression(node) && isOwnFill(node, at)) {
    if (!node.arguments.every((argument) => readsAreCovered(argument, covered, at))) return undefined;
    return node.arguments.length === 1 && keepsLength(at.symbol, at.body, at.integers) ? "whole" : covered;
  }
  if (ts.isCallExpression(node) && node.arguments.some((argument) => isNamed(argument, at)))
    return scanCall(node, covered, at);
  const index = storedIndex(node, at);
  if (index === undefined || !ts.isBinaryExpression(node))
    return readsAreCovered(node, covered, at) ? covered : undefined;
  if (!readsAreCovered(node.right, covered, at) || !readsAreCovered(index, covered, at)) return undefined;
  const place = polynomialOf(index, at);
  return place === undefined ? covered : extend(covered, place, place);
}

/** A function of the program that is handed the array, and nobody takes its result: it may set elements, and read those that are. */
function scanCall(call: ts.CallExpression, covered: Covered, at: Scan): Covered | undefined {
  const others = call.arguments.filter((argument) => !isNamed(argument, at));
  if (![call.expression, ...others].every((part) => readsAreCovered(part, covered, at))) return undefined;
  const set = setIn(call, covered, at);
  return set && [...set].reduce((all, index) => extend(all, constant(index), constant(index)), covered);
}

function setIn(call: ts.CallExpression, covered: Covered, at: Scan): ReadonlySet<number> | undefined {
  const prover = createProver([...at.facts, ...lengthFacts(at)]);
  const isSet = (index: number) => covered === "whole" || isIn(constant(index), covered, prover);
  return setByCallee(call, at.symbol, isSet, at.body.context);
}

/** A loop that counts upwards in ones: what its body stores at the counter covers all that it has counted. */
function scanLoop(statement: ts.ForStatement, covered: Covered, at: Scan): Covered | undefined {
  const { nest } = at.body;
  const space = iterationSpace(statement, at.checker);
  const inner = nest.innerLoops(statement.statement).at(-1);
  const isCounted =
    space.form === "counted" && space.step === 1 && inner?.lower !== undefined && inner.upper !== undefined;
  if (!isCounted || leavesEarly(statement.statement))
    return readsAreCovered(statement, covered, at) ? covered : undefined;
  const { lower, upper, id } = inner as { lower: Polynomial; upper: Polynomial; id: string };
  for (const polynomial of [lower, upper]) for (const symbol of mentionedIn(polynomial)) at.integers.add(symbol);
  const facts = [...at.facts, ...rangeFacts(inner!)];
  const body = ts.isBlock(statement.statement) ? statement.statement.statements : [statement.statement];
  const stores = body.some((each) => {
    const index = ts.isExpressionStatement(each) ? storedIndex(bare(each.expression), at) : undefined;
    const place = index === undefined ? undefined : polynomialOf(index, at);
    return place !== undefined && equal(place, variable(id));
  });
  const counted = stores ? extend(covered, lower, subtract(variable(id), constant(1))) : covered;
  if (scan(body, counted, { ...at, facts }) === undefined) return undefined;
  return stores ? extend(covered, lower, upper) : covered;
}

function leavesEarly(root: ts.Node): boolean {
  if (ts.isFunctionLike(root)) return false;
  if (ts.isBreakOrContinueStatement(root) || ts.isReturnStatement(root) || ts.isThrowStatement(root)) return true;
  return ts.forEachChild(root, (child) => (leavesEarly(child) ? true : undefined)) ?? false;
}

function extend(covered: Covered, low: Polynomial, high: Polynomial): Covered {
  if (covered === "whole") return covered;
  const next = constant(1);
  for (const [index, known] of covered.entries()) {
    const rest = covered.filter((_, other) => other !== index);
    if (equal(add(known.high, next), low)) return [...rest, { low: known.low, high }];
    if (equal(add(high, next), known.low)) return [...rest, { low, high: known.high }];
  }
  return [...covered, { low, high }];
}

/** Every read of the array below the node, stores included that read first, is of something that is covered. */
function readsAreCovered(root: ts.Node, covered: Covered, at: Scan): boolean {
  return referencesTo(at.symbol, root, at.checker).every((node) => {
    const { parent } = node;
    if (isHandedOver(node)) return setIn(parent as ts.CallExpression, covered, at) !== undefined;
    if (!ts.isElementAccessExpression(parent) || parent.expression !== node)
      return (
        (ts.isPropertyAccessExpression(parent) && isLength(parent, at.checker)) ||
        covered === "whole" ||
        isAllCovered(covered, at)
      );
    if (isOverwritten(parent) || covered === "whole") return true;
    if (isAllCovered(covered, at)) return true;
    const place = polynomialOf(parent.argumentExpression, at);
    if (place === undefined) return false;
    const prover = createProver([...at.facts, ...factsAround(parent, at), ...lengthFacts(at)]);
    return isIn(place, covered, prover);
  });
}

function isIn(place: Polynomial, covered: Exclude<Covered, "whole">, prover: Prover): boolean {
  return covered.some(
    ({ low, high }) => prover.nonNegative(subtract(place, low)) && prover.nonNegative(subtract(high, place)),
  );
}

/** `buffer.sort()` and `Math.hypot(...buffer)` read every element of an array that was made with so many. */
function isAllCovered(covered: Exclude<Covered, "whole">, at: Scan): boolean {
  const { valueDeclaration } = at.symbol;
  const made =
    valueDeclaration !== undefined && ts.isVariableDeclaration(valueDeclaration) && valueDeclaration.initializer;
  if (!made || !ts.isNewExpression(bare(made)) || !isTypedArray(at.checker.getTypeOfSymbol(at.symbol))) return false;
  const [size] = (bare(made) as ts.NewExpression).arguments ?? [];
  const length = size === undefined ? undefined : polynomialOf(size, at);
  if (length === undefined) return false;
  const prover = createProver([...at.facts, ...lengthFacts(at)]);
  return covered.some(
    ({ low, high }) =>
      prover.nonNegative(subtract(constant(0), low)) && prover.nonNegative(subtract(add(high, constant(1)), length)),
  );
}

/** The ranges of the loops around the read that the scan did not enter. */
function factsAround(node: ts.Node, { body }: Scan): readonly Fact[] {
  return body.nest.innerLoops(node).flatMap(rangeFacts);
}

/** Lengths are not negative, also under the name of a constant. */
function lengthFacts({ body, checker }: Scan): readonly Fact[] {
  return [...body.nest.integers].flatMap(([id, expression]) => (isLength(expression, checker) ? [variable(id)] : []));
}

function isLength(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const type = checker.getTypeAtLocation(node.expression);
    return node.name.text === "length" && (isPrimitive(type) || isArrayLike(type, checker));
  }
  const declaration = ts.isIdentifier(node) ? valueSymbol(node, checker)?.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConst && declaration.initializer !== undefined && isLength(declaration.initializer, checker);
}

function polynomialOf(index: ts.Expression, { body, integers }: Scan): Polynomial | undefined {
  const found = body.nest.polynomial(index);
  if (found !== undefined) for (const id of mentionedIn(found)) integers.add(id);
  return found;
}

function isOwnFill({ expression }: ts.CallExpression, { symbol, checker }: Scan): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === "fill" &&
    ts.isIdentifier(expression.expression) &&
    valueSymbol(expression.expression, checker) === symbol
  );
}

/** `i` in `buffer[i] = …`. */
function storedIndex(node: ts.Expression, { symbol, checker }: Scan): ts.Expression | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const left = bare(node.left);
  if (!ts.isElementAccessExpression(left) || !ts.isIdentifier(left.expression)) return undefined;
  return valueSymbol(left.expression, checker) === symbol ? left.argumentExpression : undefined;
}
