// The other side of pack.ts: the env and the items as the kernel in a worker sees them.
import { deserialize, unpackBuffers } from "./buffers.js";
import type { LoopItems } from "./items.js";
import { unpackBooleans, unpackNumbers, unpackRows } from "./numbers.js";
import type { Packed, Unit } from "./pack.js";
import { unpackRecords } from "./records.js";

export interface Unpacked {
  readonly env: unknown;
  /** The items of one chunk. */
  items(chunk: number): LoopItems;
}

/** @param starts ordinal of the first item of each chunk */
export function unpack(packed: Packed, starts: ArrayLike<number>): Unpacked {
  const buffers = unpackBuffers(packed.buffers);
  const unit =
    packed.unit instanceof Uint8Array ? openUnit(packed.unit, buffers) : { value: packed.unit.env, items: [] };
  const env = unit.value;
  for (const [key, numbers] of packed.numbers) (env as Record<string, unknown>)[key] = unpackNumbers(numbers);
  const { items, first } = packed;
  switch (items.kind) {
    case "range":
    case "grid":
      return { env, items: () => items };
    case "numbers": {
      const { data } = items;
      if (data instanceof Uint8Array) {
        const booleans = (chunk: number): boolean[] => unpackBooleans(data, starts[chunk]!, starts[chunk + 1]!);
        return { env, items: (chunk) => ({ kind: "elements", items: booleans(chunk), offset: starts[chunk]! }) };
      }
      const elements: LoopItems = { kind: "elements", items: data, offset: 0 };
      return { env, items: () => elements };
    }
    case "rows": {
      const rows = (chunk: number) => unpackRows(items.rows, starts[chunk]! - first, starts[chunk + 1]! - first);
      return { env, items: (chunk) => ({ kind: "elements", items: rows(chunk), offset: starts[chunk]! }) };
    }
    case "together": {
      const values = unit.items as ArrayLike<unknown>;
      const elements: LoopItems = { kind: "elements", items: values, offset: ArrayBuffer.isView(values) ? 0 : first };
      return { env, items: () => elements };
    }
    case "records":
      return { env, items: (chunk) => openRecords(items, starts, chunk) };
    case "segments":
      return {
        env,
        items: (chunk) => {
          const values = openUnit(items.segments[chunk]!, buffers).items as readonly unknown[];
          return { kind: "elements", items: values, offset: starts[chunk]! };
        },
      };
  }
}

function openRecords(
  { keys, numbers, others }: Packed["items"] & { readonly kind: "records" },
  starts: ArrayLike<number>,
  chunk: number,
): LoopItems {
  const [start, end, first] = [starts[chunk]!, starts[chunk + 1]!, starts[0]!];
  const own = deserialize(others[chunk]!, []) as (unknown[] | undefined)[];
  const columns = numbers.map((column, at) => column?.subarray(start - first, end - first) ?? own[at]!);
  return { kind: "elements", items: unpackRecords({ keys, columns, length: end - start }), offset: start };
}

function openUnit(bytes: Uint8Array, buffers: readonly ArrayBufferLike[]): Unit {
  const unit = deserialize(bytes, buffers) as Unit;
  for (const object of unit.bare) Object.setPrototypeOf(object, null);
  for (const [pattern, lastIndex] of unit.patterns) pattern.lastIndex = lastIndex;
  return unit;
}
