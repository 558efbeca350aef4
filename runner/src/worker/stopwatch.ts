// Where the time of a worker goes, added up in the shared memory of a call.
import type { CallBlock } from "../pool/callBlock.js";
import { Times } from "../pool/protocol.js";

/** @param slot the worker's place in the call's times */
export function stopwatch({ times, slot }: Pick<CallBlock, "times"> & { readonly slot: number }) {
  const base = slot * Times.words;
  // Not a variable: each number in it would be a new object that an old one points to, for which the collector has to look.
  const last = Float64Array.of(performance.now());
  times[base + Times.joined] = performance.timeOrigin + last[0]!;
  return {
    /** The time since the last lap went to other calls. */
    restart(): void {
      last[0] = performance.now();
    },
    lap(word: number): void {
      const now = performance.now();
      times[base + word] = times[base + word]! + now - last[0]!;
      last[0] = now;
    },
    /** Time that another process has measured, which belongs to something else than the lap it was counted in. */
    move(milliseconds: number, from: number, to: number): void {
      times[base + from] = times[base + from]! - milliseconds;
      times[base + to] = times[base + to]! + milliseconds;
    },
  };
}
