// Kernels for the tests of the runtime.
import { isMainThread } from "node:worker_threads";
import { registerKernels } from "../kernels.js";
import { parallelMapSync } from "../parallelMap.js";
import { randomStream } from "../random/randomStream.js";
import { state } from "../state.js";

export function square(item: number): number {
  return item * item;
}

export function spin(item: number, { rounds }: { rounds: number }): number {
  let sum = item;
  for (let round = 0; round < rounds; round++) sum = Math.sqrt(sum + round);
  return sum;
}

/** Changes copies of what it is given, and tells what they hold then. */
export function changedCopies(item: number, { grid, rounds }: { grid: Float64Array; rounds: number }): number[] {
  const copy = structuredClone(grid);
  const { inside } = structuredClone({ inside: grid });
  copy[item] = -1;
  inside.reverse();
  spin(item, { rounds });
  return [copy.reduce((sum, x) => sum + x), inside[0]!, grid[item]!];
}

/** What a part of the memory is that it copies out, and what is in it. */
export function memoryOf(item: number, { grid, rounds }: { grid: Float64Array; rounds: number }): unknown[] {
  const part = grid.buffer.slice(8 * item, 8 * item + 16);
  spin(item, { rounds });
  return [
    part instanceof ArrayBuffer,
    ...new Float64Array(part),
    grid.buffer.slice(-8).byteLength,
    grid.buffer.slice(8).byteLength,
  ];
}

/** A sum over a part of the values that depends on where the part begins. */
export function sumOfPart([from, to]: readonly [number, number], { values }: { values: Float64Array }): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index]!;
  return sum;
}

export function echo<T>(item: T): T {
  return item;
}

/** Gives back what it was handed in a form that shows whether it arrived as it was. */
export function describeEnv(_item: number, env: unknown): string {
  return globalThis.JSON.stringify(env) ?? "undefined";
}

export class OddError extends Error {
  override readonly name = "OddError";
  readonly at: number;
  constructor(at: number) {
    super(`odd at ${at}`);
    this.at = at;
  }
}

export function failAt(item: number, { at }: { at: readonly number[] }): number {
  if (at.includes(item)) throw new OddError(item);
  return item * 2;
}

/** The first item takes its time while the second one fails at once. */
export function slowFirst(item: number, { ms }: { ms: number }): number {
  const until = performance.now() + ms;
  while (item === 0 && performance.now() < until);
  if (item === 1) throw new OddError(item);
  return item;
}

/** Adds to its own element, so that running an iteration twice on the same memory shows. */
export function addInto(item: number, { out, at }: { out: Float64Array; at: number }): number {
  if (item === at) throw new OddError(item);
  out[item] = out[item]! + item + 1;
  return item;
}

export function writeOnly(item: number, { out }: { out: Float64Array }): void {
  out[item] = item * 3;
}

/** Writes through one view and reads through another one of the same buffer. */
export function acrossViews(item: number, { bytes, words }: { bytes: Uint8Array; words: Uint32Array }): number {
  bytes[item * 4] = item + 1;
  return words[item]!;
}

export function instance(item: number): object {
  return item % 2 === 0 ? new OddError(item) : { item };
}

/** A list of linked objects, as long as it is asked for. */
export interface Link {
  readonly rest: Link | undefined;
}

/** Takes a list that long, and returns another one. */
export function relinked(length: number, { list }: { list: Link }): Link {
  let count = 0;
  for (let link: Link | undefined = list; link !== undefined; link = link.rest) count++;
  return linked(Math.max(count, length));
}

export function linked(length: number): Link {
  let list: Link = { rest: undefined };
  for (let at = 1; at < length; at++) list = { rest: list };
  return list;
}

export async function later(item: number): Promise<number> {
  await Promise.resolve();
  return item + 1;
}

export function nested(item: number): { sum: number; worker: boolean } {
  const inner = parallelMapSync([item, item + 1, item + 2], square, {}, { gate: "always" });
  return { sum: inner.reduce((total, value) => total + value, 0), worker: state.worker };
}

export function leaveProcess(item: number): number {
  if (state.worker && item === 0) process.exit(3);
  return item;
}

/** Where it runs; it takes some milliseconds, so that all workers come to run it. */
export function whereabouts(): { pid: number; isMainThread: boolean } {
  const until = performance.now() + 5;
  while (performance.now() < until);
  return { pid: process.pid, isMainThread };
}

/** Ends its process as a fault in a native add-on would, but only where it is not the caller's. */
export function crash(item: number, { out, caller }: { out: Float64Array; caller: number }): number {
  if (process.pid !== caller && item % 7 === 3) process.kill(process.pid, "SIGKILL");
  out[item] = item + 1;
  return item;
}

