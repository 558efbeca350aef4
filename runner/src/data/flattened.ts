// The elements of many arrays at once, and whether the arrays are nothing but these: asked of the engine in one go.
import { types } from "node:util";
import v8 from "node:v8";

const { concat, slice } = Array.prototype;

/** Longer arrays are no rows; their copy would take more than it saves. */
const LONGEST = 1000;

/** So many arrays are worth being asked for together, and are asked for at once. */
export const [FEWEST, MOST] = [16, 256];

/** What V8 writes first for an array that it keeps without places for holes, and for a number that it keeps as a float. */
const [PACKED, FLOAT] = ["A".charCodeAt(0), "N".charCodeAt(0)];

/**
 * The elements of arrays one after the other, where each array is told by its elements: of the usual prototype, extensible, nothing but
 * plain elements without holes. Looking at such an array by reflection takes as long as copying fifty.
 *
 * V8's `concat` has a fast way, which it takes only where all arrays are such ones, and another one, whose result it keeps in another way;
 * how a value is kept, its serializer shows. (`Fast_ArrayConcat`, `IsSimpleArray` and `Slow_ArrayConcat` in builtins-array.cc.)
 * Where an engine does it otherwise, arrays that are more than their elements tell so when this is called first, and it is never used.
 * Runs no code of the arrays. O(number of arrays and elements)
 * @returns undefined where an array is anything else, is kept in a way that tells nothing, or is too long
 */
export function flattened(arrays: readonly unknown[]): readonly unknown[] | undefined {
  isReliable ??= provesReliable();
  return isReliable ? flatten(arrays) : undefined;
}

let isReliable: boolean | undefined;

function flatten(arrays: readonly unknown[]): readonly unknown[] | undefined {
  const empties: unknown[][] = [];
  let total = 0;
  for (const array of arrays) {
    if (!Array.isArray(array) || types.isProxy(array)) return undefined;
    // Both would have a say in what `slice` makes.
    if (Object.getPrototypeOf(array) !== Array.prototype || Object.hasOwn(array, "constructor")) return undefined;
    if (array.length > LONGEST) return undefined;
    total += array.length;
    // Looks at no element, and is kept like the array; where that has accessors, or is not extensible, with places for holes.
    empties.push(slice.call(array, 0, 0));
  }
  const common = concat.apply([], empties);
  common.push(1);
  const shown = written(common);
  if (shown[0] !== PACKED) return undefined;
  // From here on nothing can run: there are no accessors; and `concat` took its fast way, which a program can close for good. A result
  // of the slow way is kept with places for holes, but without where it holds floats only: the first part makes the fast way differ.
  const isFloats = shown[2] === FLOAT;
  const all = concat.apply(isFloats ? withPlaces.slice(0, 1) : other, arrays as unknown[][]);
  if ((written(slice.call(all, 0, 0))[0] === PACKED) === isFloats || all.length !== total + 1) return undefined;
  all.shift();
  return all;
}

/** Copies of its first element are kept as floats, with places for holes. */
// biome-ignore lint/suspicious/noSparseArray: the hole is what makes it so.
const withPlaces: unknown[] = [0.5, , 0.5];
const other: unknown[] = [null];

/** The bytes of a value behind the serializer's header, which is left out. */
function written(value: unknown): Uint8Array {
  const serializer = new v8.Serializer();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

/** What makes an array more than its elements. */
const oddities: readonly ((array: unknown[]) => unknown)[] = [
  (array) => Object.assign(array, { sum: 1 }),
  (array) => Object.assign(array, { [Symbol("sum")]: 1 }),
  (array) => Object.defineProperty(array, "sum", { value: 1 }),
  (array) => Object.defineProperty(array, "length", { writable: false }),
  (array) => Object.defineProperty(array, 1, { get: unexpected }),
  (array) => Object.defineProperty(array, 0, { get: unexpected }),
  (array) => Object.defineProperty(array, 1, { writable: false }),
  (array) => Object.defineProperty(array, 1, { enumerable: false }),
  (array) => Object.defineProperty(array, 1, { configurable: false }),
  (array) => Object.setPrototypeOf(array, Object.create(Array.prototype)),
  deleteSecond,
  Object.freeze,
  Object.seal,
  Object.preventExtensions,
];

function deleteSecond(array: unknown[]): void {
  delete array[1];
}

function unexpected(): never {
  throw new Error("was asked");
}

/** Whether this engine shows which arrays are more than their elements, for each way in which it keeps elements. */
function provesReliable(): boolean {
  try {
    return [[1, 2, 3], [0.5, 1.5, 2.5], ["a", null, 1], []].every((usual) => {
      // Copies, because the engine remembers what has become of arrays made at one place of a text.
      const rows = (odd: (array: unknown[]) => unknown): unknown[][] => {
        const made = Array.from({ length: 4 }, () => slice.call(usual));
        odd(made[2]!);
        return made;
      };
      if (flatten(rows(() => {}))?.length !== 4 * usual.length) return false;
      const applicable = usual.length === 0 ? oddities.filter((odd) => odd !== deleteSecond) : oddities;
      return applicable.every((odd) => flatten(rows(odd)) === undefined);
    });
  } catch {
    return false;
  }
}
