// One run of one version of the loop on a fresh copy of the recorded input: the unit of comparing and of timing.
import type { ReplayModule } from "./replayProtocol.js";
import type { Restart } from "./seeded.js";
import type { Span } from "./witness.js";

export type VersionName = keyof ReplayModule;

export type Outcome =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly error: unknown };

export interface Subject {
  /** A fresh copy of the recorded live-ins. */
  input(): Record<string, unknown>;
  /** Runs a version once, untimed. */
  run(version: VersionName, input: Record<string, unknown>): Promise<Outcome>;
  /**
   * Milliseconds of one run, on a fresh input that is made before the clock starts.
   * @param runs how many runs, each on an input of its own, share one reading of the clock; the mean is returned
   */
  time(version: VersionName, runs: number): Promise<number>;
  /** When the clock ran last. */
  lastSpan(): Span;
}

/**
 * @param module the loop in both versions
 * @param fresh makes a new copy of the live-ins
 * @param restart restarts the streams of chance and time
 * @param settle gives the inputs that were made last the place of those that a program made long before its loop
 */
export function makeSubject(
  module: ReplayModule,
  fresh: () => Record<string, unknown>,
  restart: Restart,
  settle: () => void = () => {},
): Subject {
  let last: Span = { begin: 0, end: 0 };
  return {
    input: fresh,
    lastSpan: () => last,
    async run(version, input) {
      restart();
      try {
        return { kind: "returned", value: await module[version](input) };
      } catch (error) {
        return { kind: "threw", error };
      }
    },
    async time(version, runs) {
      const inputs = Array.from({ length: runs }, fresh);
      settle();
      restart();
      const start = performance.now();
      const begin = process.hrtime.bigint();
      for (const input of inputs) {
        try {
          const answer = module[version](input);
          // Waiting where there is nothing to wait for would add a turn of the event loop to the serial version.
          if (isThenable(answer)) await answer;
        } catch {
          // That both versions throw the same was established before; the time until then is what is measured.
        }
      }
      const time = Number(process.hrtime.bigint() - begin) / 1e6 / runs;
      last = { begin: start, end: performance.now() };
      return time;
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