export function isInWorker(): boolean {
  const until = performance.now() + 5;
  while (performance.now() < until);
  return state.worker;
}

/** Never ends for some items. */
export function endlessIn(item: number, env: { out: Float64Array; in: readonly number[] }): number {
  if (env.in.includes(item)) for (;;);
  env.out[item] = item + 1;
  return item;
}

/** Never ends for some items, unless the caller runs it. */
export function endlessThere(item: number, { out, at }: { out: Float64Array; at: number }): number {
  if (state.worker && item === at) for (;;);
  out[item] = item + 1;
  return item;
}

/** Takes some milliseconds, and writes. */
export function slow(item: number, { ms, out }: { ms: number; out: Float64Array }): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
  out[item] = item;
}

/** Depends on an object that no worker can have. */
export function plusSeen(item: number, { counter }: { counter: { seen: number } }): number {
  return item + counter.seen;
}

/** Its results cannot travel, so the caller makes them. */
export function scaledInstance(item: number, { by, list }: { by: number; list: readonly number[] }): OddError {
  if (by === 0) throw new OddError(-1);
  return new OddError(item * by + list.length);
}

export class FailedItem extends Error {
  readonly item: object;
  constructor(item: object) {
    super("failed");
    this.item = item;
  }
}

export function failWith(item: { at: number }): number {
  if (item.at === 30) throw new FailedItem(item);
  return item.at;
}

/** Needs more memory than a small thread has. */
export function hungry(item: number): number {
  // In small steps: what asks for very much at once ends the whole process, whatever the limits of a thread.
  let chain: object | undefined;
  for (let link = 0; link < 1_500_000; link++) chain = { chain };
  return chain === undefined ? 0 : item;
}

/** Counts in its env, which no caller of a worker would see. */
export function countsItself(item: number, env: { seen: { count: number }; out: Float64Array }): number {
  if (item === 3) env.seen.count++;
  env.out[item] = 1;
  return item;
}

export function indexed(_item: unknown, _env: object, index: number): number {
  return index;
}

export function lengthOf(item: string): number {
  return item.length;
}

export function scaledBy(item: number, { by, list }: { by: number; list: readonly number[] }): number {
  return item * by + list.length;
}

/** Counts, in memory that was shared before the call, how many iterations have run. */
export function counted(item: number, { ran }: { ran: Int32Array }): number {
  Atomics.add(ran, 0, 1);
  return item;
}

export function isOne(item: object, { one }: { one: object }): boolean {
  return item === one;
}

/** Random numbers of every kind. */
export function draws(index: number, { seed }: { seed: number }): number[] {
  const random = randomStream(seed, index);
  return [random.next(), random.uint32(), random.normal(), random.below(100), random.normal()];
}

/** Writes an element and gives back a view of it, which has to be one of the caller's memory. */
export function viewOfOwn(item: number, { out }: { out: Float64Array }): Float64Array {
  out[item] = item + 1;
  return out.subarray(item, item + 1);
}

/** A promise that fails for one item, behind numbers. */
export function numbersThenPromise(item: number, { at }: { at: number }): number | Promise<number> {
  return item === at ? Promise.reject(new OddError(item)) : item;
}

export function weighted(item: number, { weights }: { weights: Float64Array }): number {
  return weights[item]! * item;
}

/** Takes some milliseconds, and its results cannot travel, so that the caller makes them. */
export function slowInstance(item: number, { ms }: { ms: number }): OddError {
  const until = performance.now() + ms;
  while (performance.now() < until);
  return new OddError(item);
}

/** The same as a promise, which in the caller is never kept. */
export async function instanceOrNever(item: number): Promise<OddError> {
  if (!state.worker) await new Promise(() => {});
  return new OddError(item);
}

registerKernels(import.meta.url, {
  changedCopies,
  memoryOf,
  square,
  slowFirst,
  slowInstance,
  instanceOrNever,
  weighted,
  viewOfOwn,
  numbersThenPromise,
  spin,
  sumOfPart,
  echo,
  describeEnv,
  failAt,
  addInto,
  writeOnly,
  acrossViews,
  instance,
  later,
  nested,
  relinked,
  leaveProcess,
  isInWorker,
  whereabouts,
  crash,
  draws,
  isOne,
  counted,
  indexed,
  lengthOf,
  scaledBy,
  countsItself,
  hungry,
  scaledInstance,
  failWith,
  plusSeen,
  endlessIn,
  endlessThere,
  slow,
});
