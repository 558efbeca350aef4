// How much of packing goes into the check that every value arrives unchanged, on short rows, and what V8's serializer takes for the same, which
// checks nothing. Runs under tsx, on the sources; prints JSON.
import v8 from "node:v8";
import { itemSource } from "../../runner/src/data/items.ts";
import { pack } from "../../runner/src/data/pack.ts";
import { inspect, newSurvey } from "../../runner/src/data/travel.ts";
import { range } from "../../runner/src/range.ts";

const COUNT = 30_000;
const make = (row) => Array.from({ length: COUNT }, (_, at) => row(at));
const shapes = {
  "rows of 3 numbers": make((at) => [at, at / 2, at / 3]),
  "rows of 20 numbers": make((at) => Array.from({ length: 20 }, (_, column) => at + column / 2)),
  "records of 2 numbers": make((at) => ({ x: at, y: at / 2 })),
  "rows of a string and a number": make((at) => [`name ${at}`, at]),
};
const results = [];
for (const [shape, rows] of Object.entries(shapes)) {
  const env = { rows };
  const source = itemSource(range(64));
  const starts = Uint32Array.of(0, 32, 64);
  const [checks, packs, serializes] = [[], [], []];
  for (let round = 0; round < 9; round++) {
    let begin = performance.now();
    if (!inspect(newSurvey(), env, "env", 0)) throw new Error(`${shape} were expected to travel`);
    checks.push(performance.now() - begin);
    begin = performance.now();
    if ("obstacle" in pack({ source, env, writes: [], into: undefined, starts }))
      throw new Error(`${shape} were expected to travel`);
    packs.push(performance.now() - begin);
    begin = performance.now();
    v8.serialize(env);
    serializes.push(performance.now() - begin);
  }
  const [check, whole, serialize] = [checks, packs, serializes].map((times) => times.toSorted((a, b) => a - b)[4]);
  const [nanoseconds, serialized] = [whole, serialize].map((time) => (1e6 * time) / COUNT);
  results.push({ shape, nanoseconds, serialized, share: check / whole });
}
console.log(JSON.stringify(results));
