// Usage: tsx main.ts [words]
import { createRequire } from "node:module";
import { comparePairs } from "./neighbours.js";

// Every n-th word of the npm package an-array-of-english-words (MIT, 275,000 words).
const all = createRequire(import.meta.url)("an-array-of-english-words") as string[];
const count = Number(process.argv[2] ?? 1800);
const words: string[] = [];
for (let i = 0; i < count; i++) words.push(all[Math.floor((i * all.length) / count)]!);

const started = performance.now();
const { histogram, closest, total } = comparePairs(words);
console.error(`edit-distance of ${count} words: ${Math.round(performance.now() - started)} ms`);
console.log(`checksum ${total} ${closest?.first} ${closest?.second} ${histogram.slice(0, 24).join(" ")}`);
