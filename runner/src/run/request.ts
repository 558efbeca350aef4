// What a call is asked for, with the checks of its options.
import type { Assumptions } from "../assumptions.js";
import { type Items, itemSource } from "../data/items.js";
import { watchEnv } from "../data/mutation.js";
import { pack } from "../data/pack.js";
import { LoopsmithError } from "../errors.js";
import type { Kernel } from "../kernels.js";
import { range } from "../range.js";
import type { Backend, Gate } from "../settings.js";
import type { AnyKernel } from "../state.js";
import { newWatch, type Watch, type WatchOptions } from "./watch.js";

export type NumericArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

export type IntoArray = NumericArray | BigInt64Array | BigUint64Array;

/** What is asked of an `AbortSignal`: programs without the types of Node or of browsers do not know that name. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** @throws the reason of a signal that is aborted. */
export function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted === true) throw signal.reason;
}

/** Where an assumption does not hold, the iterations run in order, in place. */
export interface Options<E> extends Assumptions, WatchOptions {
  /** Computing threads; the calling one takes part in the sync forms. Default: `configure`, `LOOPSMITH_WORKERS`, cores. */
  readonly workers?: number | undefined;
  /** Items that a thread draws at once. Default `auto`: large chunks first, small ones at the end. */
  readonly chunk?: "auto" | number | undefined;
  /** `auto` (default) goes parallel only where it pays; `always` wherever it may; `never` runs in place. */
  readonly gate?: Gate | undefined;
  /** Stores each result as `into[index] = result`, and is what the call gives back. */
  readonly into?: IntoArray | undefined;
  /** Keys of env whose typed arrays the kernel writes, different elements in each iteration. */
  readonly writes?: readonly (keyof E)[] | undefined;
  /** `skip`: the array methods call nothing for a hole and leave one in its place; `for…of` and the default see `undefined`. */
  readonly holes?: "skip" | undefined;
  /**
   * Throws, instead of running in place, where a value would not arrive unchanged in a worker; and, wherever the call runs, where the
   * kernel changes its env. Each worker looks at all of env after each chunk, so this is for finding faults.
   */
  readonly strict?: boolean | undefined;
  readonly signal?: Signal | undefined;
  /**
   * `threads` (default); `processes`, for kernels that use native add-ons which are not safe in several threads; `serial` computes
   * in the calling thread, on copies as a worker would have them: for debugging.
   */
  readonly backend?: Backend | undefined;
}

/** What is left of the items of a call behind its first window: see run/stream.ts. */
export interface Rest {
  /** The call over the next window; undefined where there are no further items. */
  next(): Request | undefined;
  /** The loop is left before its end: lets the iterator clean up, as `for…of` does. */
  close(): void;
}

/** A call as all parts of the runtime see it, its types forgotten. */
export interface Request {
  readonly items: Items<unknown>;
  readonly kernel: Kernel<unknown, unknown, unknown>;
  readonly env: unknown;
  readonly options: Options<unknown> & { readonly writes?: readonly PropertyKey[] | undefined };
  /** The calling thread waits, and takes part. */
  readonly sync: boolean;
  readonly watch: Watch;
  /** What is added to an ordinal to be the kernel's index: the number of items in the windows before this one. */
  readonly shift: number;
  /** Roughly the bytes that become garbage with the call, where it is a window of many: see data/pressure.ts. */
  readonly garbage: number;
  /** Present where the items are only the first window of all. */
  readonly rest?: Rest;
  /**
   * Asked before iterations run on the original env; what it gives is asked after them, and throws a LoopsmithError under `strict`
   * where they have changed it.
   */
  readonly guard: () => () => void;
}

/** @throws LoopsmithError for arguments that no call can mean. */
export function makeRequest<T, E>(
  items: Items<T>,
  kernel: Kernel<T, unknown, E>,
  env: E,
  options: Options<E>,
  sync: boolean,
): Request {
  // The loop itself fails in this way where there is nothing to go through.
  if (items === null || items === undefined)
    throw new TypeError(`The items are ${String(items)}. Give range(n), an array or any other iterable object.`);
  if (typeof items !== "object") {
    throw new LoopsmithError(
      `The items are ${String(items)}, which cannot be gone through.`,
      "Give range(n), an array or any other iterable object.",
    );
  }
  if (typeof kernel !== "function") {
    throw new LoopsmithError(
      `The kernel is ${kernel === undefined ? "undefined" : "not a function"}.`,
      "Export the function from its *.kernels.* module, and import it by that name.",
    );
  }
  const { chunk, into, holes } = options;
  if (holes !== undefined && holes !== "skip") {
    throw new LoopsmithError(`holes is ${String(holes)}.`, 'Give "skip", or leave the option out to see undefined.');
  }
  if (chunk !== undefined && chunk !== "auto" && !(Number.isSafeInteger(chunk) && 1 <= chunk)) {
    throw new LoopsmithError(
      `chunk is ${String(chunk)}, which is no number of items.`,
      "Give auto or a positive integer.",
    );
  }
  if (into !== undefined && !(ArrayBuffer.isView(into) && !(into instanceof DataView))) {
    throw new LoopsmithError("into is no typed array.", "Give a typed array, or leave the option out to get an array.");
  }
  // From here on the types do not matter; the signature of the public functions has tied them together.
  const watch = newWatch(options, () => nameOf(kernel));
  const guard = options.strict === true ? () => newGuard(kernel as never, env, options.writes ?? []) : noGuard;
  return { items, kernel, env, options, sync, watch, guard, shift: 0, garbage: 0 } as unknown as Request;
}

const noGuard = () => (): void => {};

function newGuard(kernel: Request["kernel"], env: unknown, writes: readonly PropertyKey[]): () => void {
  const source = itemSource(range(0));
  const answer = pack({ source, env, writes: [], into: undefined, starts: Uint32Array.of(0) });
  // An env that does not travel cannot be compared either; `strict` refuses it where it would go to workers.
  if ("obstacle" in answer) return () => {};
  const changeOfEnv = watchEnv(answer.packed, env, writes);
  return () => {
    const path = changeOfEnv();
    if (path !== undefined) throw changeError({ kernel }, path);
  };
}

/** What a call under `strict` ends with where its kernel has changed its env. @param path where */
export function changeError({ kernel }: Pick<Request, "kernel">, path: string): LoopsmithError {
  return new LoopsmithError(
    `${nameOf(kernel as AnyKernel)} changes ${path}, which in a worker is a copy that is lost.`,
    "Return what is new; name typed arrays that it fills under writes.",
  );
}

/** Whether the calling thread computes, too. With a timeout it must not: nothing could stop it. */
export function takesPart({ sync, options }: Request): boolean {
  return sync && options.timeout === undefined;
}

/** The name of a kernel as a user knows it. */
export function nameOf(kernel: AnyKernel): string {
  return kernel.name === "" ? "The kernel" : `The kernel ${kernel.name}`;
}
