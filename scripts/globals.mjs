// Globals of Node that test runners before jest 27 do not hand on: in the runner's CommonJS files, and in the piscina beside them, they
// are imported. jsdom's timers return numbers, which have no `unref`.
export { performance } from "node:perf_hooks";
export { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";

/** @param {() => void} task */
export const queueMicrotask = (task) => void Promise.resolve().then(task);
