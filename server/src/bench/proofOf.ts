// What the analysis found of a loop, as the report of its benchmark tells it.
import type { Report } from "@loopsmith/runner/bench";
import type { LoopAnalysis } from "../legality/loopAnalysis.js";

/** @param lineOf line of an offset in the loop's file, from 1 */
export function proofOf(
  { verdict, dependences }: LoopAnalysis,
  lineOf: (offset: number) => number,
): NonNullable<Report["proof"]> {
  const isParallel = verdict.kind === "parallel";
  return {
    verdict: verdict.kind,
    pattern: isParallel ? verdict.pattern : null,
    assumptions: isParallel
      ? verdict.assumptions.map(({ kind, place, message }) => ({ kind, line: lineOf(place.start), message }))
      : [],
    dependences: dependences.map(({ kind, variable, source, sink, distance }) => ({
      kind,
      variable,
      source: lineOf(source.start),
      sink: lineOf(sink.start),
      distance: distance ?? null,
    })),
  };
}
