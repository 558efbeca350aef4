// Usage: tsx main.ts [columns]
import { correlations } from "./correlation.js";

const columns = Number(process.argv[2] ?? 500);
const rows = 1200;
// A documented model: column c is a sine of its own frequency plus a common trend.
const data: number[][] = [];
for (let r = 0; r < rows; r++) {
  const row: number[] = [];
  for (let c = 0; c < columns; c++) row.push(Math.sin(r * 0.01 * (c + 1)) + r / rows);
  data.push(row);
}

const started = performance.now();
const matrix = correlations(data);
console.error(`correlations of ${columns} columns: ${Math.round(performance.now() - started)} ms`);
let checksum = 0;
for (const row of matrix) for (const value of row) checksum += value;
console.log(`checksum ${checksum}`);
