// Which loops of a file get a hint, and what it says: those that are worth running on all cores, and those that a profile
// found to take long although they have to run in order. Nothing on the others.
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { LoopReport, Position } from "../analysis/loopReport.js";
import { rounded } from "../legality/profit.js";
import { pageOf } from "./pages.js";
import { relatedTo } from "./related.js";
import { headRange, lineOf } from "./toProto.js";

/** Parts of the run, 0 to 1, of loops that a profile has seen; by `placeKey`. */
export type HotLoops = ReadonlyMap<string, number>;

export function placeKey({ line, column }: Position): string {
  return `${line}:${column}`;
}

/** The loops that get a hint. */
export function hinted(loops: readonly LoopReport[], hot: HotLoops): readonly LoopReport[] {
  const promising = loops.filter((loop) => loop.verdict === "parallel" && loop.profit.promising);
  const refused = loops.filter(
    (loop) =>
      // Of a loop that nobody has looked into it turns out whether it is.
      loop.verdict !== "parallel" &&
      hot.has(placeKey(loop)) &&
      // Where an inner loop can have all cores, nobody is told of the outer one.
      !promising.some(({ line }) => loop.line <= line && line <= loop.endLine),
  );
  return [...promising, ...refused].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** @param evidence the same loops with their dependences and reasons, as far as they are known yet */
export function toHints(
  loops: readonly LoopReport[],
  { hot, evidence, document }: { hot: HotLoops; evidence: readonly LoopReport[]; document: TextDocument },
): Diagnostic[] {
  const known = new Map(evidence.map((loop) => [placeKey(loop), loop]));
  return hinted(loops, hot).flatMap((loop) => {
    const full = known.get(placeKey(loop));
    if (full?.verdict === "parallel" && !full.profit.promising) return [];
    const said = whatIsSaid(full ?? loop, hot.get(placeKey(loop)));
    if (said === undefined) return [];
    const related = full === undefined ? [] : relatedTo(full, document.uri);
    const page = pageOf(said.code);
    return [
      {
        range: headRange(loop, lineOf(document, loop.line - 1)),
        severity: DiagnosticSeverity.Hint,
        source: "loopsmith",
        ...said,
        ...(page === undefined ? {} : { codeDescription: { href: page } }),
        ...(related.length === 0 ? {} : { relatedInformation: related }),
      },
    ];
  });
}

function whatIsSaid(loop: LoopReport, share: number | undefined): { code: string; message: string } | undefined {
  if (loop.verdict === "parallel")
    return {
      code: `parallel-${loop.pattern}`,
      message: `This loop can run on all cores: about ${rounded(loop.profit.workPerIteration)} operations per iteration.`,
    };
  const [reason] = loop.reasons;
  // Its reasons are not known yet.
  if (reason === undefined) return undefined;
  const part = `${Math.round(100 * (share ?? 0))} % of the run`;
  return {
    code: reason.id,
    message: `This loop took ${part} and has to run in order. ${reason.message} ${reason.help}`,
  };
}
