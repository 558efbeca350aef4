// How long each entry into a loop takes, in a program whose loop says when it is entered and left: which entry is the heaviest.
import fs from "node:fs";
import path from "node:path";
import { threadId } from "node:worker_threads";

/** What one thread leaves behind: entries are counted from 1, in the order in which they began. */
export interface Weights {
  readonly entries: number;
  readonly heaviest: number;
  /** Milliseconds that the heaviest entry took. */
  readonly ms: number;
}

/** A heavier entry is written down at once only when it is heavier by this factor, so that writing stays rare. */
const NOTABLY = 1.25;

/**
 * What the text calls that `instrument` made with `onlyTimes`. What is known is on disk before the program ends, because it may be
 * killed.
 * @param folder gets one file a thread
 */
export function weighing(folder: string, clock: () => number = performance.now.bind(performance)) {
  const begun: { readonly entry: number; readonly at: number }[] = [];
  const file = path.join(folder, `weights-${process.pid}-${threadId}.json`);
  let weights: Weights = { entries: 0, heaviest: 0, ms: 0 };
  let written = 0;
  const write = () => {
    fs.writeFileSync(`${file}.part`, JSON.stringify(weights));
    fs.renameSync(`${file}.part`, file);
    written = weights.ms;
  };
  process.once("exit", () => {
    if (weights.entries > 0) write();
  });
  const operations = {
    /** The loop is entered. */
    I<T>(over?: T): T | undefined {
      weights = { ...weights, entries: weights.entries + 1 };
      begun.push({ entry: weights.entries, at: clock() });
      return over;
    },
    /** The loop is left, in whatever way. */
    E(): void {
      const last = begun.pop();
      if (last === undefined) return;
      const ms = clock() - last.at;
      if (weights.heaviest !== 0 && ms <= weights.ms) return;
      weights = { ...weights, heaviest: last.entry, ms };
      if (ms > written * NOTABLY) write();
    },
    /** An iteration begins. */
    B(): void {},
    /** An array method. */
    Z<T, R>(over: T, run: (over: T) => R): R {
      operations.I();
      try {
        return run(over);
      } finally {
        operations.E();
      }
    },
  };
  return operations;
}
