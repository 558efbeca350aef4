// Usage: tsx main.ts [width] [picture.png]
import { mandelbrot } from "./mandelbrot.js";
import { writePicture } from "./picture.js";

const width = Number(process.argv[2] ?? 1200);
const height = Math.round(width * 0.8);
const limit = 1000;

const started = performance.now();
const rows = mandelbrot(width, height, limit);
console.error(`mandelbrot ${width}×${height}: ${Math.round(performance.now() - started)} ms`);

let checksum = 0;
for (const row of rows) for (const steps of row) checksum = (checksum * 31 + steps) % 1_000_000_007;
console.log(`checksum ${checksum}`);

const picture = process.argv[3];
if (picture !== undefined) writePicture(picture, rows, limit);
