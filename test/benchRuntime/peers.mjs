// The pools that are compared, behind one interface: how each is started and given a task.
import { createRequire } from "node:module";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

const require = createRequire(import.meta.url);

/** @param {string} name @returns {string} */
function workerFile(name) {
  return new URL(`./workers/${name}.mjs`, import.meta.url).pathname;
}

/**
 * @typedef {object} Peer
 * @property {(kind: "one" | "share", task: object) => Promise<unknown>} run
 */

/** @type {Readonly<Record<string, (threads: number) => Promise<Peer>>>} */
export const peers = {
  async piscina(threads) {
    const { Piscina } = require("piscina");
    const pool = new Piscina({ filename: workerFile("pool"), minThreads: threads, maxThreads: threads });
    return { run: (_, task) => pool.run(task) };
  },
  async tinypool(threads) {
    const { Tinypool } = await import("tinypool");
    const pool = new Tinypool({ filename: workerFile("pool"), minThreads: threads, maxThreads: threads });
    return { run: (_, task) => pool.run(task) };
  },
  async workerpool(threads) {
    const { default: workerpool } = await import("workerpool");
    const pool = workerpool.pool(workerFile("workerpool"), {
      minWorkers: threads,
      maxWorkers: threads,
      workerType: "thread",
    });
    return { run: (kind, task) => pool.exec(kind, [task]) };
  },
  async poolifier(threads) {
    const { FixedThreadPool } = await import("poolifier");
    const pool = new FixedThreadPool(threads, workerFile("poolifier"));
    // Tasks that are given to it before are lost now and then.
    while (!pool.info.ready) await new Promise((resolve) => setTimeout(resolve, 5));
    return { run: (kind, task) => pool.execute(task, kind) };
  },
  async threads(threads) {
    const { Pool, spawn, Worker: Threaded } = require("threads");
    const pool = Pool(() => spawn(new Threaded("./workers/threads.mjs"), { timeout: 60_000 }), threads);
    return { run: (kind, task) => pool.queue((worker) => worker[kind](task)) };
  },
  async multithreading(threads) {
    const { initRuntime, move, spawn } = await import("multithreading");
    initRuntime({ maxWorkers: threads });
    const tasks = new URL("./tasks.mjs", import.meta.url).href;
    return {
      async run(kind, task) {
        const handle = spawn(move(kind, task, tasks), async (name, given, file) => (await import(file))[name](given));
        const result = await handle.join();
        if (!result.ok) throw result.error;
        return result.value;
      },
    };
  },
};

/**
 * Workers by hand, the caller blocked meanwhile: the least that a call can cost.
 * @param {number} threads
 * @returns {{ runAll(tasks: readonly object[]): unknown[]}}
 */
export function handWritten(threads) {
  const workers = Array.from({ length: threads }, () => {
    const { port1, port2 } = new MessageChannel();
    const bell = new Int32Array(new SharedArrayBuffer(8));
    const worker = new Worker(workerFile("raw"), { workerData: { port: port2, bell }, transferList: [port2] });
    worker.unref();
    port1.unref();
    return { worker, port: port1, bell, served: 0 };
  });
  return {
    runAll(tasks) {
      for (const [at, task] of tasks.entries()) {
        const { port, bell } = workers[at];
        port.postMessage(task);
        Atomics.add(bell, 0, 1);
        Atomics.notify(bell, 0);
      }
      return tasks.map((_, at) => {
        const one = workers[at];
        Atomics.wait(one.bell, 1, one.served);
        one.served++;
        return receiveMessageOnPort(one.port)?.message;
      });
    },
  };
}
