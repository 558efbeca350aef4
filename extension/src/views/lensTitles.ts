// Which lenses stand above which loop. Pure: the provider in loopLenses.ts only shows them.
import { type CommandId, commandIds } from "../commands/ids.js";
import type { LoopReport } from "../protocol.js";
import { t } from "../text.js";
import { heatText, heatTitle, type ProfiledHeat, warmth } from "./heatLines.js";

export interface LensTitle {
  /** Counted from 1. */
  readonly line: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: CommandId;
}

/**
 * Lenses for promising loops, for those that a profile found hot, and for loops that have a result.
 * @param measuredLines lines, from 1, of the loops whose benchmark result is shown
 * @param heatOf what the last profile says of the loop that begins there
 */
export function lensTitles(
  loops: readonly LoopReport[],
  measuredLines: ReadonlySet<number>,
  heatOf: (line: number, column: number) => ProfiledHeat | undefined = () => undefined,
): readonly LensTitle[] {
  return loops.flatMap((loop) => {
    const { line } = loop;
    const seen = heatOf(line, loop.column);
    const hot = seen !== undefined && warmth(seen) !== "cold" ? seen : undefined;
    const heat =
      hot === undefined
        ? []
        : [{ line, title: heatTitle(hot), tooltip: heatText(hot), command: commandIds.explainLoop }];
    const report = measuredLines.has(line)
      ? [{ line, title: t("Report"), tooltip: t("The whole result of the benchmark"), command: commandIds.showReport }]
      : [];
    const worthAsking = isPromising(loop) || (hot !== undefined && loop.verdict !== "serial");
    if (!worthAsking) {
      // Who sees where the time goes wants to know what stands in the way.
      const what = { line, title: t("Why?"), tooltip: t("What stands in the way"), command: commandIds.explainLoop };
      return [...heat, ...(hot === undefined ? [] : [what]), ...report];
    }
    const run = {
      line,
      title: t("Run on all cores"),
      tooltip: t("Rewrites this loop into parallelMap; one undo takes it back"),
      command: commandIds.runOnAllCores,
    };
    const bench = {
      line,
      title: t("Benchmark"),
      tooltip: t("Measures this loop on its real inputs, in series and in parallel; your files stay as they are"),
      command: commandIds.benchmarkLoop,
    };
    const why = { line, title: t("Why?"), tooltip: loop.profit.why, command: commandIds.explainLoop };
    const canRewrite = loop.transforms.some(({ disabledReason }) => disabledReason === null);
    return [...heat, ...(canRewrite ? [run] : []), bench, why, ...report];
  });
}

function isPromising({ verdict, profit }: LoopReport): boolean {
  return verdict === "parallel" && profit.promising;
}
