// What the generated functions call: pure functions, functions that fail, change what they are given or keep state of their own.

/** What stands around the functions in their file. */
export const prelude = `export interface P { x: number; y: number; next?: P | undefined }
const table = [1, 2, 3];
function heavy(x: number): number { let s = x; for (let k = 0; k < 3; k++) s = s * 1.5 + k; return s; }
function risky(x: number): number { if (x > 2) throw new RangeError("risky " + x); return x * 2; }
function total(xs: number[], from: number): number { let s = 0; for (let q = from; q < xs.length; q++) s += xs[q] ?? 0; return s; }
function bump(xs: number[]): number { xs[0] = (xs[0] ?? 0) + 1; return xs[0]; }
function move(p: P): void { p.x += p.y; }
function look(i: number): number { return table[i % 3] ?? 0; }
function firstOf({ x }: P): number { return heavy(x); }
function headOf([u]: number[]): number { return heavy(u ?? 0); }
function stream(seed: number): () => number { let at = seed; return () => { at = (at * 5 + 3) % 11; return at; }; }
const ops = { twice: (p: P) => heavy(p.x) * 2, risky(p: P) { return risky(p.y); }, move: (p: P) => { p.x += p.y; return p.y; } };
function chosen(isFirst: boolean): (xs: number[]) => number { return isFirst ? (xs) => heavy(xs[0] ?? 0) : bump; }
function twice(g: (x: number) => number, x: number): number { return g(g(x) * 0.5); }
function each(xs: number[], g: (x: number) => number): number { let s = 0; for (const x of xs) s += g(x); return s; }
function asked(p: P, g: (p: P) => number): number { return g(p) + g(p); }
function put(box: { p: P }, p: P): void { box.p = p; }
function along(p: P | undefined): number { let s = 0; for (let q = 0; q < 3 && p; q++) { s += heavy(p.x); p = p.next; } return s; }
function shift(p: P): void { let at: P | undefined = p; for (let q = 0; q < 3 && at; q++) { at.y += 1; at = at.next; } }
function deepen(p: P | undefined, depth: number): void { if (p === undefined || depth === 0) return; p.x += depth; deepen(p.next, depth - 1); }
function setAt(xs: number[], i: number, x: number): void { xs[i] = x; }
function wrapped(xs: Float64Array, i: number, x: number): void { i = i % 3; xs[i] = x + (xs[i] ?? 0); }
function addTo(xs: Float64Array, i: number, x: number): void { xs[i] = (xs[i] ?? 0) + x; }
function fillRow(to: Float64Array, w: number, y: number, from: Float64Array): void { for (let q = 0; q < w; q++) to[y * w + q] = heavy(from[y * w + q] ?? 0); }
function strided(xs: Float64Array, from: number, step: number, count: number): void { for (let q = 0; q < count; q++) addTo(xs, from + q * step, xs[from + q * step] ?? 1); }
function cell(m: number[][], i: number, j: number, x: number): void { const row = m[i]!; row[j] = x; }
class Slow { w = 1; step(x: number): number { return heavy(x) + this.w; } }
class Growing { w = 1; step(x: number): number { this.w += 1; return x * this.w; } }
class Field {
  constructor(readonly data: Float64Array, readonly w: number) {}
  at(i: number): number { return this.data[i] ?? 0; }
  set(i: number, x: number): void { this.data[i] = x; }
  add(i: number, x = 1): void { this.data[i] = this.at(i) + x; }
  cell(i: number, j: number): number { return this.data[i * this.w + j] ?? 0; }
  put(i: number, j: number, x: number): void { if (j < this.w) this.data[i * this.w + j] = x; }
  get last(): number { return this.data[this.w - 1] ?? 0; }
  set first(x: number) { this.data[0] = x; }
}
class Counted extends Field { count = 0; override set(i: number, x: number): void { this.count++; super.set(i, x); } }
function scaled({ x, y = 2 }: { x: number; y?: number }, by = x): number { return heavy(x) * y + by; }
function power(x: number, n = 3): number { return n <= 0 ? 1 : x * power(x, n - 1); }
function told(x: number | (() => number)): number { return typeof x === "number" ? x : x(); }
function* upTo(n: number): Generator<number> { for (let q = 0; q < n; q++) yield q; }
const memory: number[] = [];
function memoized(x: number): number { const at = Math.abs(Math.floor(x)) % 4; return (memory[at] ??= heavy(x)); }
const desk = new Float64Array(3);
function scratched(x: number): number { for (let q = 0; q < 3; q++) desk[q] = x * q; return desk[1]! + heavy(desk[2]!); }
type Numbers = number[] | Float64Array;
const trays: Numbers[] = [];
function setAll(v: Numbers, x: number, y: number): void { v[0] = x; v[1] = y + v[0]!; v[2] = x - y; }
function setBoth(v: Numbers, w: Numbers, x: number): Numbers { v[1] = x; v[0] = w[1]! * 2; v[2] = w[0]!; return v; }
function setSome(v: Numbers, x: number): void { v[0] = x; if (x > 2) return; v[1] = v[0]! * 2; v[2] = 1; }
function setLate(v: Numbers, x: number): void { v[1] = v[0]! + x; v[0] = heavy(x); v[2] = 1; }
function setKept(v: Numbers, x: number): void { v[0] = x; v[1] = x; v[2] = x; trays[0] = v; }
function turned(v: Numbers): void { const x = v[0]!; v[0] = v[2]!; v[2] = x; }
const pairs = { map(make: () => Float64Array): Float64Array[] { const row = make(); return [row, row, row, row]; } };
interface Hold { best: P; one: P; late: P; list: P[]; slots: P[]; row: Float64Array; sum: number; step: number }
function beginning(): Hold { return { best: null as unknown as P, late: null as unknown as P, one: 0 as unknown as P, list: [] as P[], slots: [0 as unknown as P, 0 as unknown as P], row: [] as unknown as Float64Array, sum: 0, step: 0 }; }
function begin(hold: Hold, os: P[], ta: Float64Array): void { const at = (q: number): P => os[q] ?? { x: q, y: 1 }; hold.best = at(0); Object.assign(hold, { late: at(1) }); hold.one = at(1); hold.list.push(at(2), at(0)); hold.slots[0] = at(1); hold.slots[1] = at(0); hold.row = ta; hold.step = at(2).x; }
let ticks = 0;
function tick(): number { return ++ticks; }
function ticked(x: number): number { return x + tick(); }
export function reset(): void { ticks = 0; memory.length = 0; desk.fill(0); trays.length = 0; }
export function state(): string { return [ticks, memory, desk, trays[0]].join(" "); }
`;
