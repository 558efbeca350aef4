// The loop under test with what is around an access inside of it: loop variables with bounds, invariants, and expressions as
// integer polynomials over them.
import { ts } from "ts-morph";
import type { AccessContext } from "../accesses/context.js";
import { isAccessor } from "../accesses/expressions.js";
import { symbolKey } from "../accesses/summaries.js";
import { bare, isNumber, thisHolder, unalias, valueSymbol } from "../accesses/types.js";
import { isArrayLike } from "../loops/findLoops.js";
import { constantInteger, findWrite, findWrites, iterationSpace } from "../loops/iterationSpace.js";
import type { CountedSpace, Loop } from "../loops/loop.js";
import { type Fact, isPositive, rangeFacts } from "./facts.js";
import { guardsAt } from "./guards.js";
import type { Guards } from "./iterationSpaces.js";
import {
  add,
  constant,
  type LoopVariable,
  multiply,
  type Polynomial,
  scale,
  subtract,
  variable,
} from "./polynomial.js";

export interface Nest {
  readonly context: AccessContext;
  readonly loop: Loop;
  /** True when no iteration changes what the expression's names stand for. */
  keepsVariable(symbol: ts.Symbol): boolean;
  /** True when nothing in the loop writes the property at the end of `symbol.a.b` (`this.a.b` without a symbol), nor one on the way to it. */
  keepsPlace(symbol: ts.Symbol | undefined, names: readonly string[]): boolean;
  /** The variable of the loop under test. For a loop over elements it is the ordinal of the element. */
  readonly carrier: LoopVariable;
  /** The loops inside of the loop under test that enclose `node` and are counted, outermost first. */
  innerLoops(node: ts.Node): readonly LoopVariable[];
  /** What the loops around the one under test say of their counters, e.g. `n - 1 - k` in `for (let k = 0; k < n; k++)`: not negative. */
  enclosing(): readonly Fact[];
  /** The conditions under which a part of the body is executed. */
  guards(node: ts.Node): Guards;
  /** The value of an integer expression, or undefined when it is not an integer polynomial of loop variables and invariants. */
  polynomial(expression: ts.Expression): Polynomial | undefined;
  /** The element lies before the end of its array, by the bounds of the loops around: writing it does not change the length. */
  isInBounds(access: ts.ElementAccessExpression): boolean;
  /** The numbers that were taken to be whole without proof, so far. */
  readonly integers: ReadonlyMap<string, ts.Expression>;
}

