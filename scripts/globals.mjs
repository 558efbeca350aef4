// Globals of Node that test runners before jest 27 do not hand on: in the runner's CommonJS files they are imported.
export { performance } from "node:perf_hooks";
