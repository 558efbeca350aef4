// What the caller and a worker say to each other: messages with shared memory in them, and a bell that wakes without one.
import type { MessagePort } from "node:worker_threads";
import type { Packed } from "../data/pack.js";
import type { ChunkResults } from "../data/results.js";
import type { KernelPlace } from "../state.js";
import type { BlockShape } from "./callBlock.js";

/** Words of the bell. */
export const REQUESTS = 0;
export const GONE = 1;
export const WRITING = 2;
export const CHILD = 3;
export const CHILD_READY = 4;
export const BELL_WORDS = 5;

/** The only task that piscina ever hands to a worker: where to listen from now on. */
export interface Attachment {
  readonly port: MessagePort;
  /**
   * `[REQUESTS]` counts the calls that were posted; the worker sets `[GONE]` when it ends, `[WRITING]` while it prints, and
   * `[CHILD]` to the number of its child process, where it has one, which listens, or could not be started, once `[CHILD_READY]` is set.
   */
  readonly bell: Int32Array;
  /** Number of this worker, from 1, never used again for another one. */
  readonly number: number;
  /** Files from which a TypeScript loader may be found, apart from the kernel module itself. */
  readonly loaderHints: readonly string[];
  /** The worker's entry, which is also that of child processes. */
  readonly entry: string;
  /** Limit of the old generation of a child process; undefined: Node's own. */
  readonly heapMegabytes: number | undefined;
}

export interface CallMessage extends BlockShape {
  readonly id: number;
  /** See `openBlock`. */
  readonly memory: SharedArrayBuffer;
  readonly place: KernelPlace;
  readonly packed: Packed;
  /** Whether the kernel may return promises. */
  readonly asynchronous: boolean;
  /** See `Request`. */
  readonly shift: number;
  readonly garbage: number;
  /** This worker's place in the block's times. */
  readonly slot: number;
  /** Present where the kernel runs in processes, which share no memory: the views of staged memory that it writes. */
  readonly processes?: { readonly written: readonly Uint8Array[] };
  /** Present where it is looked for changes that the kernel makes to its env, apart from the arrays at these keys. */
  readonly strict?: { readonly writes: readonly PropertyKey[] };
}

/** Asks a worker to start its child process before it is needed. */
export interface WarmMessage {
  readonly kind: "warm";
}

export type Reply =
  | { readonly kind: "results"; readonly id: number; readonly chunk: number; readonly results: ChunkResults }
  /** The kernel has changed its env there. */
  | { readonly kind: "changed"; readonly id: number; readonly path: string }
  | { readonly kind: "unable"; readonly id: number; readonly reason: string };

/** Words of the times in a call's block for each worker: milliseconds, `joined` since the epoch. */
export const Times = { joined: 0, unpack: 1, compute: 2, encode: 3, words: 4 } as const;

/** Words of the trace for each chunk: who computed it, and from when until when. */
export const TraceWords = { thread: 0, start: 1, end: 2, words: 3 } as const;
