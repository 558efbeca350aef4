// A loop for each kernel that is called often: shared by all kernels, the loop would call each one without inlining it.
import vm from "node:vm";
import type { LoopItems } from "../data/items.js";
import { newArray } from "../data/unchanged.js";
import { type AnyKernel, recordOf } from "../state.js";

/**
 * Runs the iterations from `first` to before `end` and pushes their results, as long as there are items.
 * @returns the ordinal after the last iteration that ran; before `end` if its result is a promise, or at the end of the items.
 */
type Pushing = (
  kernel: AnyKernel,
  env: unknown,
  a: unknown,
  b: number,
  first: number,
  end: number,
  shift: number,
  to: unknown[],
) => number;

/**
 * The same, writing numbers to `to[index - base]`.
 * @returns the ordinal of the first iteration whose result is no number, which is then in `rest[0]`, or `end`
 */
type Writing = (
  kernel: AnyKernel,
  env: unknown,
  a: unknown,
  b: number,
  first: number,
  end: number,
  shift: number,
  to: Float64Array,
  base: number,
  rest: unknown[],
) => number;

/**
 * The same for rows of numbers, which lie one after the other from `at` to before `limit`.
 * @returns the ordinal of the first iteration whose result is no such row, or for whose there is no room, or `end`; all results
 *   are in `results`, that one included
 */
type WritingRows = (
  kernel: AnyKernel,
  env: unknown,
  a: unknown,
  b: number,
  first: number,
  end: number,
  shift: number,
  to: Float64Array,
  base: number,
  results: unknown[],
  lengths: Uint32Array,
  at: number,
  limit: number,
) => number;

export interface OwnLoop {
  /** A new empty array, kept from the start as what the kernel's results made of those before it. */
  readonly results: () => unknown[];
  readonly push: Readonly<Record<LoopItems["kind"], Pushing>>;
  readonly write: Readonly<Record<LoopItems["kind"], Writing>>;
  readonly writeRows: Readonly<Record<LoopItems["kind"], WritingRows>>;
}

const itemTexts: Readonly<Record<LoopItems["kind"], string>> = {
  range: "a + index * b",
  elements: "a[index - b]",
  grid: "[Math.floor(index / a), index % a]",
};

// Only these lines are ever compiled, never anything of a user's: an engine keeps what it has learnt about a call apart for
// each time that a script is run, which functions and modules give no other way to.
function pushText(kind: LoopItems["kind"]): string {
  return `function (kernel, env, a, b, first, end, shift, to) {
    let index = first;
    while (index < end${kind === "elements" ? " && index - b < a.length" : ""}) {
      const value = kernel(${itemTexts[kind]}, env, shift + index++);
      to.push(value);
      if ((typeof value === "object" && value !== null || typeof value === "function") && typeof value.then === "function") break;
    }
    return index;
  }`;
}

function writeText(kind: LoopItems["kind"]): string {
  return `function (kernel, env, a, b, first, end, shift, to, base, rest) {
    for (let index = first; index < end; index++) {
      const value = kernel(${itemTexts[kind]}, env, shift + index);
      if (typeof value !== "number") {
        rest[0] = value;
        return index;
      }
      to[index - base] = value;
    }
    return end;
  }`;
}

function writeRowsText(kind: LoopItems["kind"]): string {
  return `function (kernel, env, a, b, first, end, shift, to, base, results, lengths, at, limit) {
    for (let index = first; index < end; index++) {
      const value = kernel(${itemTexts[kind]}, env, shift + index);
      results.push(value);
      if (!Array.isArray(value)) return index;
      const length = value.length;
      if (limit - at < length) return index;
      for (let column = 0; column < length; column++) {
        const number = value[column];
        if (typeof number !== "number") return index;
        to[at + column] = number;
      }
      lengths[index - base] = length;
      at += length;
    }
    return end;
  }`;
}

/** So many iterations make a kernel worth a loop of its own, which takes about as long to make as they took. */
const WORTH_AFTER = 2000;

