// Which lenses stand above which loop. Pure: the provider in loopLenses.ts only shows them.
import { type CommandId, commandIds } from "../commands/ids.js";
import type { LoopReport } from "../protocol.js";

export interface LensTitle {
  /** Counted from 1. */
  readonly line: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: CommandId;
}

/**
 * Lenses for promising loops, and for loops that have a result.
 * @param measuredLines lines, from 1, of the loops whose benchmark result is shown
 */
export function lensTitles(loops: readonly LoopReport[], measuredLines: ReadonlySet<number>): readonly LensTitle[] {
  return loops.flatMap((loop) => {
    const { line } = loop;
    const report = measuredLines.has(line)
      ? [{ line, title: "Report", tooltip: "The whole result of the benchmark", command: commandIds.showReport }]
      : [];
    if (!isPromising(loop)) return report;
    const run = {
      line,
      title: "Run on all cores",
      tooltip: "Rewrites this loop into parallelMap; one undo takes it back",
      command: commandIds.runOnAllCores,
    };
    const bench = {
      line,
      title: "Benchmark",
      tooltip: "Measures this loop on its real inputs, in series and in parallel; your files stay as they are",
      command: commandIds.benchmarkLoop,
    };
    const why = { line, title: "Why?", tooltip: loop.profit.why, command: commandIds.explainLoop };
    const canRewrite = loop.transforms.some(({ disabledReason }) => disabledReason === null);
    return [...(canRewrite ? [run] : []), bench, why, ...report];
  });
}

function isPromising({ verdict, profit }: LoopReport): boolean {
  return verdict === "parallel" && profit.promising;
}
