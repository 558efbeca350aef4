// What stands behind some verdicts of a file, for marks that show it: dependences and reasons, without the transforms.
import type { CancellationToken } from "../workspace/cancellation.js";
import { checkerOf } from "../workspace/checker.js";
import type { Workspace } from "../workspace/workspace.js";
import { analysed } from "./analysed.js";
import { withReasons } from "./facade.js";
import type { LoopReport, Position } from "./loopReport.js";
import { positionIn } from "./position.js";
import { toReport } from "./toReport.js";

/** @param isMeant by where a loop begins */
export function* loopEvidence(
  workspace: Workspace,
  file: string,
  isMeant: (start: Position) => boolean,
  token: CancellationToken,
): Generator<void, readonly LoopReport[], void> {
  const found = yield* analysed(workspace, file, token, "verdicts");
  if (found === undefined) return [];
  const { program, sourceFile, analyses } = found;
  const reports: LoopReport[] = [];
  for (const analysis of analyses) {
    if (!isMeant(positionIn(sourceFile, analysis.loop.node.getStart()))) continue;
    const full = yield* withReasons(found, analysis, token);
    const context = { workspace, program, checker: checkerOf(program), sourceFile, analysis: full };
    // Transforms are edits that have to be made; a loop that has to run in order has none.
    reports.push(toReport(full, context, full.verdict.kind === "serial" ? "reasons" : "marks"));
    yield;
  }
  return reports;
}