/** The own loop of a kernel that is about to run so many iterations more; undefined while it has not run often enough. */
export function ownLoop(kernel: AnyKernel, iterations: number): OwnLoop | undefined {
  const record = recordOf(kernel);
  record.iterations += iterations;
  if (record.loop === undefined && WORTH_AFTER < record.iterations) record.loop = makeOwnLoop();
  return record.loop;
}

/**
 * A new empty array for results of a kernel, which no other kernel's results have a part in: one that begins as an array of
 * small whole numbers makes a loop that has learnt to push others throw away what was optimized, time and again.
 */
export function newResults(kernel: AnyKernel): unknown[] {
  return recordOf(kernel).loop?.results() ?? newArray();
}

let script: vm.Script | undefined;

/** A new loop, about which the engine has learnt nothing yet; undefined where scripts cannot be compiled. */
function makeOwnLoop(): OwnLoop | undefined {
  try {
    script ??= new vm.Script(
      `({ results: function () { return []; }, push: { ${entries(pushText)} }, write: { ${entries(writeText)} }, writeRows: { ${entries(writeRowsText)} } })`,
      {
        filename: "@loopsmith/runner/ownLoop",
      },
    );
    return script.runInThisContext() as OwnLoop;
  } catch {
    return undefined;
  }
}

function entries(text: (kind: LoopItems["kind"]) => string): string {
  return (["range", "elements", "grid"] as const).map((kind) => `${kind}: ${text(kind)}`).join(", ");
}

interface Iterations {
  readonly kernel: AnyKernel;
  readonly env: unknown;
  readonly first: number;
  readonly end: number;
  /** What is added to an ordinal to be the kernel's index. */
  readonly shift: number;
}

/** Runs iterations and pushes their results; see `Pushing`. @throws what the kernel throws, after the results before it */
export function pushWith({ push }: OwnLoop, items: LoopItems, run: Iterations, to: unknown[]): number {
  const { kernel, env, first, end, shift } = run;
  switch (items.kind) {
    case "range":
      return push.range(kernel, env, items.start, items.step, first, end, shift, to);
    case "elements":
      return push.elements(kernel, env, items.items, items.offset, first, end, shift, to);
    case "grid":
      return push.grid(kernel, env, items.columns, 0, first, end, shift, to);
  }
}

/** Runs iterations and writes their results, as long as they are numbers; see `Writing`. @throws what the kernel throws */
export function writeWith(
  { write }: OwnLoop,
  items: LoopItems,
  { kernel, env, first, end, shift }: Iterations,
  { numbers, base, rest }: { readonly numbers: Float64Array; readonly base: number; readonly rest: unknown[] },
): number {
  switch (items.kind) {
    case "range":
      return write.range(kernel, env, items.start, items.step, first, end, shift, numbers, base, rest);
    case "elements":
      return write.elements(kernel, env, items.items, items.offset, first, end, shift, numbers, base, rest);
    case "grid":
      return write.grid(kernel, env, items.columns, 0, first, end, shift, numbers, base, rest);
  }
}

/** Where rows are written: `rows` from `place` to before `limit`, the length of each at its ordinal less `base`. */
export interface RowPlaces {
  readonly rows: Float64Array;
  readonly lengths: Uint32Array;
  readonly base: number;
  readonly place: number;
  readonly limit: number;
  readonly results: unknown[];
}

/**
 * Runs iterations and writes their results, as long as they look like rows of numbers, which they may be and yet be more than that;
 * see `WritingRows`.
 * @throws what the kernel throws
 */
export function writeRowsWith(
  { writeRows }: OwnLoop,
  items: LoopItems,
  { kernel, env, first, end, shift }: Iterations,
  { rows, lengths, base, place, limit, results }: RowPlaces,
): number {
  const [a, b] = placesOf(items);
  const write = writeRows[items.kind];
  return write(kernel, env, a, b, first, end, shift, rows, base, results, lengths, place, limit);
}

function placesOf(items: LoopItems): readonly [unknown, number] {
  switch (items.kind) {
    case "range":
      return [items.start, items.step];
    case "elements":
      return [items.items, items.offset];
    case "grid":
      return [items.columns, 0];
  }
}
