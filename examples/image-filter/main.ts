// Usage: tsx main.ts [radius] [out.png]
// The photograph is the public-domain test picture that the npm package baboon-image (MIT) brings along.
import fs from "node:fs";
import { createRequire } from "node:module";
import { PNG } from "pngjs";
import { bilateral, edges } from "./filter.js";

const file = createRequire(import.meta.url).resolve("baboon-image/baboon.png");
const png = PNG.sync.read(fs.readFileSync(file));
const { width, height } = png;
const radius = Number(process.argv[2] ?? 6);

const source = new Uint8ClampedArray(png.data);
const target = new Uint8ClampedArray(source.length);
const started = performance.now();
bilateral(source, target, width, height, radius);
const edgeMap = edges(target, width, height);
console.error(`image-filter ${width}×${height}, radius ${radius}: ${Math.round(performance.now() - started)} ms`);

let checksum = 0;
for (const value of target) checksum = (checksum * 31 + value) % 1_000_000_007;
for (const value of edgeMap) checksum = (checksum * 31 + value) % 1_000_000_007;
console.log(`checksum ${checksum}`);

const out = process.argv[3];
if (out !== undefined) {
  const result = new PNG({ width, height });
  result.data = Buffer.from(target);
  fs.writeFileSync(out, PNG.sync.write(result));
}
