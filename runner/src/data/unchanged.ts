// Going through arrays of the caller's without changing how V8 keeps them.

const values = Array.prototype.values;

/**
 * The elements of an array, holes as `undefined`, in a way that leaves it as it is kept. A subscript does not: a place of the text that
 * has met arrays of small whole numbers, of numbers and of anything makes the former like the latter once it is optimized, and
 * puts each number of the caller's array into a box of its own, with which every later loop over it is several times slower.
 */
export function unchanged<T>(array: readonly T[]): IterableIterator<T> {
  return values.call(array) as IterableIterator<T>;
}
