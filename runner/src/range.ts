// Index spaces: the values that a counted loop goes through, and the pairs of two nested ones.
import { LoopsmithError } from "./errors.js";

// A brand instead of `instanceof`: the ESM and the CommonJS build may both be loaded.
const brand = Symbol.for("@loopsmith/runner range");

/** The longest JavaScript array. */
const MAX_LENGTH = 2 ** 32 - 1;

export interface Range extends Iterable<number> {
  readonly [brand]: "range";
  readonly length: number;
  readonly start: number;
  readonly step: number;
  /** Present where `start + k * step` would differ from what the loop's repeated addition gives. */
  readonly values: Float64Array | undefined;
}

export interface Grid extends Iterable<readonly [row: number, column: number]> {
  readonly [brand]: "grid";
  readonly length: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The values that `for (let i = start; i < end; i += step)` goes through, bit for bit, or with a negative step those of
 * `for (let i = start; i > end; i += step)`.
 * @throws LoopsmithError where that loop would never end, or has more iterations than an array has elements.
 */
export function range(end: number): Range;
export function range(start: number, end: number, step?: number): Range;
export function range(...bounds: readonly [number, number?, number?]): Range {
  const [first, second, step = 1] = bounds;
  // A bound of JavaScript may be missing or a string: it is compared as the loop compares it.
  const [start, end] = bounds.length < 2 ? [0, Number(first)] : [first, Number(second)];
  if (Number.isNaN(step) || step === 0) {
    if (step === 0 && !(start < end)) return makeRange(start, step, 0, undefined);
    throw new LoopsmithError(`range(${start}, ${end}, ${step}) never ends.`, "Give a step other than 0.");
  }
  const within = step > 0 ? (value: number) => value < end : (value: number) => value > end;
  if (!within(start)) return makeRange(start, step, 0, undefined);
  const estimate = Math.ceil((end - start) / step);
  if (!(estimate <= MAX_LENGTH)) {
    throw new LoopsmithError(
      `range(${start}, ${end}, ${step}) has more values than an array can hold.`,
      `Give an end that is reached in at most ${MAX_LENGTH} steps.`,
    );
  }
  if (!isExact(start, step, estimate)) return repeatedAddition(start, end, step, within);
  // With exact integers the quotient is off by at most its rounding, which these two steps take back.
  let length = estimate;
  while (within(start + length * step)) length++;
  while (0 < length && !within(start + (length - 1) * step)) length--;
  return makeRange(start, step, length, undefined);
}

/**
 * All pairs `[row, column]` of two nested counted loops from 0, in their order, as one index space.
 * @throws LoopsmithError for sizes that are no array lengths.
 */
export function grid(rows: number, columns: number): Grid {
  // `for (let y = 0; y < 2.5; y++)` has three iterations, `y < -1` and `y < NaN` none.
  const [height, width] = [rows, columns].map((size) => (size > 0 ? Math.ceil(size) : 0)) as [number, number];
  // An empty outer loop never looks at the inner one, so that `grid(0, Infinity)` is empty and not an error.
  const length = height === 0 || width === 0 ? 0 : height * width;
  if (!(length <= MAX_LENGTH)) {
    throw new LoopsmithError(
      `grid(${rows}, ${columns}) has more pairs than an array can hold.`,
      `Give sizes with at most ${MAX_LENGTH} pairs.`,
    );
  }
  return new Pairs(height, width, length);
}

export function gridItem(index: number, columns: number): readonly [number, number] {
  return [Math.floor(index / columns), index % columns];
}

export function isRange(items: object): items is Range {
  return (items as Partial<Range>)[brand] === "range";
}

export function isGrid(items: object): items is Grid {
  return (items as Partial<Grid>)[brand] === "grid";
}

/** Whether `start + k * step` equals k repeated additions for every k up to and including `length`. */
function isExact(start: number, step: number, length: number): boolean {
  return (
    Number.isSafeInteger(start) &&
    Number.isSafeInteger(step) &&
    Number.isSafeInteger(start + (length + 1) * step) &&
    !Object.is(start, -0)
  );
}

function repeatedAddition(start: number, end: number, step: number, within: (value: number) => boolean): Range {
  const values: number[] = [];
  for (let value = start; within(value); value += step) {
    values.push(value);
    if (value + step === value || values.length > MAX_LENGTH) {
      throw new LoopsmithError(
        `range(${start}, ${end}, ${step}) never ends, because the step is too small to change the value.`,
        "Give a larger step or a smaller end.",
      );
    }
  }
  return makeRange(start, step, values.length, Float64Array.from(values));
}

function makeRange(start: number, step: number, length: number, values: Float64Array | undefined): Range {
  return new Steps(start, step, length, values);
}

/** A class, because an object literal with a generator of its own takes longer to make than a small loop to run. */
class Steps implements Range {
  readonly [brand] = "range";
  readonly start: number;
  readonly step: number;
  readonly length: number;
  readonly values: Float64Array | undefined;

  constructor(start: number, step: number, length: number, values: Float64Array | undefined) {
    this.start = start;
    this.step = step;
    this.length = length;
    this.values = values;
  }

  *[Symbol.iterator](): Generator<number, void, undefined> {
    const { start, step, length, values } = this;
    for (let index = 0; index < length; index++) yield values === undefined ? start + index * step : values[index]!;
  }
}

class Pairs implements Grid {
  readonly [brand] = "grid";
  readonly rows: number;
  readonly columns: number;
  readonly length: number;

  constructor(rows: number, columns: number, length: number) {
    this.rows = rows;
    this.columns = columns;
    this.length = length;
  }

  *[Symbol.iterator](): Generator<readonly [number, number], void, undefined> {
    const { length, columns } = this;
    for (let index = 0; index < length; index++) yield gridItem(index, columns);
  }
}