export function createNest(
  context: AccessContext,
  loop: Loop,
  keepsVariable: (symbol: ts.Symbol) => boolean,
  mayKeepPlace: (
    symbol: ts.Symbol | undefined,
    names: readonly string[],
    isInBounds: (access: ts.ElementAccessExpression) => boolean,
  ) => boolean,
): Nest {
  const { checker } = context;
  const integers = new Map<string, ts.Expression>();
  const innerCache = new Map<ts.ForStatement, LoopVariable | undefined>();
  const definitions = new Map<ts.Symbol, Polynomial | undefined>();
  let inScope: ReadonlyMap<string, ts.Symbol> | undefined;
  const expanding = new Set<ts.Symbol>();
  let facts: readonly Fact[] | undefined;
  // Lengths stand for what they are when the head of a loop reads them.
  let isMomentary = false;
  const keepsPlace: Nest["keepsPlace"] = (symbol, names) =>
    (isMomentary && names.at(-1) === "length") || mayKeepPlace(symbol, names, isInBounds);
  const carrier = loop.space.form === "counted" ? countedVariable(loop.space) : ordinalVariable();
  const guards = (node: ts.Node) => guardsAt(node, loop.body, polynomial);
  return {
    context,
    loop,
    keepsVariable,
    keepsPlace,
    carrier,
    innerLoops,
    enclosing,
    guards,
    polynomial,
    isInBounds,
    integers,
  };

  function ordinalVariable(): LoopVariable {
    return { id: "ordinal", lower: constant(0), upper: undefined, step: 1 };
  }

  function countedVariable(space: CountedSpace): LoopVariable {
    const first = firstValue(space);
    const bound = space.runsOnce ? undefined : boundOf(space);
    const last =
      bound === undefined
        ? undefined
        : space.test === "<"
          ? subtract(bound, constant(1))
          : space.test === ">"
            ? add(bound, constant(1))
            : bound;
    const [lower, upper] = space.step > 0 ? [first, last] : [last, first];
    return {
      id: `i${symbolKey(space.induction)}`,
      lower,
      upper,
      step: Math.abs(space.step),
      descending: space.step < 0,
    };
  }

  /** `n - size` for `i + size < n`. */
  function boundOf({ end, offset }: CountedSpace): Polynomial | undefined {
    const bound = polynomial(end);
    const rest = offset === undefined ? constant(0) : polynomial(offset.expression);
    return bound === undefined || rest === undefined ? undefined : subtract(bound, scale(rest, offset?.sign ?? 1));
  }

  /** Where the head does not set the counter (`while`), it starts with the value that it has when the loop starts. */
  function firstValue({ start, induction }: CountedSpace): Polynomial | undefined {
    if (!ts.isIdentifier(start) || valueSymbol(start, checker) !== induction) return polynomial(start);
    return undefined;
  }

  function innerLoops(node: ts.Node): readonly LoopVariable[] {
    const found: LoopVariable[] = [];
    // The loops around the one under test have one value for all of its iterations.
    if (node.pos < loop.body.pos || node.end > loop.body.end) return found;
    for (let at: ts.Node = node; at !== loop.body && at.parent !== undefined; at = at.parent) {
      const holder = at.parent;
      if (!ts.isForStatement(holder) || holder === loop.node || holder.statement !== at) continue;
      const inner = innerVariable(holder);
      if (inner !== undefined) found.unshift(inner);
    }
    return found;
  }

  function innerVariable(node: ts.ForStatement): LoopVariable | undefined {
    if (!innerCache.has(node)) {
      innerCache.set(node, undefined);
      const space = iterationSpace(node, checker);
      if (space.form === "counted") innerCache.set(node, countedVariable(space));
    }
    return innerCache.get(node);
  }

  function polynomial(expression: ts.Expression): Polynomial | undefined {
    const node = bare(expression);
    if (loop.space.form === "elements" && node === (loop.space.binding as ts.Node | undefined))
      return variable("ordinal");
    const literal = constantInteger(node, checker);
    if (literal !== undefined) return constant(literal);
    if (ts.isIdentifier(node)) return identifier(node);
    if (ts.isPropertyAccessExpression(node)) return property(node);
    if (ts.isPrefixUnaryExpression(node)) {
      const operand = polynomial(node.operand);
      if (operand === undefined) return undefined;
      if (node.operator === ts.SyntaxKind.MinusToken) return scale(operand, -1);
      return node.operator === ts.SyntaxKind.PlusToken ? operand : undefined;
    }
    if (!ts.isBinaryExpression(node)) return undefined;
    const combine = operators.get(node.operatorToken.kind);
    if (combine === undefined) return undefined;
    const left = polynomial(node.left);
    const right = left === undefined ? undefined : polynomial(node.right);
    return left === undefined || right === undefined ? undefined : combine(left, right);
  }

  function identifier(node: ts.Identifier): Polynomial | undefined {
    const found = valueSymbol(node, checker);
    if (found === undefined) return undefined;
    const symbol = unalias(found, checker);
    if (loop.space.form === "elements" && symbol === loop.space.index) return variable("ordinal");
    if (loop.space.form === "counted" && symbol === loop.space.induction) return countedAt(node, loop.space);
    const enclosing = enclosingInduction(node, symbol);
    if (enclosing !== undefined) return variable(enclosing.id);
    if (!isNumber(checker.getTypeAtLocation(node))) return undefined;
    const declaration = symbol.valueDeclaration;
    const isInside = declaration !== undefined && declaration.pos >= loop.node.pos && declaration.end <= loop.node.end;
    if (isInside) return copy(symbol, declaration);
    if (!keepsVariable(symbol)) return undefined;
    if (!definitions.has(symbol)) definitions.set(symbol, definition(symbol));
    return definitions.get(symbol) ?? invariant(`s${symbolKey(symbol)}`, node);
  }

  /** Behind the statement that advances the counter of a `while`, the counter has its next value. */
  function countedAt(node: ts.Node, space: CountedSpace): Polynomial {
    const isBehind = space.advance !== undefined && node.pos >= space.advance.end && node.pos < loop.body.end;
    return add(variable(carrierId(space)), constant(isBehind ? space.step : 0));
  }

  function carrierId(space: CountedSpace): string {
    return `i${symbolKey(space.induction)}`;
  }

  function enclosingInduction(node: ts.Node, symbol: ts.Symbol): LoopVariable | undefined {
    const id = `i${symbolKey(symbol)}`;
    return innerLoops(node).find((inner) => inner.id === id);
  }

  /** `const k = i * w + j` inside of the loop stands for its value wherever it is used. */
  function copy(symbol: ts.Symbol, declaration: ts.Declaration): Polynomial | undefined {
    if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined || expanding.has(symbol))
      return undefined;
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    if (!isConst && findWrite(loop.node, symbol, checker) !== undefined) return undefined;
    expanding.add(symbol);
    const value = polynomial(declaration.initializer);
    expanding.delete(symbol);
    return value;
  }

  /** `const width = n + 1` before the loop stands for its value, where that is made of numbers that never change. */
  function definition(symbol: ts.Symbol): Polynomial | undefined {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
      return undefined;
    const { initializer } = declaration;
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    if (!isConst || initializer === undefined || !ts.isBinaryExpression(bare(initializer))) return undefined;
    if (!isFixed(initializer)) return undefined;
    // That these numbers are whole is tested at the loop, under the names that they have here.
    inScope ??= new Map(checker.getSymbolsInScope(loop.node, ts.SymbolFlags.Variable).map((each) => [each.name, each]));
    const isNamed = namesBelow(initializer).every((name) => inScope!.get(name.text) === valueSymbol(name, checker));
    return isNamed ? copy(symbol, declaration) : undefined;
  }

  function property(node: ts.PropertyAccessExpression): Polynomial | undefined {
    const base = bare(node.expression);
    if (!isNumber(checker.getTypeAtLocation(node))) return undefined;
    const names: string[] = [node.name.text];
    let at: ts.Expression = base;
    while (ts.isPropertyAccessExpression(at)) {
      names.unshift(at.name.text);
      at = bare(at.expression);
    }
    if (isAccessor(node, context)) return undefined;
    const holder = at.kind === ts.SyntaxKind.ThisKeyword ? undefined : ts.isIdentifier(at) && valueSymbol(at, checker);
    if (holder === false || (holder === undefined && thisHolder(at) !== thisHolder(loop.node))) return undefined;
    const symbol = holder === undefined ? undefined : unalias(holder, checker);
    const declaration = symbol?.valueDeclaration;
    const isInside = declaration !== undefined && declaration.pos >= loop.node.pos && declaration.end <= loop.node.end;
    if (isInside || (symbol !== undefined && !keepsVariable(symbol)) || !keepsPlace(symbol, names)) return undefined;
    const id = `${symbol === undefined ? "this" : `s${symbolKey(symbol)}`}.${names.join(".")}`;
    // The length of an array is a whole number by definition; other properties are checked at run time.
    const isLength = names.at(-1) === "length" && isArrayLike(checker.getTypeAtLocation(base), checker);
    return isLength ? variable(id) : invariant(id, node);
  }

  function enclosing(): readonly Fact[] {
    if (facts !== undefined) return facts;
    const found: Fact[] = [];
    for (let at = loop.node.parent; at !== undefined && !ts.isFunctionLike(at); at = at.parent) {
      const space = ts.isForStatement(at) ? iterationSpace(at, checker) : undefined;
      if (space?.form !== "counted" || !keepsVariable(space.induction)) continue;
      const counter = variable(`s${symbolKey(space.induction)}`);
      if (!integers.has(`s${symbolKey(space.induction)}`) && isFixed(space.start)) {
        const [name] = namesBelow(space.end.parent).filter((each) => valueSymbol(each, checker) === space.induction);
        if (name !== undefined) integers.set(`s${symbolKey(space.induction)}`, name);
      }
      const { lower, upper } = countedVariable(space);
      const isEndFixed = isFixed(space.end) && (space.offset === undefined || isFixed(space.offset.expression));
      const [isLowerFixed, isUpperFixed] =
        space.step > 0 ? [isFixed(space.start), isEndFixed] : [isEndFixed, isFixed(space.start)];
      if (lower !== undefined && isLowerFixed) found.push(subtract(counter, lower));
      if (upper !== undefined && isUpperFixed) found.push(subtract(upper, counter));
    }
    facts = found;
    return found;
  }

  /** Nothing changes the value after the head of the loop has read it: literals, constants, counters of loops. */
  function isFixed(expression: ts.Expression): boolean {
    return namesBelow(expression).every((name) => {
      if (ts.isPropertyAccessExpression(name.parent)) return false;
      const symbol = valueSymbol(name, checker);
      const declaration = symbol?.valueDeclaration;
      if (symbol === undefined || declaration === undefined) return false;
      if (findWrites(declaration.getSourceFile(), symbol, checker).length === 0) return true;
      const holder = declaration.parent?.parent;
      if (holder === undefined || !ts.isForStatement(holder)) return false;
      const space = iterationSpace(holder, checker);
      return space.form === "counted" && space.induction === symbol && space.declaredBy === "loop";
    });
  }

  function namesBelow(root: ts.Node): readonly ts.Identifier[] {
    const found: ts.Identifier[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) found.push(node);
      else ts.forEachChild(node, visit);
    };
    visit(root);
    return found;
  }

  function isInBounds(access: ts.ElementAccessExpression): boolean {
    const before = isMomentary;
    isMomentary = true;
    const index = polynomial(access.argumentExpression);
    const length = lengthOf(access.expression);
    const spaces = [loop.space, ...spacesAround(access)];
    const facts = spaces.flatMap((space) => (space.form === "counted" ? rangeFacts(countedVariable(space)) : []));
    isMomentary = before;
    return index !== undefined && length !== undefined && isPositive(subtract(length, index), facts);
  }

  function spacesAround(node: ts.Node): readonly Loop["space"][] {
    const found: Loop["space"][] = [];
    for (let at = node.parent; at !== loop.body && at !== undefined; at = at.parent)
      if (ts.isForStatement(at)) found.push(iterationSpace(at, checker));
    return found;
  }

  function lengthOf(array: ts.Expression): Polynomial | undefined {
    const names: string[] = ["length"];
    let at = bare(array);
    while (ts.isPropertyAccessExpression(at)) {
      names.unshift(at.name.text);
      at = bare(at.expression);
    }
    const symbol = ts.isIdentifier(at) ? valueSymbol(at, checker) : undefined;
    return symbol === undefined ? undefined : variable(`s${symbolKey(unalias(symbol, checker))}.${names.join(".")}`);
  }

  function invariant(id: string, node: ts.Expression): Polynomial {
    if (!integers.has(id)) integers.set(id, node);
    return variable(id);
  }
}

const operators = new Map<ts.SyntaxKind, (left: Polynomial, right: Polynomial) => Polynomial | undefined>([
  [ts.SyntaxKind.PlusToken, add],
  [ts.SyntaxKind.MinusToken, subtract],
  [ts.SyntaxKind.AsteriskToken, multiply],
]);
