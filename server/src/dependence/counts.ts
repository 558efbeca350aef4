// How the loops of a nest count, in polynomials: their variables with bounds, how often they go round, how often they have.
import { ts } from "ts-morph";
import { symbolKey } from "../accesses/keys.js";
import { bare, valueSymbol } from "../accesses/types.js";
import { certainlyEnds } from "../loops/endingCount.js";
import { isArrayLike } from "../loops/findLoops.js";
import { iterationSpace } from "../loops/iterationSpace.js";
import { type CountedSpace, isCompared, type Loop } from "../loops/loop.js";
import type { Fact } from "./facts.js";
import {
  add,
  constant,
  idsOf,
  isOfLoop,
  type LoopVariable,
  multiply,
  type Polynomial,
  scale,
  subtract,
  variable,
} from "./polynomial.js";
import { isMath, quotientOf } from "./quotients.js";

export interface Counts {
  /** The variable that stands for the loop in polynomials: its counter, or the number of the iteration. */
  variableOf(space: CountedSpace): LoopVariable;
  /** What the counter is in terms of that variable. */
  counterValue(space: CountedSpace): Polynomial;
  /** The value with which the counter starts; undefined where nothing is known of it. */
  firstOf(space: CountedSpace): Polynomial | undefined;
  /** The smallest and the largest value of the counter, where they are known. */
  rangeOf(space: CountedSpace): Pick<LoopVariable, "lower" | "upper">;
  /** By how much the counter advances in each iteration. */
  stepOf(space: CountedSpace): Polynomial | undefined;
  /** What the condition of the loop says of its counter beyond the bounds of its variable. */
  endFacts(space: CountedSpace): readonly Fact[];
  spaceOf(node: ts.ForStatement): CountedSpace | undefined;
  /** The loops around the node that count, the one under test among them. */
  spacesAround(node: ts.Node): readonly CountedSpace[];
  /** How many iterations of the loop came before the current one; undefined where that is no polynomial. */
  ordinal(node: ts.Node): Polynomial | undefined;
  /** How many iterations a loop inside makes, where that is not negative. */
  trips(node: ts.ForStatement): Polynomial | undefined;
  /** The id stands for the iterations of the loop. */
  isVariableOf(node: ts.Node, id: string): boolean;
}

/**
 * @param loop the loop under test
 * @param definitionOf what a constant stands for, where that is still the same in the loop
 * @param isByOrdinal counters in steps are written as `start + step * (number of the iteration)`
 */
