// A generated code base of any size for measurements of growth: modules with functions, classes and loops of the usual kinds,
// each importing from the ones before it.
import fs from "node:fs";
import path from "node:path";

const linesPerModule = 250;

/** Writes modules of about `lines` lines in all, with a `tsconfig.json`, into the folder. */
export function writeCodeBase(folder: string, lines: number): void {
  fs.mkdirSync(path.join(folder, "src"), { recursive: true });
  const options = { strict: true, target: "es2022", module: "nodenext", lib: ["es2023"], types: [] };
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["src"] }));
  const modules = Math.max(1, Math.round(lines / linesPerModule));
  for (let index = 0; index < modules; index++)
    fs.writeFileSync(path.join(folder, "src", `module${index}.ts`), moduleText(index, linesPerModule));
}

/** One module of about so many lines. */
export function moduleText(index: number, lines: number): string {
  const other = Math.max(0, index - 1 - (index % 7));
  const from = index === 0 ? "" : `import { Store${other}, weigh${other}_0 } from "./module${other}.js";\n`;
  const parts = [from];
  for (let at = 0, count = 0; at < lines; count++) {
    const text = part(index, count, other);
    parts.push(text);
    at += text.split("\n").length - 1;
  }
  return parts.join("\n");
}

function part(index: number, count: number, other: number): string {
  const name = `${index}_${count}`;
  const helper = index === 0 ? `weigh${name}` : `weigh${other}_0`;
  const store = index === 0 ? `Store${index}` : `Store${other}`;
  const first = count === 0 ? storeClass(index) : "";
  return `${first}export interface Item${name} { id: number; label: string; values: number[]; next?: Item${name} }

export function weigh${name}(item: { values: number[] }, factor: number): number {
  let sum = 0;
  for (let i = 0; i < item.values.length; i++) {
    const value = item.values[i]!;
    sum += Math.sqrt(value * factor) + (value > ${count} ? 1 : 0);
  }
  return sum;
}

export function all${name}(items: readonly Item${name}[], store: ${store}): number[] {
  const out: number[] = [];
  for (const item of items) {
    const weight = ${helper}(item, ${count + 1});
    if (weight > 0) out.push(weight);
    else store.put(item.label, weight);
  }
  return out;
}

export function smooth${name}(grid: Float64Array, width: number, height: number): Float64Array {
  const next = new Float64Array(grid.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const k = y * width + x;
      next[k] = (grid[k - 1]! + grid[k + 1]! + grid[k - width]! + grid[k + width]!) / 4;
    }
  }
  return next;
}

export function names${name}(items: readonly Item${name}[]): Map<string, number> {
  const counts = new Map<string, number>();
  const labels = items.filter((item) => item.values.length > 0).map((item) => item.label.trim().toLowerCase());
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

`;
}

function storeClass(index: number): string {
  return `export class Store${index} {
  private readonly entries = new Map<string, number>();
  total = 0;
  put(name: string, value: number): void {
    this.entries.set(name, value);
    this.total += value;
  }
  get(name: string): number | undefined {
    return this.entries.get(name);
  }
}

`;
}
