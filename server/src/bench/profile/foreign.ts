// Ticks on lines that are not the function's own, nor those of any function whose source is known: code of a package was inlined.
import path from "node:path";
import type { ProfileNode, ThreadTimes } from "./cpuProfile.js";
import { type Active, isBefore, none, type Place } from "./nodePlaces.js";
import type { Call, FunctionSpan, LoopSpan, SourceText } from "./sourceText.js";

/**
 * @returns a function that says in which loops of its own a function calls code of packages. Of several such calls those count that
 * V8 was seen to make, as what is inlined ran for a while before it was; without any, only the loops around all of them are sure.
 */
export function makeForeign(
  { nodes }: ThreadTimes,
  texts: ReadonlyMap<string, SourceText>,
  placeOf: (node: ProfileNode) => Place | undefined,
): (place: Place) => Active {
  const seen = new Map<FunctionSpan, Set<string>>();
  for (const node of nodes) {
    const caller = node.parent && placeOf(node.parent);
    if (caller === undefined) continue;
    const names = seen.get(caller.span) ?? new Set();
    seen.set(caller.span, names.add(node.name.slice(node.name.lastIndexOf(".") + 1)));
  }
  const known = new Map<FunctionSpan, Active>();
  return ({ text, span }) => {
    let found = known.get(span);
    if (found === undefined) known.set(span, (found = foreignLoops(text, span, texts, seen.get(span) ?? new Set())));
    return found;
  };
}

function foreignLoops(
  { loops }: SourceText,
  span: FunctionSpan,
  texts: ReadonlyMap<string, SourceText>,
  seen: ReadonlySet<string>,
): Active {
  const own = loops.filter(({ container }) => container === span);
  const possible = span.calls.filter((call) => isForeign(call, texts));
  if (own.length === 0 || possible.length === 0) return none;
  const called = possible.filter(({ name }) => name !== "" && seen.has(name));
  const chains = (called.length > 0 ? called : possible).map(({ at }) =>
    own.filter((loop) => loop.start <= at && at <= loop.end && !isBefore(loop, at, false)),
  );
  const active = new Map<LoopSpan, number>();
  for (const loop of own) {
    const holding = chains.filter((chain) => chain.includes(loop)).length;
    if (holding === chains.length) active.set(loop, 1);
    else if (holding > 0 && called.length > 0) active.set(loop, holding / chains.length);
  }
  return active;
}

/** Its source is not known, and it may have lines. */
function isForeign({ target }: Call, texts: ReadonlyMap<string, SourceText>): boolean {
  if (target === "built-in") return false;
  return typeof target !== "object" || !texts.has(path.normalize(target.file));
}
