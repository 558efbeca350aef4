// From the measured figures: how many workers and which chunk to ask for.
import type { Advice, Overhead, ScalingPoint, Timeline } from "../report/report.js";

/** A worker more has to bring more than this part of the best speedup; else it is better left to others. */
const WORTH_A_WORKER = 0.95;

/** Idling below this part of the time is what the end of any loop costs. */
const UNEVEN = 0.1;

/** A chunk should take at most this part of the run, so that at its end nobody waits long for the last one. */
const CHUNK_SHARE = 0.05;

export interface AdviceEvidence {
  readonly points: readonly ScalingPoint[];
  readonly best: ScalingPoint;
  readonly overhead: Overhead;
  readonly timeline: Timeline | null;
}

/** O(p + s) for p worker counts and s spans of the timeline. */
export function adviceFrom(evidence: AdviceEvidence): Advice {
  const { best, points } = evidence;
  const leave = (why: string) => ({ workers: null, chunk: "auto", why }) as const;
  if (best.interval[1] < 1) return leave("Every worker count was slower");
  if (best.interval[0] <= 1)
    return leave("No worker count was faster beyond chance; a longer run on a quieter machine may tell more");
  const enough = points
    .filter(({ speedup, interval }) => WORTH_A_WORKER * best.speedup <= speedup && 1 < interval[0])
    .reduce((a, b) => (b.workers < a.workers ? b : a), best);
  // The calling thread alone draws no chunks.
  if (enough.workers === 1) return { workers: 1, chunk: "auto", why: alone(best) };
  const why =
    enough === best
      ? "No smaller number comes within 5 % of its speedup"
      : `More bring less than 5 %, up to ${best.workers}`;
  const { chunk, reason } = chunkAdvice(evidence);
  return { workers: enough.workers, chunk, why: reason === "" ? why : `${why}; ${reason}` };
}

function alone({ workers }: ScalingPoint): string {
  const gained = "The gain is that of the rewritten loop itself, in the calling thread";
  return workers === 1 ? `${gained}; no worker count was faster` : `${gained}; workers bring less than 5 % more`;
}

function chunkAdvice({ overhead, timeline }: AdviceEvidence): { chunk: Advice["chunk"]; reason: string } {
  const asIs = { chunk: "auto", reason: "" } as const;
  if (timeline === null || overhead.idle <= UNEVEN * timeline.wall) return asIs;
  const idle = `the threads idled ${Math.round((overhead.idle / timeline.wall) * 100)} % of the time`;
  const spans = timeline.threads.flatMap((thread) => thread.spans);
  if (spans.length === 0) return asIs;
  const slowest = spans.reduce((a, b) => (perIteration(a) < perIteration(b) ? b : a));
  const fitting = Math.floor((CHUNK_SHARE * timeline.wall) / perIteration(slowest));
  if (fitting < 1)
    return { chunk: "auto", reason: `${idle}, because single iterations take long, which no chunk size mends` };
  // What the scheduler chose by itself was small enough where the heaviest iterations lie.
  if (slowest.count / slowest.chunks <= fitting)
    return { chunk: "auto", reason: `${idle}, but not for the size of the chunks` };
  return {
    chunk: fitting,
    reason: `${idle}, and chunks of ${fitting} would take at most 5 % of it each (an estimate)`,
  };
}

function perIteration({ start, end, count }: { start: number; end: number; count: number }): number {
  return (end - start) / count;
}
