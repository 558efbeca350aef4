import { cubeRoot } from "./newton.js";

console.log(`checksum ${cubeRoot(Number(process.argv[2] ?? 2026), 60)}`);
