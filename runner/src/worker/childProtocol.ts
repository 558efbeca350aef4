// What a thread and its child process say to each other, where kernels run in processes: one answer to each question.
import type { Changes } from "../data/changes.js";
import type { ChunkResults } from "../data/results.js";
import type { WirePacked } from "../data/wire.js";
import type { KernelPlace } from "../state.js";

/** The argument by which the worker's entry knows that it is the main file of a process. */
export const CHILD_FLAG = "--loopsmith-child";

export interface OpenRequest {
  readonly kind: "open";
  readonly id: number;
  readonly place: KernelPlace;
  /** See `Attachment`. */
  readonly hints: readonly string[];
  readonly packed: WirePacked;
  readonly starts: Uint32Array;
  /** The views that the kernel writes, of the packed memory. */
  readonly written: readonly Uint8Array[];
  readonly asynchronous: boolean;
  readonly shift: number;
  readonly garbage: number;
  /** See `CallMessage`. */
  readonly strict: { readonly writes: readonly PropertyKey[] } | undefined;
}

export type ChildRequest =
  | OpenRequest
  | { readonly kind: "chunk"; readonly id: number; readonly chunk: number }
  /** Nothing more is asked about a call; there is no answer. */
  | { readonly kind: "end"; readonly id: number };

/** Numbers, or booleans as 0 and 1. */
export interface DenseResults {
  readonly kind: "numbers" | "booleans";
  readonly numbers: Float64Array;
}

export interface ChunkReply {
  readonly kind: "chunk";
  /** Numbers; other results; or why there are none: see `FinishedChunk`, and `failed` after an error of the kernel. */
  readonly results: DenseResults | ChunkResults | "nothing" | "recompute" | "failed";
  /** What the kernel has written, one entry for each written view. */
  readonly changes: readonly Changes[];
  readonly unpackMs: number;
  readonly computeMs: number;
}

export type ChildReply =
  /** The process listens. */
  | { readonly kind: "ready" }
  | { readonly kind: "opened" }
  | { readonly kind: "unable"; readonly reason: string }
  /** The kernel has changed its env there. */
  | { readonly kind: "changed"; readonly path: string }
  | ChunkReply;
