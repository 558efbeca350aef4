// The other side of pack.ts: the env and the items as the kernel in a worker sees them.
import { gridItem } from "../range.js";
import { deserialize, unpackBuffers } from "./buffers.js";
import { unpackNumbers } from "./numbers.js";
import type { Packed, Unit } from "./pack.js";

export interface Unpacked {
  readonly env: unknown;
  /** The item of one iteration; `chunk` is the one that the iteration belongs to. */
  at(index: number, chunk: number): unknown;
}

/** @param starts ordinal of the first item of each chunk */
export function unpack(packed: Packed, starts: ArrayLike<number>): Unpacked {
  const buffers = unpackBuffers(packed.buffers);
  const unit = openUnit(packed.unit, buffers);
  const env = unit.value;
  for (const [key, numbers] of packed.numbers) (env as Record<string, unknown>)[key] = unpackNumbers(numbers);
  const { items, first } = packed;
  switch (items.kind) {
    case "range":
      return { env, at: (index) => items.start + index * items.step };
    case "grid":
      return { env, at: (index) => gridItem(index, items.columns) };
    case "numbers":
      return { env, at: (index) => items.data[index] };
    case "together": {
      const values = unit.items as ArrayLike<unknown>;
      const offset = ArrayBuffer.isView(values) ? 0 : first;
      return { env, at: (index) => values[index - offset] };
    }
    case "segments": {
      let open = -1;
      let values: readonly unknown[] = [];
      const at = (index: number, chunk: number): unknown => {
        if (open !== chunk) {
          values = openUnit(items.segments[chunk]!, buffers).items as readonly unknown[];
          open = chunk;
        }
        return values[index - starts[chunk]!];
      };
      return { env, at };
    }
  }
}

function openUnit(bytes: Uint8Array, buffers: readonly ArrayBufferLike[]): Unit {
  const unit = deserialize(bytes, buffers) as Unit;
  for (const object of unit.bare) Object.setPrototypeOf(object, null);
  for (const [pattern, lastIndex] of unit.patterns) pattern.lastIndex = lastIndex;
  return unit;
}
