// What a call does beside its work: says how far it is, and gives up when its time is over.
import { clearTimeout, setTimeout } from "node:timers";
import { LoopsmithError } from "../errors.js";

export interface Progress {
  /** Iterations that have ended. */
  readonly done: number;
  readonly total: number;
  /** Iterations per second so far. */
  readonly rate: number;
  /** Milliseconds until the end at that rate; infinite before the first iteration has ended. */
  readonly timeLeft: number;
}

export interface WatchOptions {
  /** Milliseconds from the call on, after which it fails and workers that are still busy are ended. It runs on workers alone. */
  readonly timeout?: number | undefined;
  /** Told how far the call is, at most ten times a second and at its end. What it throws ends the call. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Watch {
  /**
   * Told that so many iterations of all have ended, which are counted only if somebody wants to know.
   * @throws LoopsmithError when the time is over, and what `onProgress` throws
   */
  look(done: () => number, total: number): void;
  /** Milliseconds that are left; infinite without a timeout. */
  left(): number;
}

/** Of a call that has nothing to do beside its work. */
export const noWatch: Watch = { look() {}, left: () => Number.POSITIVE_INFINITY };

/** Milliseconds between two reports. */
const BETWEEN = 100;

/** @throws LoopsmithError for options that no call can mean */
export function newWatch(
  { timeout, onProgress }: WatchOptions,
  name: () => string,
  clock = () => performance.now(),
): Watch {
  if (timeout === undefined && onProgress === undefined) return noWatch;
  if (timeout !== undefined && !(typeof timeout === "number" && timeout > 0)) {
    throw new LoopsmithError(`timeout is ${String(timeout)}, which is no time.`, "Give milliseconds above 0.");
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new LoopsmithError("onProgress is not a function.", "Give a function of { done, total, rate, timeLeft }.");
  }
  const began = clock();
  let reportedAt = began;
  let reported = -1;
  return {
    left: () => began + (timeout ?? Number.POSITIVE_INFINITY) - clock(),
    look(count, total) {
      const now = clock();
      if (timeout !== undefined && began + timeout <= now) {
        throw new LoopsmithError(
          `${name()} was not done after ${timeout} ms.`,
          "Give a longer timeout, or fewer items.",
        );
      }
      if (onProgress === undefined) return;
      const done = count();
      if (done === reported || (now < reportedAt + BETWEEN && done < total)) return;
      [reportedAt, reported] = [now, done];
      const rate = now > began ? (1000 * done) / (now - began) : 0;
      onProgress({ done, total, rate, timeLeft: rate > 0 ? (1000 * (total - done)) / rate : Number.POSITIVE_INFINITY });
    },
  };
}

/** Does something when the time of a call is over. @returns a function that takes this back */
export function whenOver(watch: Watch, act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    const left = watch.left();
    // Timers count whole milliseconds, and may be early by one: too early, the call would look, go on waiting, and hear no more.
    if (left <= 0) act();
    // What is longer than a timer knows will not be waited for.
    else if (left < 2 ** 31) timer = setTimeout(arm, Math.ceil(left));
  };
  arm();
  return () => clearTimeout(timer);
}
