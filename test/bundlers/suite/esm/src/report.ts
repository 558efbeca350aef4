// The program: maps twice, and writes down how it went.
import { appendFileSync, writeFileSync } from "node:fs";
import { lastCall, parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { row } from "./rows.kernels.ts";
import { shade } from "./shade.ts";

appendFileSync(process.env["RUNS"]!, "run\n");

export async function report(): Promise<void> {
  const env = { width: 40, limit: 50 };
  const options = { gate: "always", workers: 3 } as const;
  const plain = Array.from({ length: 64 }, (_, y) => Array.from({ length: 40 }, (_, x) => shade(x, y, env.limit)));
  const rows = await parallelMap(range(64), row, env, options);
  const asynchronous = lastCall();
  const same = parallelMapSync(range(64), row, env, options);
  const synchronous = lastCall();
  const all = [...rows, ...same];
  const equal = all.every(({ values }, index) => String(values) === String(plain[index % 64]));
  // Test runners give each file a world of its own, with an Array and an Object of its own.
  const prototypes = (object: object): unknown => Object.getPrototypeOf(object);
  const ownWorld =
    [rows, same, ...all.map(({ values }) => values)].every((list) => prototypes(list) === Array.prototype) &&
    all.every((object) => prototypes(object) === Object.prototype);
  const elsewhere = rows.every(({ isMain }) => !isMain);
  writeFileSync(process.env["REPORT"]!, JSON.stringify({ equal, ownWorld, elsewhere, asynchronous, synchronous }));
}
