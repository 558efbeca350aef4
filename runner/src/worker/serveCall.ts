// A worker's part in one call: it draws chunks until none is left, runs the kernel over each, and hands the results over.
import { encodeResults } from "../data/results.js";
import { type Unpacked, unpack } from "../data/unpack.js";
import { type Attachment, type CallMessage, type Reply, Times } from "../pool/protocol.js";
import { closeCall, drawChunk, FinishedChunk, finishChunk, isClosed, reportUnable } from "../schedule/control.js";
import { isThenable } from "../thenable.js";
import { loadKernel } from "./loadKernel.js";

type LooseKernel = (item: unknown, env: unknown, index: number) => unknown;

/** Never throws: whatever goes wrong is left to the caller, who runs the same iterations and meets the genuine error. */
export async function serveCall(call: CallMessage, attachment: Attachment): Promise<void> {
  const { control } = call;
  if (isClosed(control)) return;
  const found = loadKernel(call.place, attachment.loaderHints);
  const kernel = found instanceof Promise ? await found : found;
  const clock = stopwatch(call);
  if (typeof kernel === "string") return refuse(call, attachment, kernel);
  let unpacked: Unpacked | undefined;
  for (;;) {
    const chunk = drawChunk(control, attachment.number);
    if (chunk === undefined) return;
    try {
      if (unpacked === undefined) {
        unpacked = unpack(call.packed, call.starts);
        clock.lap(Times.unpack);
      }
    } catch (error) {
      finishChunk(control, chunk, FinishedChunk.recompute);
      return refuse(call, attachment, error instanceof Error ? error.message : String(error));
    }
    let values: unknown[];
    try {
      values = await runChunk(call, kernel as LooseKernel, unpacked, chunk);
    } catch {
      // Later chunks cannot matter any more; the caller runs this one again and meets the error itself.
      closeCall(control);
      finishChunk(control, chunk, FinishedChunk.recompute);
      return;
    }
    clock.lap(Times.compute);
    const state = handOver(call, attachment, chunk, values);
    clock.lap(Times.encode);
    finishChunk(control, chunk, state);
  }
}

function runChunk(call: CallMessage, kernel: LooseKernel, { env, at }: Unpacked, chunk: number) {
  const end = call.starts[chunk + 1]!;
  const values: unknown[] = [];
  for (let index = call.starts[chunk]!; index < end; index++) {
    const value = kernel(at(index, chunk), env, index);
    if (isThenable(value)) return finishAsynchronously(call, kernel, { env, at }, chunk, values, value);
    values.push(value);
  }
  return values;
}

async function finishAsynchronously(
  call: CallMessage,
  kernel: LooseKernel,
  { env, at }: Unpacked,
  chunk: number,
  values: unknown[],
  pending: PromiseLike<unknown>,
): Promise<unknown[]> {
  values.push(await pending);
  if (!call.asynchronous) throw new TypeError("The caller says this better.");
  for (let index = call.starts[chunk]! + values.length; index < call.starts[chunk + 1]!; index++) {
    values.push(await kernel(at(index, chunk), env, index));
  }
  return values;
}

/** Puts the results where the caller finds them, and says how the chunk ended. */
function handOver(call: CallMessage, { port }: Attachment, chunk: number, values: readonly unknown[]): number {
  const { starts, numbers, packed } = call;
  const place = numbers.subarray(starts[chunk]! - packed.first, starts[chunk + 1]! - packed.first);
  const results = encodeResults(values, place);
  if (results === undefined) return FinishedChunk.recompute;
  if (results === "numbers") return FinishedChunk.numbers;
  if (results === "nothing") return FinishedChunk.nothing;
  try {
    port.postMessage({ kind: "results", id: call.id, chunk, results } satisfies Reply);
    return FinishedChunk.posted;
  } catch {
    return FinishedChunk.recompute;
  }
}

function refuse(call: CallMessage, { port }: Attachment, reason: string): void {
  port.postMessage({ kind: "unable", id: call.id, reason } satisfies Reply);
  reportUnable(call.control);
}

/** Adds up, in shared memory, where this worker's time goes. */
function stopwatch({ times, slot }: CallMessage) {
  const base = slot * Times.words;
  let last = performance.now();
  times[base + Times.joined] = performance.timeOrigin + last;
  return {
    lap(word: number): void {
      const now = performance.now();
      times[base + word] = times[base + word]! + now - last;
      last = now;
    },
  };
}
