// How much a region remembers of what an expression may stand for: beyond it, everything is possible.
import type { ts } from "ts-morph";
import type { Ref } from "./access.js";
import { distinctRefs, shortened } from "./keys.js";
import { unknownRef } from "./refs.js";

/** More possible objects than this for one expression count as unknown. */
export const maxRefs = 24;
export const maxPath = 6;
/** Where a question has been asked this often because of itself, ways are told as far as this. */
export const wideningTurn = 3;
export const maxWidenedPath = 3;
/** What the questions of one region may cost, in objects looked at, beyond a share for each of its assignments. */
const leastEffort = 50_000;
const effortPerSource = 50;

/** Of a function with more calls than this (a bundle is one), nothing is known: what each of them puts where takes too long. */
const mostCalls = 4000;

export function effortFor(assignments: number, calls: number): number {
  return calls > mostCalls ? 0 : leastEffort + effortPerSource * assignments;
}

/** Walks such as `p = p.next` lead further each time. */
export function widen(refs: readonly Ref[], turn: number): readonly Ref[] {
  return turn < wideningTurn ? refs : distinctRefs(refs.map((ref) => shortened(ref, maxWidenedPath)));
}

/** What one of many objects may be, too, is unknown. */
export function limit(refs: readonly Ref[], node: ts.Node): readonly Ref[] {
  const all = distinctRefs(refs);
  return all.length > maxRefs ? [unknownRef(node)] : all;
}
