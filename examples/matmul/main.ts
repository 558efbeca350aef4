// Usage: tsx main.ts [n]
import { multiplyFlat, multiplyRows } from "./multiply.js";

const n = Number(process.argv[2] ?? 700);
// Entries of the model: a(i, j) = sin(i + 2j), b(i, j) = cos(2i - j).
const a = new Float64Array(n * n);
const b = new Float64Array(n * n);
for (let i = 0; i < n; i++) {
  for (let j = 0; j < n; j++) {
    a[i * n + j] = Math.sin(i + 2 * j);
    b[i * n + j] = Math.cos(2 * i - j);
  }
}
const rowsOf = (m: Float64Array): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from(m.subarray(i * n, (i + 1) * n)));

const c = new Float64Array(n * n);
let started = performance.now();
multiplyFlat(a, b, c, n);
console.error(`matmul flat ${n}×${n}: ${Math.round(performance.now() - started)} ms`);
started = performance.now();
const rows = multiplyRows(rowsOf(a), rowsOf(b));
console.error(`matmul rows ${n}×${n}: ${Math.round(performance.now() - started)} ms`);

let trace = 0;
let different = 0;
for (let i = 0; i < n; i++) {
  trace += c[i * n + i]!;
  for (let j = 0; j < n; j++) if (c[i * n + j] !== rows[i]![j]) different++;
}
console.log(`checksum ${trace} ${different}`);
