// Going through arrays of the caller's without changing how V8 keeps them.

const { at, values } = Array.prototype;
const none: readonly never[] = [];

/**
 * The elements of an array, holes as `undefined`, in a way that leaves it as it is kept. A subscript does not: a place of the text that
 * has met arrays of small whole numbers, of numbers and of anything makes the former like the latter once it is optimized, and
 * puts each number of the caller's array into a box of its own, with which every later loop over it is several times slower.
 */
export function unchanged<T>(array: readonly T[]): IterableIterator<T> {
  return values.call(array) as IterableIterator<T>;
}

/**
 * The element of an array, or of a typed array, at an index from 0 on; what an array lacks is `undefined`. Leaves it as it is kept, which
 * a subscript does not where many arrays come by. O(1)
 */
export function elementAt<T>(array: ArrayLike<T>, index: number): T | undefined {
  return Array.isArray(array) ? (at.call(array, index) as T | undefined) : array[index];
}

/**
 * A new empty array, of which the engine knows nothing: it remembers of each `[]` in a text what its arrays came to hold, and keeps all
 * later ones so from the start, numbers in boxes where others held objects.
 */
export function newArray<T>(): T[] {
  return none.slice();
}
