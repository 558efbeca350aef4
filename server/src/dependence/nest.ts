// The loop under test with what is around an access inside of it: loop variables with bounds, invariants, and expressions as
// integer polynomials over them.
import { ts } from "ts-morph";
import type { AccessContext } from "../accesses/context.js";
import { isAccessor } from "../accesses/expressions.js";
import { symbolKey } from "../accesses/keys.js";
import { bare, mayBeNumber, thisHolder, unalias, valueSymbol } from "../accesses/types.js";
import { isArrayLike } from "../loops/findLoops.js";
import { constantInteger, findWrite, iterationSpace } from "../loops/iterationSpace.js";
import type { CountedSpace, Loop } from "../loops/loop.js";
import { isRunElsewhere } from "../loops/mentions.js";
import { createCounts } from "./counts.js";
import { type Fact, isPositive, rangeFacts } from "./facts.js";
import { isFixed as isFixedValue, namesBelow } from "./fixed.js";
import { guardsAt } from "./guards.js";
import type { Induction } from "./inductions.js";
import type { Guards } from "./iterationSpaces.js";
import { createInductions, type KnownInduction } from "./knownInductions.js";
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
import { quotientOf, wholePart } from "./quotients.js";

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
  /**
   * What loops and conditions around the one under test say of counters and sizes that never change, e.g. `n - 1 - k` in
   * `for (let k = 0; k < n; k++)`, `k - 1` in `if (k > 0)`: not negative.
   */
  enclosing(): readonly Fact[];
  /** The conditions under which a part of the body is executed. */
  guards(node: ts.Node): Guards;
  /** The value of an integer expression, or undefined when it is not an integer polynomial of loop variables and invariants. */
  polynomial(expression: ts.Expression): Polynomial | undefined;
  /** The element lies before the end of its array, by the bounds of the loops around: writing it does not change the length. */
  isInBounds(access: ts.ElementAccessExpression): boolean;
  /** The numbers that were taken to be whole without proof, so far. */
  readonly integers: ReadonlyMap<string, ts.Expression>;
  /** The value with which the counter of the loop starts. */
  readonly firstCount: Polynomial | undefined;
  /** By how much it advances; undefined where iterations change that. */
  readonly step: Polynomial | undefined;
  /** What each iteration adds to a secondary induction variable, when its value can be told in every iteration by itself. */
  inductionOf(symbol: ts.Symbol): KnownInduction | undefined;
}

