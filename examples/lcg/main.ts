import { noise } from "./noise.js";

let checksum = 0;
for (const value of noise(Number(process.argv[2] ?? 1_000_000))) checksum += value;
console.log(`checksum ${checksum}`);
