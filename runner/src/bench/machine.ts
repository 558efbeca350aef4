// The machine on which a benchmark ran, as far as it explains the figures.
import os from "node:os";
import type { Machine } from "../report/report.js";

export function thisMachine(): Machine {
  return {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model.trim() || "unknown",
    memoryBytes: os.totalmem(),
    node: process.version,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
  };
}
