// Whether two accesses of a loop's body may touch the same place, and in iterations of which order.
import { ts } from "ts-morph";
import type { Access, Ref, Step } from "../accesses/access.js";
import { typesDiffer } from "../accesses/shapes.js";
import { isCollection } from "../loops/elementSpace.js";
import { isTypedArray } from "../loops/findLoops.js";
import type { Alias, AliasOracle, Guarded } from "./alias.js";
import { subscriptOf } from "./calleeSubscripts.js";
import type { Directions, SubscriptProblem } from "./depends.js";
import { dependsOnce } from "./dependsOnce.js";
import type { Nest } from "./nest.js";
import { type LoopVariable, mentionedIn, type Polynomial } from "./polynomial.js";
import { sectionsApart } from "./sections.js";
import { isOneWay, mayBeView } from "./views.js";

/** What must hold at run time for a `Meeting` to be as stated. */
export type Need =
  | { readonly kind: "disjoint"; readonly left: Guarded; readonly right: Guarded }
  | ({ readonly kind: "distinct" } & Holder)
  | { readonly kind: "integer"; readonly id: string };

/** The array whose elements, down through arrays in it, have to be different objects: `rows`, `this.grid`, `state.grid.rows`. */
export interface Holder {
  /** Undefined for `this`. */
  readonly symbol: ts.Symbol | undefined;
  readonly names: readonly string[];
}

/** From the first access to the second: may the second touch the place in a later, the same, an earlier iteration? */
export interface Meeting {
  readonly later: boolean;
  readonly same: boolean;
  readonly earlier: boolean;
  readonly distance: number | undefined;
  readonly needs: readonly Need[];
  /** Where the needs are not met, the accesses may also meet in the same iteration. */
  readonly sameUnlessMet: boolean;
  /** The objects could not be told apart, rather than the elements. */
  readonly unsureObject: boolean;
}

const never: Meeting = {
  later: false,
  same: false,
  earlier: false,
  distance: undefined,
  needs: [],
  sameUnlessMet: false,
  unsureObject: false,
};
const always: Meeting = { ...never, later: true, same: true, earlier: true };

export function isNever(meeting: Meeting): boolean {
  return !meeting.later && !meeting.same && !meeting.earlier;
}

/** Compares two accesses; at least one should be a write for the answer to be of use. */
export function meets(first: Access, second: Access, nest: Nest, oracle: AliasOracle): Meeting {
  if (first.target.kind === "variable" || second.target.kind === "variable") {
    if (first.target.kind !== "variable" || second.target.kind !== "variable") return never;
    return first.target.symbol === second.target.symbol ? { ...always, distance: 1 } : never;
  }
  const a = { ref: first.target.base, step: first.target.step, node: first.node, mode: first.mode };
  const b = { ref: second.target.base, step: second.target.step, node: second.node, mode: second.mode };
  if (stepsDiffer(a.step, b.step, a.ref, b.ref)) return never;
  if ((isOfEntries(first) && hasName(b.step)) || (isOfEntries(second) && hasName(a.step))) return never;
  const alias = oracle.alias(a.ref, b.ref);
  switch (alias.kind) {
    case "never":
      return never;
    case "guard":
      return guarded(alias, nest);
    case "maybe":
      return { ...always, unsureObject: true };
    case "same":
      return sameRoot(a, b, nest, oracle);
  }
}

interface Place {
  readonly ref: Ref;
  readonly step: Step;
  readonly node: ts.Node;
  readonly mode: Access["mode"];
}

/** A variable that an iteration changes may hold another object each time: then nothing can be tested before the loop. */
function guarded(alias: Extract<Alias, { kind: "guard" }>, nest: Nest): Meeting {
  if (!isKept(alias.left, nest) || !isKept(alias.right, nest)) return { ...always, unsureObject: true };
  return { ...never, needs: [{ kind: "disjoint", left: alias.left, right: alias.right }], sameUnlessMet: true };
}

function isKept(guarded: Guarded, nest: Nest): boolean {
  return typeof guarded === "string" ? nest.keepsPlace(undefined, [guarded]) : nest.keepsVariable(guarded);
}

/** The last steps alone may already exclude each other: `p.x` and `p.vx`, `a.length` and `a[i]` of a typed array. */
function stepsDiffer(a: Step, b: Step, left: Ref, right: Ref): boolean {
  if (a.kind === "property" && b.kind === "property") return a.name !== b.name;
  if (a.kind === "property" && b.kind === "element") return elementApartFromProperty(a.name, right);
  if (a.kind === "element" && b.kind === "property") return elementApartFromProperty(b.name, left);
  return false;
}

/** `map.set(key, value)`: the entries of a collection of the language lie under no names. */
function isOfEntries({ target, node, viaCall }: Access): boolean {
  if (viaCall || target.kind === "variable" || target.step.kind !== "anything") return false;
  if (target.base.type === undefined || !isCollection(target.base.type) || !ts.isCallExpression(node)) return false;
  return ts.isPropertyAccessExpression(node.expression) && /^(?:add|clear|delete|set)$/.test(node.expression.name.text);
}

