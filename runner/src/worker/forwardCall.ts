// A worker's part in a call whose kernel runs in processes: it draws chunks as any worker does, and has its child compute them.
import { applyChanges } from "../data/changes.js";
import { noteGarbage } from "../data/pressure.js";
import { toWire } from "../data/wire.js";
import { type Attachment, type Reply, Times } from "../pool/protocol.js";
import { sharedClock, workerTrace, writeTrace } from "../run/timeline.js";
import { closeCall, drawChunk, FinishedChunk, FULL, finishChunk, isClosed, park } from "../schedule/control.js";
import { type Child, childOf } from "./childProcess.js";
import type { ChunkReply } from "./childProtocol.js";
import { type OpenCall, refuse, refuseChange, type Serving } from "./serveCall.js";
import { stopwatch } from "./stopwatch.js";

/** Takes a call up, as `serveCall` does; the kernel is never loaded in this process. */
export async function forwardCall(call: OpenCall, attachment: Attachment): Promise<Serving | undefined> {
  const { control, id, trace } = call;
  if (isClosed(control)) return undefined;
  // Before a chunk is drawn, for which the caller would wait while the process starts.
  const child = await childOf(attachment);
  if (typeof child === "string") return refuse(call, attachment, child);
  const clock = stopwatch(call);
  const refusal = await open(child, call, attachment);
  clock.lap(Times.unpack);
  if (refusal !== undefined) return refuse(call, attachment, refusal);
  return {
    control,
    // The child process has memory of its own.
    mayGoOn: () => false,
    async step() {
      const chunk = drawChunk(control, attachment.number);
      if (chunk === undefined) {
        child.tell({ kind: "end", id });
        noteGarbage(call.garbage);
        return false;
      }
      if (chunk === FULL) return park(control) ? "parked" : true;
      clock.restart();
      const begin = trace === undefined ? 0 : sharedClock();
      const reply = await child.ask({ kind: "chunk", id, chunk });
      if (reply.kind === "changed") return refuseChange(call, attachment, chunk, reply.path);
      if (reply.kind !== "chunk") throw new Error("The child process has answered another question.");
      const state = store(call, attachment, chunk, reply);
      clock.lap(Times.encode);
      clock.move(reply.computeMs, Times.encode, Times.compute);
      clock.move(reply.unpackMs, Times.encode, Times.unpack);
      if (trace !== undefined) writeTrace(trace, chunk, workerTrace(call.slot), begin);
      // As in a thread, later chunks cannot matter any more.
      if (reply.results === "failed") closeCall(control);
      finishChunk(control, chunk, state);
      return true;
    },
  };
}

/** @returns why the child cannot take part; undefined where it does. */
async function open(child: Child, call: OpenCall, { loaderHints }: Attachment): Promise<string | undefined> {
  const { id, place, starts, asynchronous, shift, garbage, strict } = call;
  const request = {
    kind: "open",
    id,
    place,
    hints: loaderHints,
    packed: toWire(call.packed),
    asynchronous,
    shift,
    garbage,
    strict,
  } as const;
  // Copies, because a view would travel with the whole block of the call.
  const reply = await child.ask({ ...request, starts: starts.slice(), written: call.processes?.written ?? [] });
  return reply.kind === "unable" ? reply.reason : undefined;
}

/** Puts the results and what was written where the caller finds them. @returns the state of the chunk */
function store(call: OpenCall, { port }: Attachment, chunk: number, { results, changes }: ChunkReply): number {
  if (results === "failed" || results === "recompute") return FinishedChunk.recompute;
  for (const [index, view] of (call.processes?.written ?? []).entries()) applyChanges(view, changes[index]!);
  if (results === "nothing") return FinishedChunk.nothing;
  if ("numbers" in results) {
    call.numbers.set(results.numbers, call.starts[chunk]! - call.packed.first);
    return FinishedChunk[results.kind];
  }
  port.postMessage({ kind: "results", id: call.id, chunk, results } satisfies Reply);
  return FinishedChunk.posted;
}
