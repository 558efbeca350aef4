// Whether two packings of a call's items and env hold the same, so that the originals have not changed in between.
import type { PackedNumbers } from "./numbers.js";
import type { Packed, PackedItems } from "./pack.js";

/** O(bytes packed). Memory that both share is the same by being shared. */
export function samePacked(a: Packed, b: Packed): boolean {
  return (
    a.first === b.first &&
    sameUnit(a.unit, b.unit) &&
    sameItems(a.items, b.items) &&
    sameLists(a.buffers.genuine, b.buffers.genuine, Object.is) &&
    sameLists(
      a.buffers.memory,
      b.buffers.memory,
      (one, other) => one === other || sameBytes(bytesOf(one), bytesOf(other)),
    ) &&
    sameLists(
      a.numbers,
      b.numbers,
      ([key, numbers], [otherKey, others]) => key === otherKey && sameNumbers(numbers, others),
    )
  );
}

function sameUnit(a: Packed["unit"], b: Packed["unit"]): boolean {
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && sameBytes(a, b);
  }
  // An env that is sent as it is holds nothing but primitives.
  const [one, other] = [a.env, b.env];
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return Object.is(one, other);
  const same = ([key, value]: [string, unknown], [otherKey, otherValue]: [string, unknown]): boolean =>
    key === otherKey && Object.is(value, otherValue);
  return sameLists(Object.entries(one), Object.entries(other), same);
}

function sameItems(a: PackedItems, b: PackedItems): boolean {
  if (a.kind === "range" && b.kind === "range") return Object.is(a.start, b.start) && a.step === b.step;
  if (a.kind === "grid" && b.kind === "grid") return a.columns === b.columns;
  if (a.kind === "numbers" && b.kind === "numbers") {
    return sameNumbers({ data: a.data, rows: undefined }, { data: b.data, rows: undefined });
  }
  if (a.kind === "rows" && b.kind === "rows") return sameNumbers(a.rows, b.rows);
  if (a.kind === "segments" && b.kind === "segments") return sameLists(a.segments, b.segments, sameBytes);
  if (a.kind === "records" && b.kind === "records") {
    const sameColumn = (one: Float64Array | undefined, other: Float64Array | undefined): boolean =>
      one === undefined || other === undefined ? one === other : sameBytes(bytesIn(one), bytesIn(other));
    return (
      sameLists(a.keys, b.keys, Object.is) &&
      sameLists(a.numbers, b.numbers, sameColumn) &&
      sameLists(a.others, b.others, sameBytes)
    );
  }
  return a.kind === "together" && b.kind === "together";
}

function sameNumbers(a: PackedNumbers, b: PackedNumbers): boolean {
  const [rows, others] = [a.rows ?? new Uint32Array(0), b.rows ?? new Uint32Array(0)];
  // The bytes of booleans may be those of numbers.
  if (a.data instanceof Uint8Array !== b.data instanceof Uint8Array) return false;
  return sameBytes(bytesIn(a.data), bytesIn(b.data)) && sameBytes(bytesIn(rows), bytesIn(others));
}

function sameLists<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((value, index) => same(value, b[index]!));
}

function bytesOf(memory: SharedArrayBuffer): Uint8Array {
  return new Uint8Array(memory);
}

function bytesIn({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
