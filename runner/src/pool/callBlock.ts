// The shared memory of a call in one piece: a buffer costs a microsecond to make, and another one to send to each worker.
import { type Control, controlWords } from "../schedule/control.js";
import { Times } from "./protocol.js";

export interface CallBlock {
  readonly control: Control;
  /** Ordinal of the first item of each chunk, and at the end the number of items. */
  readonly starts: Uint32Array;
  /** Where the time of each worker goes. */
  readonly times: Float64Array;
  /** Results that are numbers, one for each packed item. */
  readonly numbers: Float64Array;
}

/** @param count number of packed items */
export function newBlock(starts: Uint32Array, workers: number, count: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(offsets(starts.length - 1, workers).numbers + 8 * count);
  openBlock(memory, starts.length - 1, workers).starts.set(starts);
  return memory;
}

/** The parts of a block, in any thread. */
export function openBlock(memory: SharedArrayBuffer, chunks: number, workers: number): CallBlock {
  const at = offsets(chunks, workers);
  return {
    control: new Int32Array(memory, 0, controlWords(chunks)),
    // Not a Float64Array: its elements are doubles to the engine, whatever their value, and a kernel whose index is a double
    // runs several times slower than the loop it came from (`%`, subscripts). No array is longer than 2^32 - 1.
    starts: new Uint32Array(memory, at.starts, chunks + 1),
    times: new Float64Array(memory, at.times, Times.words * workers),
    numbers: new Float64Array(memory, at.numbers),
  };
}

function offsets(chunks: number, workers: number) {
  const starts = 4 * controlWords(chunks);
  const times = Math.ceil((starts + 4 * (chunks + 1)) / 8) * 8;
  return { starts, times, numbers: times + 8 * Times.words * workers };
}