function hasName(step: Step): boolean {
  return step.kind === "property" && step.name !== "size";
}

/** Writing an element can change the `length` of a plain array, but of nothing else that has a name. */
function elementApartFromProperty(name: string, holder: Ref): boolean {
  // Any number is a key: `o[-1]` and `o["-1"]` are one.
  if (name !== "length") return String(Number(name)) !== name;
  return holder.type !== undefined && isTypedArray(holder.type);
}

function sameRoot(a: Place, b: Place, nest: Nest, oracle: AliasOracle): Meeting {
  const { root } = a.ref;
  if (root.kind === "fresh") return { ...never, same: true };
  if (root.kind === "variable" && !nest.keepsVariable(root.symbol)) return { ...always, unsureObject: true };
  const left = [...a.ref.path, a.step];
  const right = [...b.ref.path, b.step];
  if (a.ref.path.some(isAnything) || b.ref.path.some(isAnything)) return throughAnything(a, b, nest);
  if (left.length !== right.length) {
    if (typesDiffer(a.ref.type, b.ref.type, nest.context.checker)) return never;
    return holderAndRow(left, right, a, nest) ?? { ...always, unsureObject: true };
  }
  return alongPath(a, b, left, right, nest, oracle);
}

/** `a[i]` beside `a[i][j]`, of no type: apart unless the array holds itself, which can be tested. */
function holderAndRow(left: readonly Step[], right: readonly Step[], { ref }: Place, nest: Nest): Meeting | undefined {
  const [outer, inner] = left.length < right.length ? [left, right] : [right, left];
  const holder = holderOf(ref, inner, outer, nest);
  if (holder === undefined || outer.length !== holder.names.length + 1 || inner.length !== outer.length + 1)
    return undefined;
  return inner[holder.names.length]?.kind === "element"
    ? { ...never, needs: [{ kind: "distinct", ...holder }], sameUnlessMet: true }
    : undefined;
}

function isAnything(step: Step): boolean {
  return step.kind === "anything";
}

/** Somewhere below an object, at any depth: only the types can tell that the places are in different objects. */
function throughAnything(a: Place, b: Place, nest: Nest): Meeting {
  if (typesDiffer(a.ref.type, b.ref.type, nest.context.checker)) return never;
  const apart = sectionsApart(a.ref, b.ref, nest);
  if (apart === undefined) return always;
  const needs = apart.flatMap((polynomial) => integerNeeds(polynomial, nest));
  return { ...never, same: true, needs };
}

