// The door `.` of the package: what a rewritten program needs at run time, and nothing of the benchmark.
export { type Assumptions, assumptionsHold } from "./assumptions.js";
export { type Chunk, type ChunksOptions, chunks } from "./chunks.js";
export type { Items } from "./data/items.js";
export { LoopsmithError } from "./errors.js";
export { type Kernel, registerKernels } from "./kernels.js";
export {
  type ParallelMap,
  parallelBatchesSync,
  parallelEntriesSync,
  parallelMap,
  parallelMapSync,
} from "./parallelMap.js";
export { close, warmUp } from "./pool/lifecycle.js";
export { type RandomStream, randomStream } from "./random/randomStream.js";
export { type Grid, grid, type Range, range } from "./range.js";
export type { Batch, Entry } from "./run/batches.js";
export type { IntoArray, Options, Signal } from "./run/request.js";
export { type CallStatistics, lastCall } from "./run/statistics.js";
export { type CallTimeline, type ChunkSpan, lastTimeline, type ThreadTimeline } from "./run/timeline.js";
export type { Progress } from "./run/watch.js";
export { type Backend, configure, type Gate, type ResourceLimits, type Settings } from "./settings.js";
export { shared } from "./shared.js";
