// V8 counts the ticks of an inlined function to the function that it was inlined into, with the lines of the inlined one.
import path from "node:path";
import type { ProfiledScript } from "@loopsmith/runner/bench";
import type { ProfileNode, ThreadTimes } from "./cpuProfile.js";
import { type Active, callersLoops, loopsOnLine, none, type Place } from "./nodePlaces.js";
import type { Places } from "./places.js";
import type { FunctionSpan, LoopSpan, SourceText } from "./sourceText.js";

export interface InlinedTick {
  /** Every loop between the function that V8 names and the code that ran. */
  readonly loops: Active;
  /** Of these, the ones of the inlined function itself. */
  readonly own: readonly LoopSpan[];
}

interface Callee {
  readonly place: Place;
  readonly loops: Active;
  /** Time of the callee that V8 did count to it. */
  readonly ownMs: number;
}

/** How many calls deep inlining is looked for. */
const DEPTH = 4;

/** So many functions of one name are tried. */
const MOST_OF_A_NAME = 5;

/** When so many ways of calls are known, no deeper ones are looked for. */
const MOST = 200;

/**
 * @returns a function that says whether the ticks on a line, counted to a function, are more likely those of a function that it
 * calls: one that has code on that line, and in a deeper loop than the function itself has there; where code is deeper in loops,
 * there is more time to be spent. `depth` is the number of the function's own loops on that line, -1 when it has no code there.
 */
export function makeInlined(
  { nodes, scripts }: ThreadTimes,
  places: Places,
  texts: ReadonlyMap<string, SourceText>,
  placeOf: (node: ProfileNode) => Place | undefined,
): (place: Place, line: number, ms: number, depth: number) => InlinedTick | undefined {
  const counted = new Map<FunctionSpan, Map<FunctionSpan, number>>();
  for (const node of nodes) {
    const [caller, callee] = [node.parent && placeOf(node.parent), placeOf(node)];
    if (caller === undefined || callee === undefined) continue;
    const known = counted.get(caller.span) ?? counted.set(caller.span, new Map()).get(caller.span)!;
    known.set(callee.span, (known.get(callee.span) ?? 0) + node.selfMs);
  }
  const scriptOf = new Map<string, ProfiledScript>();
  for (const script of scripts.values()) for (const file of places.files(script)) scriptOf.set(file, script);
  const byName = new Map<string, Place[]>();
  for (const text of texts.values()) {
    const script = scriptOf.get(text.file);
    if (script === undefined) continue;
    for (const span of text.functions)
      byName.set(span.name, [...(byName.get(span.name) ?? []), { text, span, script }]);
  }
  const calledBy = ({ span }: Place): readonly Place[] =>
    span.calls.flatMap(({ name, target }) => {
      const named = name === "" ? [] : (byName.get(name) ?? []);
      // Where types do not tell what is called, as in most JavaScript, the name does.
      if (target === "elsewhere" || target === "built-in") return [];
      if (target === undefined) return named.slice(0, MOST_OF_A_NAME);
      return named.filter((each) => each.text.file === path.normalize(target.file) && each.span.start === target.start);
    });
  const reached = new Map<FunctionSpan, readonly Callee[]>();
  const calleesOf = (place: Place): readonly Callee[] => {
    let found = reached.get(place.span);
    if (found === undefined) reached.set(place.span, (found = reach(place)));
    return found;
  };
  const reach = (from: Place): readonly Callee[] => {
    const found: Callee[] = [];
    let front: readonly (Callee & { readonly path: readonly FunctionSpan[] })[] = [
      { place: from, loops: none, ownMs: 0, path: [from.span] },
    ];
    for (let depth = 0; depth < DEPTH && found.length < MOST; depth++) {
      front = front.flatMap((caller) =>
        [...new Map(calledBy(caller.place).map((place) => [place.span, place])).values()].flatMap((place) => {
          if (caller.path.includes(place.span)) return [];
          const loops = new Map([...caller.loops, ...callersLoops(caller.place, place.span.name, place)]);
          const ownMs = counted.get(caller.place.span)?.get(place.span) ?? 0;
          return [{ place, loops, ownMs, path: [...caller.path, place.span] }];
        }),
      );
      found.push(...front);
    }
    return found;
  };
  return (place, line, ms, depth) => {
    let best: InlinedTick | undefined;
    let deepest = depth;
    for (const callee of calleesOf(place)) {
      // What V8 counts by itself for the most part was not inlined.
      if (ms < callee.ownMs) continue;
      const own = loopsOnLine(callee.place, line, 0, places);
      if (own === undefined) continue;
      const calleeDepth = [...callee.loops.values()].reduce((sum, weight) => sum + weight, own.length);
      if (calleeDepth <= deepest) continue;
      deepest = calleeDepth;
      best = { loops: new Map([...callee.loops, ...own.map((loop) => [loop, 1] as const)]), own };
    }
    return best;
  };
}
