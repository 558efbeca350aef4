// A worker's part in one call: it draws chunks until none is left, runs the kernel over each, and hands the results over.
import { watchEnv } from "../data/mutation.js";
import { noteGarbage } from "../data/pressure.js";
import { encodeResults } from "../data/results.js";
import { type Unpacked, unpack } from "../data/unpack.js";
import type { CallBlock } from "../pool/callBlock.js";
import { type Attachment, type CallMessage, type Reply, Times } from "../pool/protocol.js";
import { sharedClock, workerTrace, writeTrace } from "../run/timeline.js";
import {
  type Control,
  closeCall,
  drawChunk,
  FinishedChunk,
  FULL,
  finishChunk,
  isClosed,
  park,
  reportUnable,
} from "../schedule/control.js";
import { loadKernel } from "./loadKernel.js";
import { noteOutput } from "./output.js";
import { runChunk } from "./runChunk.js";
import { stopwatch } from "./stopwatch.js";

export type OpenCall = CallMessage & CallBlock;

export type Step = boolean | "parked";

export interface Serving {
  readonly control: Control;
  /** Draws one chunk and computes it. @returns whether there may be another one; or that there will be, once the caller has taken some */
  step(): Step | Promise<Step>;
  /** Whether an asynchronous kernel may still be doing something with the memory of the call, behind its results. */
  mayGoOn(): boolean;
}

/**
 * Takes a call up; undefined where there is nothing to do for it. Neither this nor a step ever throws: whatever goes wrong is
 * left to the caller, who runs the same iterations and meets the genuine error.
 */
export async function serveCall(call: OpenCall, attachment: Attachment): Promise<Serving | undefined> {
  const { control } = call;
  if (isClosed(control)) return undefined;
  const found = loadKernel(call.place, attachment.loaderHints);
  const kernel = found instanceof Promise ? await found : found;
  const clock = stopwatch(call);
  if (typeof kernel === "string") return refuse(call, attachment, kernel);
  let unpacked: Unpacked | undefined;
  let changeOfEnv = (): string | undefined => undefined;
  const { trace } = call;
  let begin = 0;

  const finish = (chunk: number, values: unknown[] | "numbers" | "rows"): boolean => {
    clock.lap(Times.compute);
    const change = changeOfEnv();
    if (change !== undefined) return refuseChange(call, attachment, chunk, change);
    const state = typeof values === "string" ? FinishedChunk[values] : handOver(call, attachment, chunk, values);
    clock.lap(Times.encode);
    noteOutput(attachment.bell);
    if (trace !== undefined) writeTrace(trace, chunk, workerTrace(call.slot), begin);
    finishChunk(control, chunk, state);
    return true;
  };
  const fail = (chunk: number): false => {
    noteOutput(attachment.bell);
    // Later chunks cannot matter any more; the caller runs this one again and meets the error itself.
    closeCall(control);
    finishChunk(control, chunk, FinishedChunk.recompute);
    return false;
  };
  let isAsynchronous = false;
  const chunked = call.width > 0 ? { ...call, expected: call } : call;
  return {
    control,
    mayGoOn: () => isAsynchronous,
    step() {
      const chunk = drawChunk(control, attachment.number);
      if (chunk === undefined) {
        noteGarbage(call.garbage);
        return false;
      }
      if (chunk === FULL) return park(control) ? "parked" : true;
      clock.restart();
      if (trace !== undefined) begin = sharedClock();
      try {
        if (unpacked === undefined) {
          unpacked = unpack(call.packed, call.starts);
          if (call.strict !== undefined) changeOfEnv = watchEnv(call.packed, unpacked.env, call.strict.writes);
          clock.lap(Times.unpack);
        }
      } catch (error) {
        finishChunk(control, chunk, FinishedChunk.recompute);
        refuse(call, attachment, error instanceof Error ? error.message : String(error));
        return false;
      }
      try {
        const values = runChunk(chunked, kernel, unpacked, chunk);
        if (!(values instanceof Promise)) return finish(chunk, values);
        isAsynchronous = true;
        return values.then(
          (settled) => finish(chunk, settled),
          () => fail(chunk),
        );
      } catch {
        return fail(chunk);
      }
    },
  };
}

/** The kernel has changed its env: says where, and that nothing further need be computed. */
export function refuseChange({ id, control }: OpenCall, { port }: Attachment, chunk: number, path: string): false {
  port.postMessage({ kind: "changed", id, path } satisfies Reply);
  closeCall(control);
  finishChunk(control, chunk, FinishedChunk.changed);
  return false;
}

/** Puts the results where the caller finds them, and says how the chunk ended. */
function handOver(call: OpenCall, { port }: Attachment, chunk: number, values: readonly unknown[]): number {
  const { starts, numbers, packed } = call;
  const place = numbers.subarray(starts[chunk]! - packed.first, starts[chunk + 1]! - packed.first);
  const results = encodeResults(values, place);
  if (results === undefined) return FinishedChunk.recompute;
  if (results === "numbers" || results === "booleans") return FinishedChunk[results];
  if (results === "nothing") return FinishedChunk.nothing;
  try {
    port.postMessage({ kind: "results", id: call.id, chunk, results } satisfies Reply);
    return FinishedChunk.posted;
  } catch {
    return FinishedChunk.recompute;
  }
}

/** Says that this worker cannot take part in a call, and why. */
export function refuse(call: OpenCall, { port }: Attachment, reason: string): undefined {
  port.postMessage({ kind: "unable", id: call.id, reason } satisfies Reply);
  reportUnable(call.control);
}
