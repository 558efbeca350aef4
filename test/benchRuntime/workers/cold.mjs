// A bare worker that imports a kernel and posts one result of it.
import { parentPort, workerData } from "node:worker_threads";
import { scale } from "../latency.kernels.mjs";

parentPort.postMessage(scale(workerData.at, { by: workerData.by }));
