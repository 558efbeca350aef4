// The order of two accesses within one iteration of the loop under test, where loops inside of it hold both.
import { ts } from "ts-morph";
import type { Access, Ref, Step, Target } from "../accesses/access.js";
import { dependsOnce } from "./dependsOnce.js";
import type { Nest } from "./nest.js";
import { type LoopVariable, mentionedIn } from "./polynomial.js";
import { isOneWay, mayBeView } from "./views.js";

/**
 * May `second` touch, in a later round of a loop that holds both, what `first` touched in an earlier one, both in the same
 * iteration of the loop under test? `true` unless the last subscripts disprove it, whatever objects they are subscripts of: in
 * `for (j…) { let v = c[i][j]; …; c[i][j] = v; }` no round reads what another has stored. O(loops around both · cost of the
 * subscript tests).
 * @param wholes gets the numbers that the answer `false` rests on, that are not known to be whole; without it, it rests on none
 */
export function meetsInLaterRound(first: Access, second: Access, nest: Nest, wholes?: Set<string>): boolean {
  const around = loopsAround(first.node, second.node, nest.loop.body);
  if (around === undefined || first.target.kind === "variable" || second.target.kind === "variable") return true;
  const [one, other] = [first.target, second.target];
  if (one.step.kind !== "element" || other.step.kind !== "element") return true;
  const source = one.step.index && nest.polynomial(one.step.index);
  const sink = other.step.index && nest.polynomial(other.step.index);
  if (source === undefined || sink === undefined) return true;
  const unsure = [source, sink].flatMap((each) => [...mentionedIn(each)]).filter((id) => nest.integers.has(id));
  if (unsure.length > 0 && wholes === undefined) return true;
  const [firstLoops, secondLoops] = [nest.innerLoops(first.node), nest.innerLoops(second.node)];
  // All loops around both are counted, and known as such.
  const common = firstLoops.slice(0, around);
  if (common.length !== around || common.some((loop, depth) => secondLoops[depth] !== loop)) return true;
  if (areViews(one, other, nest) && !leadToOneObject(one, other, [...firstLoops, ...secondLoops], nest)) return true;
  const meets = common.some((carrier, depth) => {
    const [sourceInner, sinkInner] = [firstLoops.slice(depth + 1), secondLoops.slice(depth + 1)];
    const { later, usesBounds } = dependsOnce(
      { dimensions: [{ source, sink }], carrier, sourceInner, sinkInner },
      nest,
    );
    return later || usesBounds;
  });
  if (!meets) for (const id of unsure) wholes?.add(id);
  return meets;
}

type Place = Extract<Target, { kind: "place" }>;

function areViews(one: Place, other: Place, { context: { checker } }: Nest): boolean {
  return mayBeView(one.base, one.step, checker) && mayBeView(other.base, other.step, checker);
}

/** In all rounds of the loops. */
function leadToOneObject(one: Place, other: Place, loops: readonly LoopVariable[], nest: Nest): boolean {
  const [left, right] = [one, other].map(({ base, step }) => [...base.path, step]) as [Step[], Step[]];
  const dimensions = left.flatMap((step, depth) => {
    const [source, sink] = [step, right[depth]].map((each) =>
      each?.kind === "element" && each.index !== undefined ? nest.polynomial(each.index) : undefined,
    );
    return source === undefined || sink === undefined ? [] : [{ source, sink, depth }];
  });
  return left.length === right.length && isSameRoot(one.base, other.base) && isOneWay(left, right, dimensions, loops);

  function isSameRoot({ root: a }: Ref, { root: b }: Ref): boolean {
    if (a.kind === "variable") return b.kind === "variable" && a.symbol === b.symbol && nest.keepsVariable(a.symbol);
    return a.kind === "this" && b.kind === "this";
  }
}

/** How many loops within `body` repeat both nodes; undefined where a function does, of which nobody knows how often it is called. */
function loopsAround(first: ts.Node, second: ts.Node, body: ts.Node): number | undefined {
  let count = 0;
  for (let at = first; at !== body; at = at.parent) {
    if (at.parent === undefined) return undefined;
    if (second.pos < at.pos || at.end < second.end) continue;
    if (ts.isFunctionLike(at)) return undefined;
    if (ts.isIterationStatement(at, false)) count++;
  }
  return count;
}
