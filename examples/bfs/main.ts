import { distances } from "./search.js";

const count = Number(process.argv[2] ?? 200_000);
// A documented model: node n leads to n + 1, 2n and 3n + 1, as far as they exist.
const neighbours: number[][] = [];
for (let n = 0; n < count; n++) neighbours.push([n + 1, 2 * n, 3 * n + 1].filter((next) => next < count));
let checksum = 0;
for (const steps of distances(neighbours, 1)) checksum = (checksum * 31 + steps + 1) % 1_000_000_007;
console.log(`checksum ${checksum}`);