/** So much, or so many times as much as the number that `of` names, which no iteration changes. */
export interface LeastStride {
  readonly times: number;
  readonly of?: ts.Identifier;
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
  inductions: readonly Induction[] = [],
  leastStride: LeastStride = { times: 1 },
): Nest {
  const { checker } = context;
  const integers = new Map<string, ts.Expression>();
  const innerCache = new Map<ts.ForStatement, LoopVariable | undefined>();
  const definitions = new Map<ts.Symbol, Polynomial | undefined>();
  const expanding = new Set<ts.Symbol>();
  let facts: readonly Fact[] | undefined;
  // Lengths stand for what they are when the head of a loop reads them.
  let isMomentary = false;
  const isFixed = (expression: ts.Expression) => isFixedValue(expression, checker);
  const keepsPlace: Nest["keepsPlace"] = (symbol, names) =>
    (isMomentary && names.at(-1) === "length") || mayKeepPlace(symbol, names, isInBounds);
  // Where something else counts the iterations, the counter has to be told from their number, too.
  const counts = createCounts(loop, checker, polynomial, inductions.length > 0, definitionOf);
  const known = createInductions(inductions, loop, checker, { ...counts, polynomial }, invariant);
  const { inductionOf } = known;
  const carrier = loop.space.form === "counted" ? counts.variableOf(loop.space) : ordinalVariable();
  return {
    context,
    loop,
    keepsVariable,
    keepsPlace,
    carrier,
    innerLoops,
    enclosing,
    guards: (node) => withEnds(node, guardsAt(node, loop.body, polynomial)),
    polynomial,
    isInBounds,
    integers,
    inductionOf,
    step: loop.space.form === "counted" ? counts.stepOf(loop.space) : undefined,
    firstCount: loop.space.form === "counted" ? counts.firstOf(loop.space) : undefined,
  };

  function ordinalVariable(): LoopVariable {
    return { id: "ordinal", lower: constant(0), upper: undefined, step: 1 };
  }

  /** Where the number of the iteration stands for the counter, the end of the loop is a condition like any other. */
  function withEnds(node: ts.Node, { facts: others, nonZero }: Guards): Guards {
    const around = loop.space.form === "counted" ? [loop.space] : [];
    for (let at = node; at !== loop.body && at.parent !== undefined; at = at.parent) {
      const space = ts.isForStatement(at.parent) && at === at.parent.statement ? counts.spaceOf(at.parent) : undefined;
      if (space !== undefined) around.push(space);
    }
    return { facts: [...others, ...around.flatMap(counts.endFacts)], nonZero };
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
      const space = counts.spaceOf(node);
      if (space !== undefined) innerCache.set(node, counts.variableOf(space));
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
    if (ts.isPostfixUnaryExpression(node)) return polynomial(node.operand);
    if (ts.isPrefixUnaryExpression(node)) {
      const operand = polynomial(node.operand);
      if (operand === undefined) return undefined;
      if (node.operator === ts.SyntaxKind.PlusPlusToken) return add(operand, constant(1));
      if (node.operator === ts.SyntaxKind.MinusMinusToken) return subtract(operand, constant(1));
      if (node.operator === ts.SyntaxKind.MinusToken) return scale(operand, -1);
      return node.operator === ts.SyntaxKind.PlusToken ? operand : undefined;
    }
    const quotient = quotientOf(node, checker);
    if (quotient !== undefined) return wholePart(quotient, polynomial(quotient.dividend));
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
    const enclosing = enclosingCounter(node, symbol);
    if (enclosing !== undefined) return enclosing;
    if (inductionOf(symbol) !== undefined) return known.valueAt(symbol, node);
    // Of what nobody declares, it is tested that it is a whole number, as it is of every number.
    if (!mayBeNumber(checker.getTypeAtLocation(node))) return undefined;
    const declaration = symbol.valueDeclaration;
    if (isInside(declaration)) return copy(symbol, declaration) ?? known.localValue(symbol, node);
    if (!keepsVariable(symbol)) return undefined;
    if (!definitions.has(symbol)) definitions.set(symbol, definition(symbol));
    return definitions.get(symbol) ?? invariant(`s${symbolKey(symbol)}`, node);
  }

  /** Behind the statement that advances the counter of a `while`, the counter has its next value. */
  function countedAt(node: ts.Node, space: CountedSpace): Polynomial | undefined {
    if (space.advance !== undefined && isRunElsewhere(node, loop.body)) return undefined;
    const isBehind = space.advance !== undefined && node.pos >= space.advance.end && node.pos < loop.body.end;
    return add(counts.counterValue(space), constant(isBehind ? space.step : 0));
  }

  function enclosingCounter(node: ts.Node, symbol: ts.Symbol): Polynomial | undefined {
    const ids = [`i${symbolKey(symbol)}`, `o${symbolKey(symbol)}`];
    if (!innerLoops(node).some((inner) => ids.includes(inner.id))) return undefined;
    for (let at = node; at !== loop.body && at.parent !== undefined; at = at.parent) {
      const space = ts.isForStatement(at.parent) ? counts.spaceOf(at.parent) : undefined;
      if (space?.induction === symbol) return counts.counterValue(space);
    }
    return undefined;
  }

  function isInside(declaration: ts.Declaration | undefined): declaration is ts.Declaration {
    return declaration !== undefined && declaration.pos >= loop.node.pos && declaration.end <= loop.node.end;
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
    if (!isConst || initializer === undefined) return undefined;
    const quotient = quotientOf(initializer, checker);
    if (quotient === undefined && !ts.isBinaryExpression(bare(initializer))) return undefined;
    const made = quotient?.dividend ?? initializer;
    return isFixed(made) && isNamedHere(made) ? copy(symbol, declaration) : undefined;
  }

  /** The initializer of a constant whose parts are still what they were when it was computed. */
  function definitionOf(expression: ts.Expression): ts.Expression {
    const node = bare(expression);
    const declaration = ts.isIdentifier(node) ? valueSymbol(node, checker)?.valueDeclaration : undefined;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
      return node;
    if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return node;
    const initializer = bare(declaration.initializer);
    return isInside(declaration) || isFixed(initializer) ? initializer : node;
  }

  function property(node: ts.PropertyAccessExpression): Polynomial | undefined {
    const base = bare(node.expression);
    if (!mayBeNumber(checker.getTypeAtLocation(node))) return undefined;
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
    if (
      isInside(symbol?.valueDeclaration) ||
      (symbol !== undefined && !keepsVariable(symbol)) ||
      !keepsPlace(symbol, names)
    )
      return undefined;
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
        const [name] = namesBelow(space.update);
        if (name !== undefined) integers.set(`s${symbolKey(space.induction)}`, name);
      }
      const { lower, upper } = counts.rangeOf(space);
      const isEndFixed = [space.end, space.offset?.expression].every((part) => part === undefined || isFixed(part));
      const sides = [isFixed(space.start), isEndFixed];
      const [isLowerFixed, isUpperFixed] = space.step > 0 ? sides : sides.reverse();
      if (lower !== undefined && isLowerFixed) found.push(subtract(counter, lower));
      if (upper !== undefined && isUpperFixed) found.push(subtract(upper, counter));
    }
    found.push(...guardsAt(loop.node, loop.node.getSourceFile(), fixedHere).facts);
    const stride = loop.space.form === "counted" ? loop.space.stride : undefined;
    const size = stride === undefined ? undefined : polynomial(stride);
    if (size !== undefined) {
      const { times, of } = leastStride;
      const unit = of === undefined ? undefined : polynomial(of);
      found.push(subtract(size, constant(of === undefined ? times : 1)));
      if (unit !== undefined) found.push(subtract(size, scale(unit, times)));
    }
    facts = found;
    return found;
  }

  /** Of a condition around the loop: made of what never changes. */
  function fixedHere(expression: ts.Expression): Polynomial | undefined {
    return isFixed(expression) && isNamedHere(expression) ? polynomial(expression) : undefined;
  }

  /** That numbers are whole is tested at the loop, under the names that they have in the expression. */
  function isNamedHere(expression: ts.Expression): boolean {
    const there = (name: ts.Identifier) => checker.resolveName(name.text, loop.node, ts.SymbolFlags.Value, false);
    return namesBelow(expression).every((name) => there(name) === valueSymbol(name, checker));
  }

  function isInBounds(access: ts.ElementAccessExpression): boolean {
    const before = isMomentary;
    isMomentary = true;
    const index = polynomial(access.argumentExpression);
    const length = lengthOf(access.expression);
    const facts = counts
      .spacesAround(access)
      .flatMap((space) => [...rangeFacts(counts.variableOf(space)), ...counts.endFacts(space)]);
    isMomentary = before;
    return index !== undefined && length !== undefined && isPositive(subtract(length, index), facts);
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
