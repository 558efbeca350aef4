// The control block of a call, in shared memory: a counter that hands out chunks, and the state of each chunk.

/** Words of the block before the states of the chunks. */
const NEXT = 0;
const EVENTS = 1;
const CLOSED = 2;
const UNABLE = 3;
/** Chunks from this one on are not handed out yet; 0: all of them may be. */
const LIMIT = 4;
/** How many workers found none that they may have. */
const PARKED = 5;
/** How many workers will not look at the block any more. */
const LEFT = 6;
/** Who waits need not hear of chunks before this one that have ended as usual. */
const AWAITED = 7;
const HEADER = 8;

/** State of a chunk that nobody has finished: 0, or the number of the worker that draws it, from 1. */
const FINISHED = -1;
export const FinishedChunk = {
  /** Its results lie in the call's shared numbers. */
  numbers: FINISHED,
  /** All its results are undefined. */
  nothing: FINISHED - 1,
  /** Its results were posted before the state was set. */
  posted: FINISHED - 2,
  /** The caller has to compute it: a kernel threw, or a result would not have arrived unchanged. */
  recompute: FINISHED - 3,
  /** The caller has computed it and keeps the results. */
  kept: FINISHED - 4,
  /** The kernel has changed its env, which the call does not allow; where was posted before the state was set. */
  changed: FINISHED - 5,
  /** Its results are booleans, which lie in the call's shared numbers as 0 and 1. */
  booleans: FINISHED - 6,
  /** Its results are rows of numbers, which lie in the call's shared rows. */
  rows: FINISHED - 7,
} as const;

export type Control = Int32Array;

/** Length of the block. */
export function controlWords(chunks: number): number {
  return HEADER + chunks;
}

/** There are further chunks, which are not handed out before the caller has taken others. */
export const FULL = -1;

/** The next chunk for a worker, numbered from 1; undefined when none is left or the call was closed; or `FULL`. */
export function drawChunk(control: Control, worker: number): number | undefined {
  for (;;) {
    if (Atomics.load(control, CLOSED) !== 0) return undefined;
    const chunk = Atomics.load(control, NEXT);
    if (HEADER + chunk >= control.length) return undefined;
    if (isBehind(control, chunk)) return FULL;
    if (Atomics.compareExchange(control, NEXT, chunk, chunk + 1) !== chunk) continue;
    Atomics.store(control, HEADER + chunk, worker);
    return chunk;
  }
}

function isBehind(control: Control, chunk: number): boolean {
  const limit = Atomics.load(control, LIMIT);
  return limit !== 0 && limit <= chunk;
}

/** Hands out chunks before this one only; 0: all. @returns whether there are workers that wait for it, who have to be woken */
export function limitChunks(control: Control, limit: number): boolean {
  Atomics.store(control, LIMIT, limit);
  return wereParked(control);
}

/** Whether all chunks may be drawn. */
export function isUnlimited(control: Control): boolean {
  return Atomics.load(control, LIMIT) === 0;
}

/** Whether workers wait for further chunks; they are taken to be woken now. */
export function wereParked(control: Control): boolean {
  return Atomics.exchange(control, PARKED, 0) > 0;
}

/** A worker that found the call full says so. @returns whether it still is: else the caller may not have seen who waits */
export function park(control: Control): boolean {
  Atomics.add(control, PARKED, 1);
  return Atomics.load(control, CLOSED) === 0 && isBehind(control, Atomics.load(control, NEXT));
}

export function chunkState(control: Control, chunk: number): number {
  return Atomics.load(control, HEADER + chunk);
}

export function isFinished(state: number): boolean {
  return state <= FINISHED;
}

export function finishChunk(control: Control, chunk: number, state: number): void {
  Atomics.store(control, HEADER + chunk, state);
  Atomics.add(control, EVENTS, 1);
  // Whatever ends a call early is always heard of: the chunk that is awaited may then never come.
  const isUsual = state !== FinishedChunk.recompute && state !== FinishedChunk.changed;
  if (isUsual && chunk < Atomics.load(control, AWAITED)) return;
  Atomics.notify(control, EVENTS);
}

/**
 * Asks not to hear of chunks before one that nobody has drawn yet; where somebody has, or nobody will, of all: nothing
 * might come any more but the end of an earlier one. To be asked before the events are counted.
 */
export function awaitChunk(control: Control, chunk: number): void {
  Atomics.store(control, AWAITED, chunk);
  if (chunk !== 0 && (isClosed(control) || isDrawn(control, chunk))) Atomics.store(control, AWAITED, 0);
}

/** Whether a chunk was handed out. */
export function isDrawn(control: Control, chunk: number): boolean {
  return chunk < Atomics.load(control, NEXT);
}

/** No further chunk is handed out. */
export function closeCall(control: Control): void {
  Atomics.store(control, CLOSED, 1);
}

export function isClosed(control: Control): boolean {
  return Atomics.load(control, CLOSED) !== 0;
}

/** A worker says that it cannot take part; the reason is posted before. */
export function reportUnable(control: Control): void {
  Atomics.add(control, UNABLE, 1);
  announce(control);
}

/** A worker says that it will look neither at the block nor at any other memory of the call any more. */
export function leaveCall(control: Control): void {
  Atomics.add(control, LEFT, 1);
}

export function leftWorkers(control: Control): number {
  return Atomics.load(control, LEFT);
}

export function unableWorkers(control: Control): number {
  return Atomics.load(control, UNABLE);
}

/** Wakes whoever waits for something to happen in this call. */
export function announce(control: Control): void {
  Atomics.add(control, EVENTS, 1);
  Atomics.notify(control, EVENTS);
}

/** Number of things that have happened: read it before looking, and pass it to a wait. */
export function eventCount(control: Control): number {
  return Atomics.load(control, EVENTS);
}

/** Blocks until something happens after `seen`, or for some milliseconds. */
export function waitForEvent(control: Control, seen: number, milliseconds: number): void {
  Atomics.wait(control, EVENTS, seen, milliseconds);
}

// Part of ES2024; Node has it since version 16, the configured library not yet.
const { waitAsync } = Atomics as unknown as {
  waitAsync(words: Int32Array, index: number, value: number): { async: boolean; value: PromiseLike<string> | string };
};

/** Resolves when something happens after `seen`; undefined where it already has. */
export function eventAfter(control: Control, seen: number): PromiseLike<string> | undefined {
  const { async, value } = waitAsync(control, EVENTS, seen);
  return async ? (value as PromiseLike<string>) : undefined;
}

/** Resolves when a word changes from `seen`, without blocking the thread; undefined where it already has. */
export function changeOf(words: Int32Array, index: number, seen: number): PromiseLike<string> | undefined {
  const { async, value } = waitAsync(words, index, seen);
  return async ? (value as PromiseLike<string>) : undefined;
}
