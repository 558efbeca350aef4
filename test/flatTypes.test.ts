// The one declaration file that a program with the runner is type-checked against.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { flatTypes } from "../scripts/flatTypes.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-types-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

function flat(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return flatTypes(path.join(folder, "index.d.ts"));
}

test("holds what the door exports, and what that names, with its comments", () => {
  const text = flat({
    "index.d.ts": 'export { type Row, rowOf } from "./rows.js";\n',
    "rows.d.ts": `// Rows.
import type { Cell } from "./cells.js";
/** A row of cells. */
export interface Row {
    readonly cells: readonly Cell[];
}
export declare function rowOf(...cells: Cell[]): Row;
export declare function unused(): void;
`,
    "cells.d.ts": "export type Cell = readonly [row: number, text: string];\n",
  });
  assert.ok(
    text.endsWith(`/** A row of cells. */
export interface Row {
    readonly cells: readonly Cell[];
}
type Cell = readonly [number, string];
export declare function rowOf(...cells: Cell[]): Row;
export {};
`),
    text,
  );
});

test("is refused where a declaration needs another package", () => {
  const files = {
    "index.d.ts": 'import type { Worker } from "node:worker_threads";\nexport declare function start(): Worker;\n',
  };
  assert.throws(() => flat(files), /name Worker, of another package/);
});

test("of the runner has no line that compilers before 4.5 cannot read", () => {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  const text = flatTypes(path.join(root, "runner/dist/types/index.d.ts"));
  assert.match(text, /^export declare function parallelMapSync</m);
  assert.doesNotMatch(text, /^import\b|\{ type |\b(?:NodeJS|node:)/m);
});
