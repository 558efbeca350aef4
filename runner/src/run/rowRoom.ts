// How much room the rows that a kernel returns are given in the memory of a call: as much as those before them took.
import type { ChunkResults } from "../data/results.js";
import type { KernelRecord } from "../state.js";

/** Bytes of a call's rows; larger ones are sent chunk by chunk. */
const MOST = 2 ** 27;

/** Rows of several lengths get so much more room than they took on average. */
const SPARE = 1.25;

/** Places for the row of each of so many items; 0 where none is expected, or where all would take too much memory. */
export function roomForRows({ width }: KernelRecord, items: number): number {
  return 8 * width * items <= MOST ? width : 0;
}

/** Learns from what the first items of a kernel have returned, before any row has been sent. */
export function expectRows(record: KernelRecord, values: readonly unknown[]): void {
  const last = values.at(-1);
  if (record.width === 0 && Array.isArray(last) && typeof last[0] === "number") record.width = last.length;
}

/** Learns from results that had to be sent, for want of room or of any knowledge. */
export function learnRows(record: KernelRecord, results: ChunkResults): void {
  if (results.kind !== "rows" || results.rows.data instanceof Uint8Array) {
    record.width = 0;
    return;
  }
  const lengths = results.rows.rows!;
  const total = results.rows.data.length;
  const isEven = total === lengths.length * lengths[0]!;
  const width = isEven ? lengths[0]! : Math.ceil((SPARE * total) / lengths.length);
  record.width = Math.max(record.width, width);
}
