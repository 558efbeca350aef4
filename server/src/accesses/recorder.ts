// The lists that facts are collected into, and the ways in which something gets into them.
import { ts } from "ts-morph";
import { isJavaScript } from "../workspace/gifts.js";
import type { Access, Effect, Mention, Ref, Step } from "./access.js";
import { type CallTarget, targetsOf } from "./calls.js";
import type { Region } from "./region.js";
import { holdsOnlyPrimitives, isOpaque, unalias } from "./types.js";

export interface Recorder {
  readonly accesses: Access[];
  readonly effects: Effect[];
  readonly mentions: Mention[];
  effect(kind: Effect["kind"], node: ts.Node, name: string, origin?: ts.Node): void;
  /** A parameter is called with these objects. */
  handed(parameter: ts.ParameterDeclaration, given: readonly Ref[], node: ts.Node): void;
  /** What is called is known if these objects are plain data. */
  presumed(data: readonly Ref[], node: ts.Node, name: string, origin?: ts.Node): void;
  /** Somebody goes through these objects, and their type does not tell that this runs no code of the program. */
  iterator(expression: ts.Expression, data: readonly Ref[]): void;
  variable(mode: Access["mode"], symbol: ts.Symbol, node: ts.Node): void;
  place(mode: Access["mode"], base: Ref, step: Step, node: ts.Node): void;
  /** A read one step inside of each of the objects. */
  readInside(refs: readonly Ref[], step: Step, node: ts.Node): void;
  /** A library function reads what is directly inside of the object, and may read what is inside of that (`join`, `stringify`). */
  readDeep(refs: readonly Ref[], node: ts.Node): void;
}

/** To find out which place it is takes many times the work of looking at a node. */
const perPlace = 40;

/** @param added is told of every effect when it is recorded */
export function createRecorder(region: Region, added: (effect: Effect) => void = () => {}): Recorder {
  const { checker, summaries } = region.context;
  const accesses: Access[] = [];
  const effects: Effect[] = [];
  const mentions: Mention[] = [];
  return { accesses, effects, mentions, effect, handed, presumed, iterator, variable, place, readInside, readDeep };

  function effect(kind: Effect["kind"], node: ts.Node, name: string, origin: ts.Node = node): void {
    add({ kind, node, origin, name });
  }

  function add(presumed: Effect): void {
    const found = presumed.kind === "presumed" && region.settle !== undefined ? region.settle(presumed) : presumed;
    if (found === undefined) return;
    effects.push(found);
    added(found);
  }

  function presumed(data: readonly Ref[], node: ts.Node, name: string, origin: ts.Node = node): void {
    // Primitives have no methods but those of the language, and neither have lists that are made here.
    const others = data.filter((ref) => !isListMadeHere(ref, new Set()));
    if (others.length > 0) add({ kind: "presumed", node, origin, name, data: others });
  }

  function iterator(expression: ts.Expression, data: readonly Ref[]): void {
    const name = `the iterator of ${expression.getText()}`;
    const isOfData = region.context.presumesData === true && isJavaScript(expression);
    if (isOfData && isOpaque(checker.getTypeAtLocation(expression))) presumed(data, expression, name);
    else effect("unknown-call", expression, name);
  }

  function isListMadeHere({ root, path }: Ref, seen: Set<ts.Node>): boolean {
    if (root.kind !== "fresh" || path.length > 0) return false;
    if (ts.isArrayLiteralExpression(root.node)) return true;
    // A function that calls itself gives back what the others of its results are.
    if (seen.has(root.node)) return true;
    seen.add(root.node);
    return (
      ts.isCallExpression(root.node) && targetsOf(root.node, region.context).every((target) => makesList(target, seen))
    );
  }

  function makesList(target: CallTarget, seen: Set<ts.Node>): boolean {
    if (target.kind === "unknown") return false;
    if (target.kind === "function")
      return summaries.of(target.declaration).returns.every((ref) => isListMadeHere(ref, seen));
    const { returns, holds, effect: does } = target.builtin;
    return does === undefined && (returns === "primitive" || (returns === "fresh" && holds !== "itself"));
  }

  function handed(parameter: ts.ParameterDeclaration, given: readonly Ref[], node: ts.Node): void {
    add({ kind: "unknown-call", node, name: parameter.name.getText(), handed: { parameter, given } });
  }

  function variable(mode: Access["mode"], symbol: ts.Symbol, node: ts.Node): void {
    accesses.push({ mode, target: { kind: "variable", symbol: unalias(symbol, checker) }, node, viaCall: false });
  }

  function place(mode: Access["mode"], base: Ref, step: Step, node: ts.Node): void {
    region.context.budget.spend(perPlace);
    accesses.push({ mode, target: { kind: "place", base, step }, node, viaCall: false });
  }

  function readInside(refs: readonly Ref[], step: Step, node: ts.Node): void {
    for (const base of refs) place("read", base, step, node);
  }

  function readDeep(refs: readonly Ref[], node: ts.Node): void {
    readInside(refs, { kind: "anything" }, node);
    const nested = refs.filter((ref) => ref.type === undefined || !holdsOnlyPrimitives(ref.type, checker, 0));
    readInside(region.follow(nested, { kind: "anything" }, undefined), { kind: "anything" }, node);
  }
}
