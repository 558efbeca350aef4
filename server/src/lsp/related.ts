// The places of the dependences of a loop, as the editor lists them below a diagnostic.
import type { DiagnosticRelatedInformation } from "vscode-languageserver";
import type { LoopReport, Position, ReportedDependence } from "../analysis/loopReport.js";

/** Of a loop with dozens of dependences, the first tell what is to be told. */
const mostShown = 6;

/** Both accesses of what one iteration hands to another, then what else stands in the way. */
export function relatedTo(loop: LoopReport, uri: string): DiagnosticRelatedInformation[] {
  const at = ({ line, column }: Position) => {
    const place = { line: line - 1, character: column - 1 };
    return { uri, range: { start: place, end: place } };
  };
  const inOrder = loop.verdict === "parallel" ? ", which the caller does in order" : "";
  const pairs = carried(loop.dependences).flatMap(({ kind, variable, source, sink }) => {
    const name = `\`${variable}\``;
    if (isSame(source, sink))
      return [{ location: at(source), message: `${name} is carried from one iteration to the next here${inOrder}.` }];
    const [first, second] = verbs[kind];
    return [
      { location: at(source), message: `${name} is ${first} here …` },
      { location: at(sink), message: `… and ${second} here by a later iteration${inOrder}.` },
    ];
  });
  // The first reason is what the diagnostic itself says.
  const others = loop.reasons.slice(1).map((reason) => ({ location: at(reason), message: reason.message }));
  return [...pairs, ...others].slice(0, mostShown);
}

const verbs: Readonly<Record<ReportedDependence["kind"], readonly [string, string]>> = {
  flow: ["set", "read"],
  anti: ["read", "set"],
  output: ["set", "set again"],
  input: ["read", "read"],
};

/** One for each pair of lines: what is set and read at one place depends on itself in three ways, and a line may read it twice. */
function carried(dependences: LoopReport["dependences"]): readonly ReportedDependence[] {
  const pairs = new Map<string, ReportedDependence>();
  for (const dependence of dependences) {
    const { kind, variable, source, sink, carriedBy } = dependence;
    if (carriedBy === null || kind === "input") continue;
    const lines = [source, sink].map(({ line }) => line).sort((a, b) => a - b);
    const key = [variable, ...lines].join(" ");
    if (!pairs.has(key)) pairs.set(key, dependence);
  }
  return [...pairs.values()];
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.column === other.column;
}
