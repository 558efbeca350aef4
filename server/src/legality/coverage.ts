// Which elements of a scratch array the statements of an iteration have set when they come to a read: by intervals (Tu and Padua,
// "Automatic Array Privatization", 1993).
import { ts } from "ts-morph";
import { bare, isPrimitive, valueSymbol } from "../accesses/types.js";
import { createProver, type Fact, type Prover, rangeFacts } from "../dependence/facts.js";
import {
  add,
  constant,
  equal,
  idsOf,
  type LoopVariable,
  mentionedIn,
  type Polynomial,
  substitute,
  subtract,
  variable,
} from "../dependence/polynomial.js";
import { isArrayLike, isTypedArray } from "../loops/findLoops.js";
import { constantInteger, iterationSpace } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import { isOverwritten, leavesEarly } from "./constantStores.js";
import { keepsLength } from "./growth.js";
import { setByCallee } from "./setByCallee.js";

/** From `low` to `high`, both included. */
interface Interval {
  readonly low: Polynomial;
  readonly high: Polynomial;
}

/** `whole` stands for every index. */
type Covered = readonly Interval[] | "whole";

/** `subtract(buffer, a, b);` */
export function isHandedOver({ parent }: ts.Identifier): boolean {
  return ts.isCallExpression(parent) && ts.isExpressionStatement(parent.parent) && parent.arguments.length > 0;
}

function isNamed(node: ts.Expression, { symbol, checker }: Scan): boolean {
  return ts.isIdentifier(node) && valueSymbol(node, checker) === symbol;
}

export interface Scan {
  readonly symbol: ts.Symbol;
  readonly body: Body;
  readonly checker: ts.TypeChecker;
  readonly integers: Set<string>;
  /** What holds of the loop variables where the statements stand. */
  readonly facts: readonly Fact[];
}

/** What is covered behind the statements; undefined: they read something that is not. */
export function scan(statements: readonly ts.Statement[], before: Covered, at: Scan): Covered | undefined {
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
  return (
    set && [...set].sort((a, b) => a - b).reduce((all, index) => extend(all, constant(index), constant(index)), covered)
  );
}

function setIn(call: ts.CallExpression, covered: Covered, at: Scan): ReadonlySet<number> | undefined {
  const prover = createProver([...at.facts, ...lengthFacts(at)]);
  const isSet = (index: number) => covered === "whole" || isIn(constant(index), covered, prover);
  return setByCallee(call, at.symbol, { isSet, length: lengthOf(at) }, at.body.context);
}

/** How many elements the typed array is made with, if that is a constant. */
function lengthOf(at: Scan): number | undefined {
  const size = sizeOf(at);
  return size && constantInteger(size, at.checker);
}

/** `n` in `new Float64Array(n)`. */
function sizeOf({ symbol, checker }: Scan): ts.Expression | undefined {
  const { valueDeclaration } = symbol;
  if (valueDeclaration === undefined || !ts.isVariableDeclaration(valueDeclaration)) return undefined;
  const made = valueDeclaration.initializer && bare(valueDeclaration.initializer);
  if (made === undefined || !ts.isNewExpression(made) || !isTypedArray(checker.getTypeOfSymbol(symbol)))
    return undefined;
  return made.arguments?.[0];
}

interface Counted {
  readonly loop: LoopVariable & { readonly lower: Polynomial; readonly upper: Polynomial };
  readonly body: readonly ts.Statement[];
}

/** A loop that counts upwards in ones and goes to its end. */
function countedLoop(statement: ts.ForStatement, at: Scan): Counted | undefined {
  const space = iterationSpace(statement, at.checker);
  const loop = at.body.nest.innerLoops(statement.statement).at(-1);
  if (space.form !== "counted" || space.step !== 1 || leavesEarly(statement.statement)) return undefined;
  if (loop?.lower === undefined || loop.upper === undefined) return undefined;
  const body = ts.isBlock(statement.statement) ? statement.statement.statements : [statement.statement];
  return { loop: loop as Counted["loop"], body };
}

/** What the bodies of its iterations store side by side covers all that lies between the first and the last of it. */
function scanLoop(statement: ts.ForStatement, covered: Covered, at: Scan): Covered | undefined {
  const counted = countedLoop(statement, at);
  if (counted === undefined) return readsAreCovered(statement, covered, at) ? covered : undefined;
  const { loop, body } = counted;
  for (const polynomial of [loop.lower, loop.upper])
    for (const symbol of mentionedIn(polynomial)) at.integers.add(symbol);
  const sides = sideBySide(counted, at);
  const before = sides.reduce((all, { low }) => extend(all, first(low, loop), subtract(low, constant(1))), covered);
  if (scan(body, before, { ...at, facts: [...at.facts, ...rangeFacts(loop)] }) === undefined) return undefined;
  return sides.reduce((all, { low }) => extend(all, first(low, loop), last(low, loop)), covered);
}

/** What each iteration stores in any case, where the next one stores right behind it. */
function sideBySide({ loop, body }: Counted, at: Scan): readonly Interval[] {
  const next = add(variable(loop.id), constant(1));
  // What lies elsewhere in each iteration of the loop under test is its own part of one array, not an array of its own.
  const { carrier } = at.body.nest;
  return storedIn(body, at).filter(
    ({ low, high }) => !idsOf(low).has(carrier.id) && equal(substitute(low, loop.id, next), add(high, constant(1))),
  );
}

function storedIn(statements: readonly ts.Statement[], at: Scan): readonly Interval[] {
  return statements.flatMap((statement): readonly Interval[] => {
    if (ts.isBlock(statement)) return storedIn(statement.statements, at);
    if (ts.isForStatement(statement)) {
      const counted = countedLoop(statement, at);
      if (counted === undefined) return [];
      const { loop } = counted;
      if (!goesRound(loop, at)) return [];
      return sideBySide(counted, at).map(({ low }) => ({ low: first(low, loop), high: last(low, loop) }));
    }
    const index = ts.isExpressionStatement(statement) ? storedIndex(bare(statement.expression), at) : undefined;
    const place = index === undefined ? undefined : polynomialOf(index, at);
    return place === undefined ? [] : [{ low: place, high: place }];
  });
}

/** The bounds do not cross: a negative number of iterations, times another one, would look like many. */
function goesRound({ lower, upper }: Counted["loop"], at: Scan): boolean {
  const trips = add(subtract(upper, lower), constant(1));
  return createProver([...at.facts, ...lengthFacts(at)]).nonNegative(trips);
}

/** Where the first iteration of the loop begins to store. */
function first(low: Polynomial, { id, lower }: Counted["loop"]): Polynomial {
  return substitute(low, id, lower);
}

/** Where its last iteration has stored: right before the one that does not come. */
function last(low: Polynomial, { id, upper }: Counted["loop"]): Polynomial {
  return subtract(substitute(low, id, add(upper, constant(1))), constant(1));
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
  const size = sizeOf(at);
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
