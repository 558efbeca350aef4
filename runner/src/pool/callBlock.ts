// The shared memory of a call in one piece: a buffer costs a microsecond to make, and another one to send to each worker.
import { takeMemory } from "../data/recycling.js";
import { type Control, controlWords } from "../schedule/control.js";
import { Times, TraceWords } from "./protocol.js";

export interface CallBlock {
  readonly control: Control;
  /** Ordinal of the first item of each chunk, and at the end the number of items. */
  readonly starts: Uint32Array;
  /** Where the time of each worker goes. */
  readonly times: Float64Array;
  /** Who computes each chunk, and when; undefined where nobody asks. */
  readonly trace: Float64Array | undefined;
  /** Results that are numbers, one for each packed item. */
  readonly numbers: Float64Array;
  /** Results that are rows of numbers, those of a chunk one after the other; as many places for each item as the shape says. */
  readonly rows: Float64Array;
  /** The length of each such row. */
  readonly lengths: Uint32Array;
}

/** What the places of the parts depend on. */
export interface BlockShape {
  readonly chunks: number;
  readonly workers: number;
  /** Number of packed items. */
  readonly count: number;
  /** Places for the rows of an item: 0 where its result is not expected to be one. */
  readonly width: number;
  /** Whether it is written down who computes which chunk. */
  readonly traced: boolean;
}

/** Larger blocks are whole numbers of so many bytes. */
const PIECE = 2 ** 16;

export function newBlock(starts: Uint32Array, shape: BlockShape): SharedArrayBuffer {
  const { numbers, end: bytes } = offsets(shape);
  // Calls of one length may differ by some chunks; their blocks are of one size nevertheless.
  const memory = takeMemory(bytes < PIECE ? bytes : Math.ceil(bytes / PIECE) * PIECE);
  new Uint8Array(memory, 0, numbers).fill(0);
  openBlock(memory, shape).starts.set(starts);
  return memory;
}

/** The parts of a block, in any thread. */
export function openBlock(memory: SharedArrayBuffer, shape: BlockShape): CallBlock {
  const { chunks, workers, traced, count, width } = shape;
  const at = offsets(shape);
  return {
    control: new Int32Array(memory, 0, controlWords(chunks)),
    // Not a Float64Array: its elements are doubles to the engine, whatever their value, and a kernel whose index is a double
    // runs several times slower than the loop it came from (`%`, subscripts). No array is longer than 2^32 - 1.
    starts: new Uint32Array(memory, at.starts, chunks + 1),
    times: new Float64Array(memory, at.times, Times.words * workers),
    trace: traced ? new Float64Array(memory, at.trace, TraceWords.words * chunks) : undefined,
    numbers: new Float64Array(memory, at.numbers, count),
    rows: new Float64Array(memory, at.rows, count * width),
    lengths: new Uint32Array(memory, at.lengths, width === 0 ? 0 : count),
  };
}

function offsets({ chunks, workers, traced, count, width }: BlockShape) {
  const starts = 4 * controlWords(chunks);
  const times = Math.ceil((starts + 4 * (chunks + 1)) / 8) * 8;
  const trace = times + 8 * Times.words * workers;
  const numbers = trace + (traced ? 8 * TraceWords.words * chunks : 0);
  const rows = numbers + 8 * count;
  const lengths = rows + 8 * count * width;
  return { starts, times, trace, numbers, rows, lengths, end: lengths + (width === 0 ? 0 : 4 * count) };
}