function alongPath(
  a: Place,
  b: Place,
  left: readonly Step[],
  right: readonly Step[],
  nest: Nest,
  oracle: AliasOracle,
): Meeting {
  const dimensions: { source: Polynomial; sink: Polynomial; depth: number }[] = [];
  // Those of called functions, beside the ones that the body has itself.
  const [sourceLoops, sinkLoops] = [new Set<LoopVariable>(), new Set<LoopVariable>()];
  let differentWay = false;
  for (const [depth, step] of left.entries()) {
    const other = right[depth]!;
    if (step.kind === "property" && other.kind === "property") {
      if (step.name !== other.name) differentWay = true;
    } else if (step.kind === "element" && other.kind === "element") {
      const [source, sink] = [subscriptOf(step, nest), subscriptOf(other, nest)];
      if (source !== undefined && sink !== undefined) {
        dimensions.push({ source: source.value, sink: sink.value, depth });
        for (const loop of source.loops) sourceLoops.add(loop);
        for (const loop of sink.loops) sinkLoops.add(loop);
      }
    } else if (step.kind !== "anything" && other.kind !== "anything") {
      // Writing an element behind the end of an array changes its length.
      const isLength = depth === left.length - 1 && !staysInside(step.kind === "element" ? a : b, nest);
      if (!isLength) differentWay = true;
    }
  }
  if (differentWay && left.length === 1) return never;
  const last = left.length - 1;
  const inner = {
    sourceInner: [...nest.innerLoops(a.node), ...sourceLoops],
    sinkInner: [...nest.innerLoops(b.node), ...sinkLoops],
    carrier: nest.carrier,
  };
  // Two arrays are apart, whatever is said of their elements; two views of one memory may hold one element at two subscripts.
  const areViews = mayBeView(a.ref, a.step, nest.context.checker) && mayBeView(b.ref, b.step, nest.context.checker);
  const isLeftOpen =
    areViews && !isOneWay(left, right, dimensions, [nest.carrier, ...inner.sourceInner, ...inner.sinkInner]);
  const lastOnly = isLeftOpen ? [] : dimensions.filter((dimension) => dimension.depth === last);
  const plain = compare(inner, lastOnly, dimensions, differentWay, nest);
  // What conditions and the loops around say is asked only where the rest does not suffice, because it has to be tested that
  // it is whole.
  const isOpen = plain.byAll.later || plain.byAll.earlier;
  const facts = isOpen ? nest.enclosing() : [];
  const guards = isOpen ? { sourceGuards: nest.guards(a.node), sinkGuards: nest.guards(b.node) } : undefined;
  const told = guards === undefined ? [] : Object.values(guards).flatMap((each) => [...each.facts, ...each.nonZero]);
  const sharper =
    facts.length + told.length === 0
      ? plain
      : compare({ ...inner, facts, ...guards }, lastOnly, dimensions, differentWay, nest);
  const isSharper = !isEqual(plain.byLast, sharper.byLast) || !isEqual(plain.byAll, sharper.byAll);
  const { byLast, byAll } = isSharper ? sharper : plain;
  const improves = !isEqual(byAll, byLast);
  const compared = dimensions.flatMap(({ source, sink }) => [source, sink]);
  const ranges = [...inner.sourceInner, ...inner.sinkInner];
  const { usesBounds } = improves ? byAll : byLast;
  const bounds = usesBounds || isSharper ? [...ranges, nest.carrier].flatMap(({ lower, upper }) => [lower, upper]) : [];
  const needs: Need[] = [...compared, ...bounds, ...(isSharper ? [...facts, ...told] : [])].flatMap((polynomial) =>
    polynomial === undefined ? [] : integerNeeds(polynomial, nest),
  );
  const sameUnlessMet = needs.length > 0 && !byLast.same;
  if (!improves) return { ...byLast, needs, sameUnlessMet, unsureObject: false };
  // The outer steps count only when different steps lead to different objects.
  const holder = holderOf(a.ref, left, right, nest);
  if (holder === undefined) return { ...byLast, needs, sameUnlessMet, unsureObject: true };
  const { symbol, names } = holder;
  const rows = names.length === 0 && left.length === 2 ? symbol : undefined;
  // A test that could never come out well is none.
  const unsureObject = !byAll.later && !byAll.earlier;
  if (rows !== undefined && oracle.holdsOneObject(rows)) return { ...byLast, needs, sameUnlessMet, unsureObject };
  if (rows === undefined || !oracle.holdsDistinctObjects(rows)) needs.push({ kind: "distinct", symbol, names });
  return { ...byAll, needs, sameUnlessMet: needs.length > 0 && !byAll.same, unsureObject: false };
}

/** An element that is written, and lies before the end of its array: then the length stays what it is. */
function staysInside({ ref, step, node, mode }: Place, nest: Nest): boolean {
  if (mode !== "write" || step.kind !== "element" || step.index === undefined || !ts.isElementAccessExpression(node))
    return false;
  return !ref.path.some(isAnything) && nest.isInBounds(node);
}

type Compared = Pick<Directions, "later" | "same" | "earlier" | "distance" | "usesBounds">;

/** Where the accesses meet by their last step alone, and by all steps. */
function compare(
  loops: Omit<SubscriptProblem, "dimensions">,
  lastOnly: SubscriptProblem["dimensions"],
  all: SubscriptProblem["dimensions"],
  differentWay: boolean,
  nest: Nest,
): { readonly byLast: Compared; readonly byAll: Compared } {
  const byLast = dependsOnce({ ...loops, dimensions: lastOnly }, nest);
  const apart = { later: false, same: false, earlier: false, distance: undefined, usesBounds: false };
  return { byLast, byAll: differentWay ? apart : dependsOnce({ ...loops, dimensions: all }, nest) };
}

function isEqual(left: Compared, right: Compared): boolean {
  return left.later === right.later && left.same === right.same && left.earlier === right.earlier;
}

/** What the ways have in common, where nothing but elements of arrays comes behind it. */
function holderOf({ root }: Ref, left: readonly Step[], right: readonly Step[], nest: Nest): Holder | undefined {
  if (root.kind !== "variable" && root.kind !== "this") return undefined;
  const symbol = root.kind === "variable" ? root.symbol : undefined;
  const names: string[] = [];
  for (const [depth, step] of left.entries()) {
    const other = right[depth];
    if (step.kind !== "property" || other?.kind !== "property" || step.name !== other.name) break;
    names.push(step.name);
  }
  // Of the last step it does not matter what it is: it lies inside of the objects that are compared.
  const between = left.slice(names.length, -1);
  if (between.length === 0 && left.length !== 2) return undefined;
  if (between.length > 0 && !between.every((step) => step.kind === "element") && left.length !== 2) return undefined;
  if (symbol === undefined && names.length === 0) return undefined;
  return names.length > 0 && !nest.keepsPlace(symbol, names) ? undefined : { symbol, names };
}

function integerNeeds(polynomial: Polynomial, nest: Nest): Need[] {
  return [...mentionedIn(polynomial)].filter((id) => nest.integers.has(id)).map((id) => ({ kind: "integer", id }));
}
