// The timeline of the latest call: which thread computed which chunk, and when. Recorded only where `configure` asks for it.
import { TraceWords } from "../pool/protocol.js";
import { state } from "../state.js";

/** One chunk, or several of one thread that follow each other so closely that nobody could tell them apart. Times in milliseconds. */
export interface ChunkSpan {
  /** Index of the first iteration. */
  readonly first: number;
  /** Number of iterations. */
  readonly count: number;
  readonly chunks: number;
  /** Since the call began. */
  readonly start: number;
  readonly end: number;
}

export interface ThreadTimeline {
  readonly thread: "caller" | "worker";
  readonly spans: readonly ChunkSpan[];
  /** Milliseconds in chunks, before any were merged. */
  readonly busy: number;
}

export interface CallTimeline {
  /** Milliseconds from the call's beginning until its last result was taken. */
  readonly wall: number;
  /** The calling thread first, where it took part; threads that came too late for any chunk are among them. */
  readonly threads: readonly ThreadTimeline[];
}

/** What a call leaves behind for its timeline: three words for each chunk, as the threads wrote them. */
export interface Trace {
  readonly words: Float64Array;
  readonly starts: Uint32Array;
  readonly workers: number;
  readonly callerTakesPart: boolean;
  /** On the clock that all threads share, in milliseconds. */
  readonly from: number;
  readonly until: number;
}

/** Who computed a chunk: 0 nobody that was asked to write it down, 1 the caller, from 2 on a worker by its slot. */
export const CALLER_TRACE = 1;
export function workerTrace(slot: number): number {
  return slot + 2;
}

/** Spans that are kept of one thread. A picture has no room for more, and a report should not grow with the loop. */
const MOST_SPANS = 120;

/** Milliseconds on a clock that all threads of a process share; `performance.now` starts anew in each. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function writeTrace(words: Float64Array, chunk: number, thread: number, start: number): void {
  const base = chunk * TraceWords.words;
  words[base + TraceWords.start] = start;
  words[base + TraceWords.end] = sharedClock();
  words[base + TraceWords.thread] = thread;
}

/**
 * The timeline of the latest call that has ended in this thread; undefined where it ran in place, or where
 * `configure({ timeline: true })` was not called before. Made when it is asked for: O(c log c) for c chunks.
 */
export function lastTimeline(): CallTimeline | undefined {
  const { trace } = state;
  return trace === undefined ? undefined : timelineOf(trace);
}

export function timelineOf({ words, starts, workers, callerTakesPart, from, until }: Trace): CallTimeline {
  const spans = Array.from({ length: workers + workerTrace(0) }, (): ChunkSpan[] => []);
  for (let chunk = 0; chunk + 1 < starts.length; chunk++) {
    const base = chunk * TraceWords.words;
    spans[words[base + TraceWords.thread]!]?.push({
      first: starts[chunk]!,
      count: starts[chunk + 1]! - starts[chunk]!,
      chunks: 1,
      start: words[base + TraceWords.start]! - from,
      end: words[base + TraceWords.end]! - from,
    });
  }
  const threads = spans.map((own, thread): ThreadTimeline => {
    const busy = own.reduce((sum, { start, end }) => sum + end - start, 0);
    // A chunk that the caller had to compute again may be an early one.
    own.sort((a, b) => a.start - b.start);
    return { thread: thread === CALLER_TRACE ? "caller" : "worker", spans: mergeSpans(own, MOST_SPANS), busy };
  });
  const caller = threads[CALLER_TRACE]!;
  const withCaller = callerTakesPart || caller.spans.length > 0;
  return { wall: until - from, threads: [...(withCaller ? [caller] : []), ...threads.slice(workerTrace(0))] };
}

/**
 * Merges neighbours until at most so many spans are left, those with the smallest gaps between them first, so that the gaps
 * that can be seen stay.
 * @param spans of one thread, in the order of time
 */
export function mergeSpans(spans: readonly ChunkSpan[], most: number): readonly ChunkSpan[] {
  if (spans.length <= most) return spans;
  const gaps = spans.slice(1).map(({ start }, index) => ({ index: index + 1, gap: start - spans[index]!.end }));
  gaps.sort((a, b) => b.gap - a.gap);
  const begins = new Set(gaps.slice(0, most - 1).map(({ index }) => index));
  const merged: ChunkSpan[] = [];
  spans.forEach((span, index) => {
    const last = merged.at(-1);
    if (last === undefined || begins.has(index)) merged.push(span);
    else {
      const [count, chunks] = [last.count + span.count, last.chunks + span.chunks];
      merged[merged.length - 1] = { ...last, count, chunks, end: span.end };
    }
  });
  return merged;
}
