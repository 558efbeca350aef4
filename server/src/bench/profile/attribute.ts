// Which loops does the time of a call tree belong to? Lines tell for a loop's own code, the calls in its body for the rest.
import type { ProfileNode, ThreadTimes } from "./cpuProfile.js";
import { makeForeign } from "./foreign.js";
import { makeInlined } from "./inlined.js";
import { type Active, callersLoops, findPlace, isBefore, loopsOnLine, none, type Place } from "./nodePlaces.js";
import type { Places } from "./places.js";
import type { FunctionSpan, LoopSpan, SourceText } from "./sourceText.js";

export interface LoopTimes {
  /** Time with the loop's own text on top of the stack, loops and callbacks inside of it included. Milliseconds. */
  readonly selfMs: number;
  /** The same and the functions called from it. */
  readonly totalMs: number;
  /** Part of `totalMs` that had to be divided between loops that call the same function. */
  readonly estimatedMs: number;
  /** How much of the time was spent inside each loop around it, in the text or on the stack. */
  readonly withinMs: ReadonlyMap<LoopSpan, number>;
}

/**
 * Attributes the time of one thread. A loop counts once per stack, however often it is on it.
 * @param texts the sources that are known, by absolute path
 */
export function attribute(
  thread: ThreadTimes,
  places: Places,
  texts: ReadonlyMap<string, SourceText>,
): ReadonlyMap<LoopSpan, LoopTimes> {
  const placeOf = memo((node: ProfileNode) => findPlace(node, thread, places, (file) => texts.get(file)));
  const inlined = makeInlined(thread, places, texts, placeOf);
  const foreign = makeForeign(thread, texts, placeOf);
  const activeAt = new Map<ProfileNode, Active>();
  const sums = new Map<LoopSpan, { self: number; total: number; estimated: number; within: Map<LoopSpan, number> }>();
  const add = (active: Active, own: ReadonlySet<LoopSpan>, ms: number) => {
    for (const [loop, weight] of active) {
      let sum = sums.get(loop);
      if (sum === undefined) sums.set(loop, (sum = { self: 0, total: 0, estimated: 0, within: new Map() }));
      sum.total += ms * weight;
      if (weight < 1) sum.estimated += ms * weight;
      if (own.has(loop)) sum.self += ms;
      for (const [outer, outerWeight] of active) {
        if (outer === loop) break;
        sum.within.set(outer, (sum.within.get(outer) ?? 0) + ms * Math.min(weight, outerWeight));
      }
    }
  };
  for (const node of thread.nodes) {
    const { parent } = node;
    const place = placeOf(node);
    let active = (parent && activeAt.get(parent)) ?? none;
    if (parent !== undefined) active = union(active, callersLoops(placeOf(parent), node.name, place));
    const lexical = place === undefined ? [] : loopsAround(place, node, placeOf);
    active = union(active, new Map(lexical.map((loop) => [loop, 1])));
    activeAt.set(node, active);
    if (node.selfMs === 0) continue;
    let left = node.selfMs;
    for (const { line, ms } of node.lines) {
      left -= ms;
      const own = place && loopsOnLine(place, line, line === node.line ? node.column : 0, places);
      const better = place && inlined(place, line, ms, own?.length ?? -1);
      if (better === undefined && own === undefined && place !== undefined && line >= 0) {
        add(union(active, foreign(place)), new Set(lexical), ms);
      } else if (better === undefined) {
        add(union(active, new Map(own?.map((loop) => [loop, 1]))), new Set([...lexical, ...(own ?? [])]), ms);
      } else add(union(active, better.loops), new Set(better.own), ms);
    }
    if (left > 1e-9) add(active, new Set(lexical), left);
  }
  return new Map(
    [...sums].map(([loop, { self, total, estimated, within }]) => [
      loop,
      { selfMs: self, totalMs: total, estimatedMs: estimated, withinMs: within },
    ]),
  );
}

function union(left: Active, right: Active): Active {
  if (right.size === 0) return left;
  const both = new Map(left);
  for (const [loop, weight] of right) both.set(loop, Math.max(weight, both.get(loop) ?? 0));
  return both;
}

/** Loops around the text of a callback count only while the function that holds the loop is on the stack: it may be called later. */
function loopsAround(
  { text, span }: Place,
  node: ProfileNode,
  placeOf: (node: ProfileNode) => Place | undefined,
): readonly LoopSpan[] {
  const around = text.loops.filter(
    (loop) =>
      loop.start <= span.start && span.end <= loop.end && loop.container !== span && !isBefore(loop, span.start, false),
  );
  if (around.length === 0) return around;
  const callers = new Set<FunctionSpan>();
  for (let at = node.parent; at !== undefined; at = at.parent) {
    const caller = placeOf(at);
    if (caller !== undefined) callers.add(caller.span);
  }
  return around.filter((loop) => callers.has(loop.container));
}

function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key)!;
  };
}
