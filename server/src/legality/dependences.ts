// The dependences between the accesses of a body, for the reader: what meets what, in which direction, at which distance.

import type { Access } from "../accesses/access.js";
import { isNever } from "../dependence/meets.js";
import type { Body } from "./body.js";
import { placeOf, words } from "./reasons/reason.js";
import type { Dependence } from "./verdict.js";

const maxListed = 50;

/** Pairs of accesses to places outside of one iteration, at least one of them a write. O(writes × accesses), cut off. */
export function listDependences(body: Body): readonly Dependence[] {
  // By kind and places; of several between the same places the last one is told.
  const found = new Map<string, () => Dependence>();
  const carrier = body.loop.space.form === "counted" ? body.loop.space.name : "the element";
  const shared = body.accesses.filter((access) => isShared(access, body));
  const starts = new Map(shared.map(({ node }) => [node, node.getStart()]));
  for (const write of shared) {
    if (write.mode !== "write") continue;
    for (const other of shared) {
      if (found.size >= maxListed) return [...found.values()].map((tell) => tell());
      const meeting = body.meet(write, other);
      if (isNever(meeting)) continue;
      const isBefore = starts.get(other.node)! < starts.get(write.node)!;
      if (other.mode === "read") {
        if (meeting.later) add("flow", write, other, meeting.distance, carrier);
        if (meeting.same && !isBefore && other.node !== write.node) add("flow", write, other, 0, undefined);
        if (meeting.earlier)
          add("anti", other, write, meeting.distance === undefined ? undefined : Math.abs(meeting.distance), carrier);
      } else if (meeting.later) add("output", write, other, meeting.distance, carrier);
    }
  }
  return [...found.values()].map((tell) => tell());

  function add(
    kind: Dependence["kind"],
    source: Access,
    sink: Access,
    distance: number | undefined,
    carriedBy: string | undefined,
  ): void {
    found.set(`${kind} ${starts.get(source.node)} ${starts.get(sink.node)} ${carriedBy ?? ""}`, () => ({
      kind,
      variable: source.target.kind === "variable" ? source.target.symbol.name : words(source.node),
      source: placeOf(source.node),
      sink: placeOf(sink.node),
      distance,
      carriedBy,
    }));
  }
}

function isShared({ target }: Access, body: Body): boolean {
  if (target.kind === "variable") return !body.isIterationLocal(target.symbol);
  return target.base.root.kind !== "fresh";
}
