// The assumptions that stand on what a person says, or on what was seen when the loop ran.
import { ts } from "ts-morph";
import type { Effect } from "../accesses/access.js";
import { isOnlyObserved } from "../accesses/vouches.js";
import type { Body } from "./body.js";
import { lineOf, placeOf, words } from "./reasons/reason.js";
import type { Assumption } from "./verdict.js";

/** Each function that somebody vouches for is listed, at its first call: the proof stands on it. */
export function vouches({ effects, context }: Body): Assumption[] {
  const first = new Map<string, Effect>();
  for (const effect of effects)
    if (effect.kind === "trusted" && !first.has(effect.name)) first.set(effect.name, effect);
  return [...first.values()].map(({ name, node, origin }) => {
    const call = origin ?? node;
    const isObserved = ts.isCallExpression(call) && isOnlyObserved(call.expression, context);
    return {
      id: "pure",
      kind: isObserved ? "observed" : "trusted",
      place: placeOf(node),
      message: `\`${name}\` changes nothing, answers the same for the same arguments, and returns only what it made itself: it ${isObserved ? "did so in the run that was traced" : "is marked `@pure` or listed in package.json"}.`,
    };
  });
}

/** Objects that the proof cannot tell apart, and of which the iterations had each its own when the loop was traced. */
export function seenApart(body: Body): Assumption[] {
  const names = new Map<string, Assumption>();
  for (const [first, second] of body.seenApart) {
    const written = first.mode === "write" ? first : second;
    const other = written === first ? second : first;
    const id = `${words(written.node)} ${words(other.node)}`;
    if (!names.has(id))
      names.set(id, {
        id: "apart",
        kind: "observed",
        place: placeOf(written.node),
        message: `What one iteration writes as \`${words(written.node)}\` no other one touches as \`${words(other.node)}\` (line ${lineOf(other.node)}): so it was in the run that was traced.`,
      });
  }
  return [...names.values()];
}
