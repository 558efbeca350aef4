// From the times of all threads to a ranking: what would running each loop on all cores save?
import type { LoopTimes } from "./attribute.js";
import type { ThreadTimes } from "./cpuProfile.js";
import type { HotLoop } from "./profileReport.js";
import type { LoopSpan } from "./sourceText.js";

export interface ThreadLoops {
  readonly thread: ThreadTimes;
  readonly loops: ReadonlyMap<LoopSpan, LoopTimes>;
}

/** A loop is part of another when no more than this share of its time is spent elsewhere. */
const ELSEWHERE = 0.05;

/**
 * @param wallMs the time from which savings are taken
 * @param cores what the machine has
 * @param lineOf the text of a loop's first line
 */
export function hotLoops(
  threads: readonly ThreadLoops[],
  wallMs: number,
  cores: number,
  lineOf: (loop: LoopSpan) => string,
): readonly HotLoop[] {
  const busyMs = threads.reduce((sum, { thread }) => sum + thread.busyMs, 0);
  const sums = new Map<LoopSpan, ReturnType<typeof addUp>>();
  for (const loop of new Set(threads.flatMap(({ loops }) => [...loops.keys()]))) sums.set(loop, addUp(loop, threads));
  const hot = [...sums].map(([loop, sum]) => {
    const { verdict, profit } = loop.report;
    // Where the caller does all of it, nothing is shared.
    const isShared = verdict === "parallel" && profit.workPerIteration > 0;
    const savesMs = isShared ? saving(sum.totalMs, sum.concurrent, cores) : 0;
    return {
      loop: loop.report,
      text: lineOf(loop),
      selfMs: sum.selfMs,
      totalMs: sum.totalMs,
      estimatedMs: sum.estimatedMs,
      share: busyMs === 0 ? 0 : sum.totalMs / busyMs,
      threads: sum.concurrent,
      savesMs,
      runSpeedup: wallMs <= savesMs ? 1 : wallMs / (wallMs - savesMs),
      partOf: around(sum, sums),
    };
  });
  const isLikely = ({ loop }: HotLoop) => Number(loop.verdict === "parallel" && loop.profit.promising);
  return hot.sort(
    (a, b) =>
      isLikely(b) - isLikely(a) ||
      b.savesMs - a.savesMs ||
      Number(a.partOf !== null) - Number(b.partOf !== null) ||
      b.totalMs - a.totalMs ||
      a.loop.depth - b.loop.depth,
  );
}

/**
 * Amdahl's law for one loop: its time in each of the threads that run it side by side is divided by the cores that are left for
 * each. G. M. Amdahl, Validity of the single processor approach to achieving large scale computing capabilities, AFIPS 1967.
 * @param totalMs the loop's time, all threads added up
 * @param concurrent threads that run it at the same time
 */
export function saving(totalMs: number, concurrent: number, cores: number): number {
  if (cores <= concurrent) return 0;
  return totalMs / concurrent - totalMs / cores;
}

function addUp(loop: LoopSpan, threads: readonly ThreadLoops[]) {
  const within = new Map<LoopSpan, number>();
  const spans: { from: number; to: number }[] = [];
  let [selfMs, totalMs, estimatedMs] = [0, 0, 0];
  for (const { thread, loops } of threads) {
    const times = loops.get(loop);
    if (times === undefined) continue;
    selfMs += times.selfMs;
    totalMs += times.totalMs;
    estimatedMs += times.estimatedMs;
    for (const [other, ms] of times.withinMs) within.set(other, (within.get(other) ?? 0) + ms);
    spans.push({ from: thread.startMs, to: thread.startMs + thread.wallMs });
  }
  return { selfMs, totalMs, estimatedMs, within, concurrent: mostAtOnce(spans) };
}

/** How many of the spans of time overlap at the most. */
function mostAtOnce(spans: readonly { readonly from: number; readonly to: number }[]): number {
  const counts = spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.to).length);
  return Math.max(1, ...counts);
}

function around(
  { totalMs, within }: ReturnType<typeof addUp>,
  sums: ReadonlyMap<LoopSpan, { readonly totalMs: number }>,
): string | null {
  const enclosing = [...within].filter(
    ([{ report }, ms]) => report.verdict === "parallel" && report.profit.promising && totalMs * (1 - ELSEWHERE) <= ms,
  );
  const outermost = enclosing.sort(([a], [b]) => sums.get(b)!.totalMs - sums.get(a)!.totalMs)[0]?.[0];
  return outermost === undefined ? null : `${outermost.report.file}:${outermost.report.line}`;
}
