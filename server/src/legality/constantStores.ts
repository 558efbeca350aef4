// What a piece of code stores into an array by loops whose bounds are constants: it is gone through in thought, number by number.
import { ts } from "ts-morph";
import { bare, valueSymbol } from "../accesses/types.js";
import { constantInteger, isNumeric, iterationSpace } from "../loops/iterationSpace.js";
import { isCompared } from "../loops/loop.js";
import { referencesTo } from "../scalars/liveness.js";

export interface Stores {
  /** The elements that are set so far, beside those that were before. */
  readonly set: Set<number>;
  /** Whether the element has been set when the code begins. */
  isSet(index: number): boolean;
  /** How many elements a typed array has, where that is known: others can neither be stored nor read. */
  readonly length: number | undefined;
}

/** So many statements are gone through. */
const mostSteps = 20_000;
/** What is nested deeper, over the definitions of constants, is taken for no constant. */
const maxNesting = 12;

/**
 * Goes through a statement, and adds what it has stored for certain when it is over. False where it may read an element that is not
 * set, or does anything with the array but to read and to store elements. O(statements that are executed).
 * @param names the variables that hold the array
 */
export function followStores(
  statement: ts.Statement,
  names: readonly ts.Symbol[],
  stores: Stores,
  checker: ts.TypeChecker,
): boolean {
  const counters = new Map<ts.Symbol, number>();
  const mentioning = new Map<ts.Node, readonly ts.Identifier[]>();
  let steps = 0;
  let isAllSet = false;
  return run(statement);

  function run(node: ts.Statement): boolean {
    if (++steps > mostSteps) return false;
    if (mentionsIn(node).length === 0) return true;
    if (ts.isBlock(node) && !leavesEarly(node)) return node.statements.every(run);
    if (ts.isForStatement(node) && !leavesEarly(node.statement)) {
      const values = valuesOf(node);
      if (values !== undefined) {
        const { induction, list } = values;
        const isFine = list.every((value) => {
          counters.set(induction, value);
          return run(node.statement);
        });
        counters.delete(induction);
        return isFine;
      }
    }
    const index = ts.isExpressionStatement(node) ? storedIndex(node.expression) : undefined;
    if (!mentionsIn(node).every((name) => isFine(name, node))) return false;
    const place = index === undefined ? undefined : numberOf(index);
    if (place !== undefined) stores.set.add(place);
    return true;
  }

  function mentionsIn(node: ts.Node): readonly ts.Identifier[] {
    const known = mentioning.get(node) ?? names.flatMap((name) => referencesTo(name, node, checker));
    mentioning.set(node, known);
    return known;
  }

  /** What the counter of the loop goes through; its head does not mention the array. */
  function valuesOf(node: ts.ForStatement): { readonly induction: ts.Symbol; readonly list: number[] } | undefined {
    const space = iterationSpace(node, checker);
    if (space.form !== "counted" || !isCompared(space) || space.offset !== undefined || space.stride !== undefined)
      return undefined;
    const { start, end, step, test, induction, alsoEnds, runsOnce, alsoAdvanced } = space;
    if (alsoEnds.length > 0 || runsOnce || alsoAdvanced.length > 0 || space.declaredBy !== "loop") return undefined;
    const [first, last] = [numberOf(start), numberOf(end)];
    if (first === undefined || last === undefined || (test === "!==" && Math.abs(step) !== 1)) return undefined;
    const list: number[] = [];
    const goesOn = (value: number) => {
      if (test === "!==") return value !== last;
      if (test === "<" || test === "<=") return test === "<" ? value < last : value <= last;
      return test === ">" ? value > last : value >= last;
    };
    for (let value = first; goesOn(value); value += step) if (list.push(value) > mostSteps) return undefined;
    return { induction, list };
  }

  /** The number that an expression of counters and constants has now. */
  function numberOf(expression: ts.Expression, depth = maxNesting): number | undefined {
    const node = bare(expression);
    if (depth === 0) return undefined;
    const constant = constantInteger(node, checker);
    if (constant !== undefined) return constant;
    if (ts.isIdentifier(node)) {
      const symbol = valueSymbol(node, checker);
      if (symbol === undefined) return undefined;
      return counters.get(symbol) ?? definitionOf(symbol, depth);
    }
    if (!ts.isBinaryExpression(node)) return undefined;
    const [left, right] = [numberOf(node.left, depth - 1), numberOf(node.right, depth - 1)];
    if (left === undefined || right === undefined) return undefined;
    const value = operators.get(node.operatorToken.kind)?.(left, right);
    return Number.isSafeInteger(value) ? value : undefined;
  }

  /** `const at = r * N + u` */
  function definitionOf({ valueDeclaration: declaration }: ts.Symbol, depth: number): number | undefined {
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    if (declaration.initializer === undefined || !ts.isVariableDeclarationList(declaration.parent)) return undefined;
    return (declaration.parent.flags & ts.NodeFlags.Const) !== 0
      ? numberOf(declaration.initializer, depth - 1)
      : undefined;
  }

  function isFine(name: ts.Identifier, statement: ts.Statement): boolean {
    for (let at: ts.Node = name.parent; at !== statement; at = at.parent) if (ts.isFunctionLike(at)) return false;
    const { parent } = name;
    // Nobody takes the result of the call.
    if (ts.isReturnStatement(parent)) return true;
    if (!ts.isElementAccessExpression(parent) || parent.expression !== name) return false;
    if (ts.isDeleteExpression(parent.parent)) return false;
    // By a name in brackets it may be anything.
    if (!isNumeric(checker.getTypeAtLocation(parent.argumentExpression))) return false;
    if (isOverwritten(parent)) return true;
    const index = numberOf(parent.argumentExpression);
    return index === undefined ? isWhole() : stores.set.has(index) || stores.isSet(index);
  }

  function isWhole(): boolean {
    const { length } = stores;
    if (isAllSet || length === undefined || length > mostSteps) return isAllSet;
    isAllSet = Array.from({ length }, (_, index) => index).every((each) => stores.set.has(each) || stores.isSet(each));
    return isAllSet;
  }

  function storedIndex(expression: ts.Expression): ts.Expression | undefined {
    const node = bare(expression);
    const isStore = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const place = isStore ? bare(node.left) : undefined;
    if (place === undefined || !ts.isElementAccessExpression(place)) return undefined;
    const holder = bare(place.expression);
    const symbol = ts.isIdentifier(holder) ? valueSymbol(holder, checker) : undefined;
    return symbol !== undefined && names.includes(symbol) ? place.argumentExpression : undefined;
  }
}

const operators: ReadonlyMap<ts.SyntaxKind, (left: number, right: number) => number> = new Map([
  [ts.SyntaxKind.PlusToken, (left, right) => left + right],
  [ts.SyntaxKind.MinusToken, (left, right) => left - right],
  [ts.SyntaxKind.AsteriskToken, (left, right) => left * right],
]);

/** `buffer[i] = …`, which does not read first. */
export function isOverwritten(node: ts.ElementAccessExpression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** A jump may leave what stands there before its end. */
export function leavesEarly(root: ts.Node): boolean {
  if (ts.isFunctionLike(root)) return false;
  if (ts.isBreakOrContinueStatement(root) || ts.isReturnStatement(root) || ts.isThrowStatement(root)) return true;
  return ts.forEachChild(root, (child) => (leavesEarly(child) ? true : undefined)) ?? false;
}
