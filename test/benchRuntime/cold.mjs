// The time until the first result in a process that has just started: by a call, or by as many bare workers that import the same kernel.
// Arguments: `sync`, `async` or `bare`, and the number of threads. Prints milliseconds.
import { Worker } from "node:worker_threads";
import { configure, parallelBatchesSync, parallelMap, range } from "@loopsmith/runner";
import { scale } from "./latency.kernels.mjs";

const [form, threads] = [process.argv[2], Number(process.argv[3])];
configure({ workers: threads });
const begin = performance.now();
console.log((await firstResult()) - begin);
process.exit(0);

async function firstResult() {
  if (form === "bare") {
    // Not counted: the workers that are second.
    const url = new URL("./workers/cold.mjs", import.meta.url);
    const workers = Array.from({ length: threads }, (_, at) => new Worker(url, { workerData: { at, by: 3 } }));
    return await new Promise((resolve) => {
      for (const worker of workers) worker.once("message", () => resolve(performance.now()));
    });
  }
  const options = { gate: "always", chunk: 1 };
  // The calling thread takes part in the sync form, and is there at once: what is asked for is a result of a worker.
  if (form === "sync")
    for (const _ of parallelBatchesSync(range(64), scale, { by: 3 }, { ...options, timeout: 60_000 })) break;
  else for await (const _ of parallelMap(range(64), scale, { by: 3 }, options).batches()) break;
  return performance.now();
}
