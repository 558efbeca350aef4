// Typed arrays in shared memory from the start, which need not be copied on their way to the workers.

export type TypedArrayConstructor<A extends ArrayBufferView> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): A;
};

/**
 * A zero-filled typed array over shared memory, e.g. `shared(Float64Array, 1000)`.
 * @param length number of elements
 * @throws RangeError as the constructor itself for a length that is none.
 */
export function shared<A extends ArrayBufferView>(type: TypedArrayConstructor<A>, length: number): A {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
}