export function createCounts(
  loop: Loop,
  checker: ts.TypeChecker,
  polynomial: (expression: ts.Expression) => Polynomial | undefined,
  isByOrdinal: boolean,
  definitionOf: (expression: ts.Expression) => ts.Expression,
): Counts {
  return {
    variableOf,
    counterValue,
    rangeOf,
    stepOf,
    firstOf,
    endFacts,
    spaceOf,
    spacesAround,
    ordinal,
    trips,
    isVariableOf,
  };

  function variableOf(space: CountedSpace): LoopVariable {
    const first = firstOf(space);
    if (byOrdinal(space, first)) return { id: ordinalId(space), lower: constant(0), upper: undefined, step: 1 };
    return { id: counterId(space), ...rangeOf(space), step: Math.abs(space.step), descending: space.step < 0 };
  }

  function rangeOf(space: CountedSpace): Pick<LoopVariable, "lower" | "upper"> {
    const first = firstOf(space);
    const bound = space.runsOnce ? undefined : boundOf(space);
    const last = bound === undefined || isIncluded(space) ? bound : subtract(bound, constant(Math.sign(space.step)));
    const [lower, upper] = space.step > 0 ? [first, last] : [last, first];
    return { lower, upper };
  }

  function stepOf({ step, stride }: CountedSpace): Polynomial | undefined {
    if (stride === undefined) return constant(step);
    const size = polynomial(stride);
    return size === undefined || [...idsOf(size)].some(isOfLoop) ? undefined : scale(size, step);
  }

  /** `n - size` for `i + size < n`. */
  function boundOf(space: CountedSpace): Polynomial | undefined {
    const { end, offset, lag } = space;
    const bound = end === undefined ? constant(0) : polynomial(end);
    const rest = offset === undefined ? constant(0) : polynomial(offset.expression);
    if (bound === undefined || rest === undefined) return undefined;
    const compared = add(subtract(bound, scale(rest, offset?.sign ?? 1)), constant(lag));
    // Of the loop under test it is tested that it ends; another one may go on behind its bound until it is left.
    return space === loop.space || certainlyEnds(space, checker) ? compared : undefined;
  }

  /** Where the head does not set the counter (`while`), it starts with the value that it has when the loop starts. */
  function firstOf({ start, induction, lead }: CountedSpace): Polynomial | undefined {
    if (ts.isIdentifier(start) && valueSymbol(start, checker) === induction) return undefined;
    const first = polynomial(start);
    return first && add(first, constant(lead));
  }

  /** Only steps of one can be turned round within whole numbers. */
  function byOrdinal({ step, stride, advance }: CountedSpace, first: Polynomial | undefined): first is Polynomial {
    if (stride === undefined && (!isByOrdinal || Math.abs(step) === 1)) return false;
    return advance === undefined && first !== undefined;
  }

  function counterId({ induction }: CountedSpace): string {
    return `i${symbolKey(induction)}`;
  }

  function ordinalId({ induction }: CountedSpace): string {
    return `o${symbolKey(induction)}`;
  }

  function counterValue(space: CountedSpace): Polynomial {
    const first = firstOf(space);
    const step = stepOf(space);
    if (!byOrdinal(space, first) || step === undefined) return variable(counterId(space));
    return add(first, multiply(step, variable(ordinalId(space))));
  }

  function endFacts(space: CountedSpace): readonly Fact[] {
    if (space.runsOnce) return [];
    const bound = boundOf(space);
    const parts = partFacts(space);
    if (bound !== undefined && !byOrdinal(space, firstOf(space))) return parts;
    const bounds = bound === undefined ? nearestOf(space) : [bound];
    const ends = bounds.map((each) => {
      const rest = scale(subtract(each, counterValue(space)), Math.sign(space.step));
      return isIncluded(space) ? rest : subtract(rest, constant(1));
    });
    return [...ends, ...parts];
  }

  /** Below `Math.floor(n / 2)` or `xs.length >> 1`, twice the counter and two is not more than the whole. */
  function partFacts(space: CountedSpace): readonly Fact[] {
    const { end, offset, lag, step, test } = space;
    if (end === undefined || step < 0 || offset !== undefined || lag !== 0 || !(test === "<" || test === "<="))
      return [];
    const quotient = quotientOf(definitionOf(end), checker);
    const whole = quotient && polynomial(quotient.dividend);
    if (quotient === undefined || whole === undefined) return [];
    const { dividend, divisor, isFloor } = quotient;
    if (!isFloor && !isLength(dividend, checker)) return [];
    const last = isIncluded(space) ? counterValue(space) : add(counterValue(space), constant(1));
    return [subtract(whole, scale(last, divisor))];
  }

  /** `a` and `b` for an end of `Math.min(a, b)`, downwards of `Math.max(a, b)`: whichever is nearest, neither is passed. */
  function nearestOf({ end, test, step, offset, lag }: CountedSpace): readonly Polynomial[] {
    const call = end && definitionOf(end);
    if (offset !== undefined || lag !== 0 || test === "!==" || call === undefined || !ts.isCallExpression(call))
      return [];
    const isNearest = isMath(call.expression, step > 0 ? "min" : "max", checker);
    return isNearest ? call.arguments.flatMap((each) => polynomial(each) ?? []) : [];
  }

  function spaceOf(node: ts.ForStatement): CountedSpace | undefined {
    const space = iterationSpace(node, checker);
    return space.form === "counted" ? space : undefined;
  }

  function spacesAround(node: ts.Node): readonly CountedSpace[] {
    const found = loop.space.form === "counted" ? [loop.space] : [];
    for (let at = node.parent; at !== loop.body && at !== undefined; at = at.parent) {
      const space = ts.isForStatement(at) ? spaceOf(at) : undefined;
      if (space !== undefined) found.push(space);
    }
    return found;
  }

  function spaceAt(node: ts.Node): CountedSpace | undefined {
    if (node === loop.node) return loop.space.form === "counted" ? loop.space : undefined;
    return ts.isForStatement(node) ? spaceOf(node) : undefined;
  }

  function ordinal(node: ts.Node): Polynomial | undefined {
    if (node === loop.node && loop.space.form === "elements") return variable("ordinal");
    const space = spaceAt(node);
    const first = space === undefined ? undefined : firstOf(space);
    if (space === undefined || first === undefined) return undefined;
    if (byOrdinal(space, first)) return variable(ordinalId(space));
    return Math.abs(space.step) === 1 && space.stride === undefined
      ? scale(subtract(variable(counterId(space)), first), space.step)
      : undefined;
  }

  function trips(node: ts.ForStatement): Polynomial | undefined {
    const space = spaceOf(node);
    if (space === undefined || Math.abs(space.step) !== 1 || space.offset !== undefined || !isCompared(space))
      return undefined;
    const { lower, upper } = variableOf(space);
    return lower === undefined || upper === undefined ? undefined : add(subtract(upper, lower), constant(1));
  }

  function isVariableOf(node: ts.Node, id: string): boolean {
    if (node === loop.node && loop.space.form === "elements") return id === "ordinal";
    const space = spaceAt(node);
    return space !== undefined && (id === counterId(space) || id === ordinalId(space));
  }
}

/** The bound itself is a value of the counter. */
function isIncluded({ test }: CountedSpace): boolean {
  return test === "<=" || test === ">=";
}

/** `xs.length`, also as it once was, under the name of a constant: never negative. */
function isLength(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === "length" && isArrayLike(checker.getTypeAtLocation(node.expression), checker);
  const declaration = ts.isIdentifier(node) ? valueSymbol(node, checker)?.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return false;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConst && declaration.initializer !== undefined && isLength(declaration.initializer, checker);
}
