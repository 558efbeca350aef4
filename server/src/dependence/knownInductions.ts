// The values of secondary induction variables at each of their mentions: those that the loop under test advances, and those
// that its body declares and the loops inside advance.
import { ts } from "ts-morph";
import { symbolKey } from "../accesses/keys.js";
import { constantInteger } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import { mentionsOf } from "../loops/mentions.js";
import { valueBefore } from "../loops/whileSpace.js";
import { type Advances, advancesOf, type LoopsOf, needsTripsOf } from "./advances.js";
import { type Induction, inductionIn } from "./inductions.js";
import { add, constant, idsOf, isOfLoop, type Polynomial } from "./polynomial.js";

/** A secondary induction variable whose value can be told in every iteration by itself. */
export interface KnownInduction {
  readonly advances: Advances;
  readonly start: Polynomial;
  readonly perIteration: Polynomial;
}

export interface Inductions {
  /** An induction of the loop under test. */
  inductionOf(symbol: ts.Symbol): KnownInduction | undefined;
  /** Its value at a mention. */
  valueAt(symbol: ts.Symbol, node: ts.Node): Polynomial | undefined;
  /** The value of `let k = i * w` in the body, advanced there by the loops inside. */
  localValue(symbol: ts.Symbol, node: ts.Node): Polynomial | undefined;
}

/** @param invariant makes a name of a number that is tested to be whole when the loop starts */
export function createInductions(
  inductions: readonly Induction[],
  loop: Loop,
  checker: ts.TypeChecker,
  loops: LoopsOf,
  invariant: (id: string, node: ts.Expression) => Polynomial,
): Inductions {
  const known = new Map<ts.Symbol, KnownInduction | undefined>();
  const local = new Map<ts.Symbol, { induction: Induction; advances: Advances } | undefined>();
  const expanding = new Set<ts.Symbol>();
  return { inductionOf, valueAt, localValue };

  function inductionOf(symbol: ts.Symbol): KnownInduction | undefined {
    if (!known.has(symbol)) {
      known.set(symbol, undefined);
      const induction = inductions.find((each) => each.symbol === symbol);
      known.set(symbol, induction === undefined ? undefined : compute(induction));
    }
    return known.get(symbol);
  }

  function compute(induction: Induction): KnownInduction | undefined {
    const { symbol, start } = induction;
    const advances = advancesOf(induction, loops);
    const { perIteration } = advances;
    const first = start === undefined ? valueAtStart(symbol) : loops.polynomial(start);
    if (perIteration === undefined || first === undefined || [...idsOf(first)].some(isOfLoop)) return undefined;
    if (loops.ordinal(loop.node) === undefined) return undefined;
    const isUsed = (mention: ts.Identifier) =>
      !induction.increments.some(({ name, node }) => name === mention && isStatement(node));
    const mentions = mentionsOf(symbol, loop.node, checker).filter(isUsed);
    if (mentions.some((mention) => needsTripsOf(induction, mention, loops).length > 0)) return undefined;
    return { advances, start: first, perIteration };
  }

  function valueAtStart(symbol: ts.Symbol): Polynomial | undefined {
    const { node } = loop;
    const [mention] = mentionsOf(symbol, node, checker);
    const isFor = ts.isForStatement(node) || ts.isForOfStatement(node);
    const value = isFor ? valueBefore(node, symbol, checker) : undefined;
    const number = value === undefined ? undefined : constantInteger(value, checker);
    if (number !== undefined) return Object.is(number, -0) ? undefined : constant(number);
    return mention === undefined ? undefined : invariant(`s${symbolKey(symbol)}`, mention);
  }

  function valueAt(symbol: ts.Symbol, node: ts.Node): Polynomial | undefined {
    const induction = inductionOf(symbol);
    const advanced = induction?.advances.before(node);
    return induction === undefined || advanced === undefined ? undefined : add(induction.start, advanced);
  }

  function localValue(symbol: ts.Symbol, node: ts.Node): Polynomial | undefined {
    if (!local.has(symbol)) {
      const induction = localInduction(symbol);
      local.set(symbol, induction && { induction, advances: advancesOf(induction, loops) });
    }
    const found = local.get(symbol);
    if (found === undefined || expanding.has(symbol)) return undefined;
    expanding.add(symbol);
    const { induction, advances } = found;
    const first = loops.polynomial(induction.start!);
    const isSure = first !== undefined && needsTripsOf(induction, node, loops).length === 0;
    const advanced = isSure ? advances.before(node) : undefined;
    expanding.delete(symbol);
    return first === undefined || advanced === undefined ? undefined : add(first, advanced);
  }

  function localInduction(symbol: ts.Symbol): Induction | undefined {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
      return undefined;
    if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) === 0) return undefined;
    const holder = declaration.parent.parent;
    const scope = ts.isForStatement(holder) ? holder : ts.isVariableStatement(holder) ? holder.parent : undefined;
    if (scope === undefined || !(ts.isForStatement(scope) || ts.isBlock(scope))) return undefined;
    return inductionIn(symbol, scope, declaration.initializer, checker);
  }
}

/** Nobody takes the value of the expression. */
function isStatement({ parent }: ts.Expression): boolean {
  return ts.isExpressionStatement(parent) || ts.isForStatement(parent);
}
