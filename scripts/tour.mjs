// `npm run tour`: makes the animated tour of the README, docs/images/tour.png (an animated PNG), from the pictures in docs/images.
// Usage: node scripts/tour.mjs [--check]   With --check nothing is written; the exit status is 1 when the tour is not made of these pictures.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { animate } from "./animatedPng.mjs";

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "docs/images");
const target = path.join(folder, "tour.png");
/** In the order of the story, each shown for so many milliseconds. */
const frames = [
  ["profile-dark.png", 3000],
  ["lenses-dark.png", 2500],
  ["inline-result-dark.png", 3500],
  ["report-dark.png", 3500],
  ["rewritten-dark.png", 3500],
  ["refused-dark.png", 3500],
];

const made = animate(frames.map(([name, ms]) => ({ png: fs.readFileSync(path.join(folder, name)), ms })));
if (process.argv.includes("--check")) {
  const isFresh = fs.existsSync(target) && fs.readFileSync(target).equals(made);
  if (!isFresh) console.error('docs/images/tour.png is not made of the present pictures. Run "npm run tour".');
  process.exit(isFresh ? 0 : 1);
}
fs.writeFileSync(target, made);
console.log(`docs/images/tour.png: ${frames.length} pictures, ${(made.length / 1e6).toFixed(2)} MB`);
