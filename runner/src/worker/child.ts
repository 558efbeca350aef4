// The child process of a thread: loads kernels and computes the chunks that the thread draws, one at a time.
import { type Changes, watchChanges } from "../data/changes.js";
import { watchEnv } from "../data/mutation.js";
import { noteGarbage } from "../data/pressure.js";
import { encodeResults } from "../data/results.js";
import { type Unpacked, unpack } from "../data/unpack.js";
import { decodeWire, encodeWire, fromWire } from "../data/wire.js";
import { type AnyKernel, state } from "../state.js";
import type { ChildReply, ChildRequest, ChunkReply, OpenRequest } from "./childProtocol.js";
import { loadKernel } from "./loadKernel.js";
import { runChunk } from "./runChunk.js";

interface ChildCall {
  readonly kernel: AnyKernel;
  readonly unpacked: Unpacked;
  readonly packed: { readonly first: number };
  readonly starts: Uint32Array;
  readonly numbers: Float64Array;
  readonly asynchronous: boolean;
  readonly shift: number;
  readonly garbage: number;
  readonly changes: readonly (() => Changes)[];
  changeOfEnv(): string | undefined;
  /** Milliseconds of unpacking that no answer has told yet. */
  unpackMs: number;
}

/** Listens to the thread that has started this process, and ends with it. */
export function serveThread(): void {
  state.worker = true;
  const calls = new Map<number, ChildCall>();
  process.on("disconnect", () => process.exit());
  process.on("message", async (bytes: Uint8Array) => {
    const request = decodeWire(bytes) as ChildRequest;
    if (request.kind === "end") {
      noteGarbage(calls.get(request.id)?.garbage ?? 0);
      calls.delete(request.id);
    } else if (request.kind === "open") reply(await open(calls, request));
    else reply(await compute(calls.get(request.id)!, request.chunk));
  });
  reply({ kind: "ready" });
}

function reply(answer: ChildReply): void {
  // Without a thread to listen there is nothing left to do.
  if (!process.connected) process.exit();
  process.send!(encodeWire(answer), undefined, undefined, (error) => {
    if (error !== null) process.exit();
  });
}

async function open(calls: Map<number, ChildCall>, request: OpenRequest): Promise<ChildReply> {
  const kernel = await loadKernel(request.place, request.hints);
  if (typeof kernel === "string") return { kind: "unable", reason: kernel };
  const { starts, written, asynchronous, shift, garbage, strict } = request;
  const packed = fromWire(request.packed);
  const begin = performance.now();
  try {
    const unpacked = unpack(packed, starts);
    calls.set(request.id, {
      kernel,
      unpacked,
      packed,
      starts,
      numbers: new Float64Array(starts.at(-1)! - packed.first),
      asynchronous,
      shift,
      garbage,
      changes: written.map(watchChanges),
      changeOfEnv: strict === undefined ? () => undefined : watchEnv(packed, unpacked.env, strict.writes),
      unpackMs: performance.now() - begin,
    });
    return { kind: "opened" };
  } catch (error) {
    return { kind: "unable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Computes a chunk. What goes wrong is left to the caller, who runs the same iterations and meets the genuine error. */
async function compute(call: ChildCall, chunk: number): Promise<ChildReply> {
  const { starts, numbers, packed, unpackMs } = call;
  call.unpackMs = 0;
  const begin = performance.now();
  const answer = (results: ChunkReply["results"]): ChunkReply => {
    const computeMs = performance.now() - begin;
    return { kind: "chunk", results, changes: call.changes.map((changes) => changes()), unpackMs, computeMs };
  };
  try {
    const values = await runChunk(call, call.kernel, call.unpacked, chunk);
    const path = call.changeOfEnv();
    if (path !== undefined) return { kind: "changed", path };
    const place = numbers.subarray(starts[chunk]! - packed.first, starts[chunk + 1]! - packed.first);
    // A copy: a view would travel with all of its memory.
    if (values === "numbers") return answer({ kind: "numbers", numbers: place.slice() });
    const results = encodeResults(values as unknown[], place);
    if (results === "numbers" || results === "booleans") return answer({ kind: results, numbers: place.slice() });
    return answer(results ?? "recompute");
  } catch {
    return answer("failed");
  }
}
