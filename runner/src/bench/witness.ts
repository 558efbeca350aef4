// What else happened while runs were timed: garbage collection, optimized code that V8 gave up, a processor that became slower.
import fs from "node:fs";
import path from "node:path";
import { PerformanceObserver } from "node:perf_hooks";
import { median } from "./statistics.js";

/** A span of time, in milliseconds since the process began (`performance.now()`). */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

export interface Witness {
  /** Milliseconds that a fixed computation takes now. */
  pace(): number;
  /** Why optimized code was given up, once for each time so far, in all threads of the process. */
  deoptimizations(): readonly string[];
  /** The garbage collections of this thread so far. */
  collections(): Promise<readonly Span[]>;
  end(): void;
}

/** What the witness saw of the timed pairs of one worker count. */
export interface Testimony {
  /** Parts, from 0 to 1, of the timed runs of each version that went into garbage collection of the calling thread. */
  readonly collecting: { readonly serial: number; readonly parallel: number };
  readonly deoptimizations: readonly string[];
}

/** Ends of the names of the files into which V8 writes what it gives up, one a thread. */
const LOG = "deopt.log";

/** Options for the Node that times runs. V8 writes a line when it gives code up, and nothing otherwise, so it costs the runs nothing. */
export function witnessFlags(folder: string): readonly string[] {
  return ["--log-deopt", `--logfile=${path.join(folder, LOG)}`];
}

/** @param folder where V8 writes what it gives up (`witnessFlags`); null where it does not */
export function createWitness(folder: string | null): Witness {
  const collections: Span[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      collections.push({ begin: startTime, end: startTime + duration });
  });
  observer.observe({ entryTypes: ["gc"] });
  return {
    pace,
    deoptimizations: () => (folder === null ? [] : readDeoptimizations(folder)),
    async collections() {
      // Node hands entries over when the event loop turns; what a turn brings may be handed over in the next one.
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
      return collections;
    },
    end: () => observer.disconnect(),
  };
}

/** The least of three: whoever is interrupted by another program takes longer, and that is not the processor's pace. */
function pace(): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const begin = performance.now();
    let x = 1;
    for (let step = 0; step < 300_000; step++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
    // Never so, but the loop has to be for something.
    if (x === 0.5) throw new Error("A whole number has a half.");
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}

/** `code-deopt,111500,832,0x7f,-1,63,deopt-eager,<file:///a.mjs:3:27>,overflow`: the last field tells why. */
function readDeoptimizations(folder: string): readonly string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(LOG))
    .flatMap((name) => fs.readFileSync(path.join(folder, name), "utf8").split("\n"))
    .filter((line) => line.startsWith("code-deopt,"))
    .map((line) => line.slice(line.lastIndexOf(",") + 1));
}

/** The part, from 0 to 1, of the timed spans that went into the others. O(n · m). */
export function shareOf(timed: readonly Span[], others: readonly Span[]): number {
  const length = timed.reduce((sum, { begin, end }) => sum + end - begin, 0);
  if (length <= 0) return 0;
  const common = timed.flatMap((span) =>
    others.map(({ begin, end }) => Math.max(0, Math.min(span.end, end) - Math.max(span.begin, begin))),
  );
  return common.reduce((sum, each) => sum + each, 0) / length;
}

/** How many times as long the fixed computation took at the end as at the beginning; 1 where there is too little to tell. */
export function slowdownOf(paces: readonly number[]): number {
  const third = Math.floor(paces.length / 3);
  // Fewer than three at either end are no more than three moments of a machine that others use as well.
  if (third < 3) return 1;
  return median(paces.slice(-third)) / median(paces.slice(0, third));
}
