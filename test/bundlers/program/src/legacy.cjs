// The program in CommonJS.
const { appendFileSync } = require("node:fs");
const { lastCall, parallelMap, parallelMapSync, range } = require("@loopsmith/runner");
const { sum } = require("./kernels/legacy.kernels.cjs");

appendFileSync(process.env.RUNS, "run\n");

async function main() {
  const options = { gate: "always", workers: 3 };
  const plain = Array.from({ length: 64 }, (_, y) => y + 5);

  const sums = await parallelMap(range(64), sum, { term: 5 }, options);
  const asynchronous = lastCall();
  const same = parallelMapSync(range(64), sum, { term: 5 }, options);
  const synchronous = lastCall();

  console.log(
    JSON.stringify({
      equal: [sums, same].every((all) => all.every(({ value }, y) => value === plain[y])),
      elsewhere: sums.every(({ isMain }) => !isMain),
      asynchronous,
      synchronous,
    }),
  );
}

void main();
