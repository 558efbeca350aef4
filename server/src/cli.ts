#!/usr/bin/env node
// Entry of the command line: connects `main` with the process.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "./cli/main.js";

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // The second time nobody waits any longer; what must not be left behind is removed on `exit`.
  process.on(signal, () => (abort.signal.aborted ? process.exit(130) : abort.abort()));
}

// `loopsmith check | head`: whoever reads has seen enough; what is being done is brought to its end.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

const manifest = JSON.parse(
  fs.readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "../package.json"), "utf8"),
) as { version: string };
const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];

process.exitCode = await main(process.argv.slice(2), {
  terminal: {
    cwd: process.cwd(),
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    ...(process.stderr.isTTY === true
      ? {
          status: (text: string) =>
            process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`),
        }
      : {}),
    color,
  },
  signal: abort.signal,
  version: manifest.version,
});
