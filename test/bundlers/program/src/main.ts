// What is bundled: a program that maps twice, and tells how it went.
import { appendFileSync } from "node:fs";
import { lastCall, parallelMap, parallelMapSync, range } from "@loopsmith/runner";
import { row } from "./kernels/rows.kernels";
import { shade } from "./shade";

appendFileSync(process.env["RUNS"]!, "run\n");

async function main(): Promise<void> {
  const env = { width: 40, limit: 50 };
  const options = { gate: "always", workers: 3 } as const;
  const plain = Array.from({ length: 64 }, (_, y) =>
    Array.from({ length: env.width }, (_, x) => shade(x, y, env.limit)),
  );

  const rows = await parallelMap(range(64), row, env, options);
  const asynchronous = lastCall();
  const same = parallelMapSync(range(64), row, env, options);
  const synchronous = lastCall();

  console.log(
    JSON.stringify({
      equal: [rows, same].every((all) => all.every(({ values }, y) => String(values) === String(plain[y]))),
      elsewhere: rows.every(({ isMain }) => !isMain),
      asynchronous,
      synchronous,
    }),
  );
}

void main();
