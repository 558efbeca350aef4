// What the dependences of a trace mean for the loop: which stand in the way, and which the rewritten loop takes care of.
import type { TracedAccess, TracedDependence, TraceResult } from "@loopsmith/runner/bench";
import type { ts } from "ts-morph";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";
import type { Split } from "../../legality/verdict.js";
import type { TraceSite, TraceSites } from "./traceSites.js";

export interface Judged {
  readonly conflicts: readonly TracedDependence[];
  readonly inOrder: readonly TracedDependence[];
  /** Within one iteration, an object was reached by two names, and written by one of them. */
  readonly joined: readonly TracedDependence[];
}

/**
 * @param hypothetical what the analysis would say if all that it could not decide were harmless
 */
export function judge(
  { dependences }: Pick<TraceResult, "dependences">,
  hypothetical: LoopAnalysis,
  sites: TraceSites,
): Judged {
  const conflicts: TracedDependence[] = [];
  const inOrder: TracedDependence[] = [];
  const { verdict } = hypothetical;
  const split = verdict.kind === "parallel" ? verdict.split : undefined;
  const file = hypothetical.loop.node.getSourceFile();
  const isCommitted = ({ anchor }: TracedAccess) => {
    const site = sites.of(anchor);
    return split !== undefined && site !== undefined && site.file === file.fileName && isInCommit(site, split, file);
  };
  const own = ownNames(split, hypothetical);
  for (const dependence of dependences) {
    const { kind, source, sink } = dependence;
    if (kind === "within") continue;
    if (isCommitted(source) && isCommitted(sink)) inOrder.push(dependence);
    // What a call on trial leaves behind and overwrites before it reads it is its own scratch space, one in each thread.
    else if (kind === "output" && source.call !== 0 && sink.call !== 0) inOrder.push(dependence);
    else if (isOwn(dependence, own, sites)) inOrder.push(dependence);
    // To write an element behind the end of an array makes it longer; the caller does so in order.
    else if (split !== undefined && kind === "output" && dependence.key === "length") inOrder.push(dependence);
    // Without a split nobody knows who overwrites what; what is only overwritten, each iteration can have for itself.
    else if (split === undefined && kind === "output") inOrder.push(dependence);
    else conflicts.push(dependence);
  }
  const joined = dependences.filter(
    (each) =>
      each.kind === "within" &&
      each.place === "object" &&
      each.source.call === 0 &&
      each.sink.call === 0 &&
      !(isCommitted(each.source) && isCommitted(each.sink)) &&
      baseOf(each.source.site, sites, hypothetical) !== baseOf(each.sink.site, sites, hypothetical),
  );
  return { conflicts, inOrder, joined };
}

function isInCommit({ start, end }: TraceSite, { commit, channels }: Split, file: ts.SourceFile): boolean {
  const holds = (node: ts.Node) => node.getStart(file) <= start && end <= node.end;
  if (channels.some((channel) => channel.kind === "expression" && holds(channel.expression))) return false;
  return [...commit].some(holds);
}

/** Variables that each iteration has for itself, or that the analysis knows how to carry. */
function ownNames(split: Split | undefined, { scalars }: LoopAnalysis): ReadonlySet<string> {
  const known = scalars.filter((scalar) => scalar.class === "reduction" || scalar.class === "induction");
  return new Set([
    ...known.map(({ name }) => name),
    ...(split?.privates ?? []).map(({ name }) => name),
    ...(split?.scratch ?? []).map(({ name }) => name),
    ...(split?.advanced ?? []).map(({ symbol }) => symbol.name),
  ]);
}

function isOwn({ source, sink }: TracedDependence, own: ReadonlySet<string>, sites: TraceSites): boolean {
  return [source, sink].every(({ site, anchor }) => {
    const text = sites.of(site)?.text ?? "";
    const name = /^(?:\+\+|--)?([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(text)?.[1];
    return site === anchor && name !== undefined && own.has(name);
  });
}

/** The words for the object whose place is touched. */
function baseOf(number: number, sites: TraceSites, { loop }: LoopAnalysis): string {
  const site = sites.of(number);
  if (site === undefined || site.file !== loop.node.getSourceFile().fileName) return `${number}`;
  return site.base ?? `${number}`;
}
