// Scratch arrays that functions fill; beside each the nearest one that an iteration does not have to itself.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse } from "../../../test/support/check.js";
import { checkRewrite } from "../../../test/support/rewriteProject.js";

const program = (functions: string, body: string, made = "new Float64Array(3)") => `
export const kept: Float64Array[] = [];
${functions}
function length(a: Float64Array): number { return Math.sqrt(a[0]! * a[0]! + a[1]! * a[1]! + a[2]! * a[2]!); }
function distances(p: Float64Array[], q: Float64Array[], out: Float64Array): void {
  const scratch = ${made};
  for (let i = 0; i < p.length; i++) { ${body} }
}`;

const subtract = (body: string) =>
  `function subtract(out: Float64Array, a: Float64Array, b: Float64Array): Float64Array { ${body} }`;
const stores = "out[0] = a[0]! - b[0]!; out[1] = a[1]! - b[1]!; out[2] = a[2]! - b[2]!;";
const use = "subtract(scratch, p[i]!, q[i]!); out[i] = length(scratch);";

function scratchOf(text: string): readonly string[] {
  const { verdict } = analyse(text).at(-1)!;
  return verdict.kind === "parallel" ? verdict.split.scratch.map(({ name }) => name) : [];
}
const own = (text: string) => assert.deepEqual(scratchOf(text), ["scratch"]);
const shared = (text: string) => assert.deepEqual(scratchOf(text), []);

describe("an iteration has its own array", () => {
  test("where a function sets what is read behind it", () => {
    own(program(subtract(`${stores} return out;`), use));
    own(
      program(
        subtract(`${stores} return out;`),
        use.replace("q[i]!", "scratch").replace("sub", "scratch.fill(0); sub"),
      ),
    );
  });

  test("where it reads what the loop has set, and changes it", () => {
    const turn = "function turn(v: Float64Array): void { const x = v[0]!; v[0] = v[1]!; v[1] = x; }";
    own(
      program(turn, "scratch[0] = i; scratch[1] = p[i]![0]!; scratch[2] = 1; turn(scratch); out[i] = length(scratch);"),
    );
    shared(program(turn, "scratch[0] = i; turn(scratch); scratch[2] = 1; out[i] = length(scratch);"));
  });
});

describe("an iteration has its own array where a function fills it in loops", () => {
  const fill = (body: string) => `const N = 3; ${subtract(`${body} return out;`)}`;

  test("with constant bounds, one in the other, downwards, under other names", () => {
    own(program(fill("for (let k = 0; k < 3; k++) out[k] = a[k]! - b[k]!;"), use));
    own(program(fill("for (let k = N - 1; k >= 0; k--) { const at = k; out[at] = a[k]! - b[k]!; }"), use));
    own(program(fill("for (let r = 0; r < 3; r += 2) for (let c = 0; c < 2; c++) out[r + c] = a[c]!;"), use));
    own(program(fill("out[0] = 1; for (let k = 1; k < N; k++) out[k] = out[k - 1]! + a[k]!;"), use));
  });

  test("and reads any of it when all is set", () => {
    const sort =
      "for (let k = 1; k < 3; k++) { let j = k; while (j > 0 && out[j - 1]! > out[j]!) { out[j] = out[j - 1]!; j--; } }";
    own(program(fill(`${stores} ${sort}`), use));
    shared(program(fill(`out[0] = 1; out[1] = 2; ${sort} out[2] = 3;`), use));
    shared(program(fill(`${stores} ${sort}`), use, "new Float64Array(4)"));
  });

  test("not where one is left out, or may be, or is read before", () => {
    shared(program(fill("for (let k = 0; k < 2; k++) out[k] = a[k]! - b[k]!;"), use));
    shared(program(fill("for (let k = 0; k < 3; k += 2) out[k] = a[k]! - b[k]!;"), use));
    shared(program(fill("for (let k = 0; k < 3; k++) if (a[k]! > 0) out[k] = 1;"), use));
    shared(program(fill("for (let k = 0; k < 3; k++) { if (a[k]! > 0) break; out[k] = 1; }"), use));
    shared(program(fill("for (let k = 0; k < 3; k++) out[k] = out[2 - k]! + a[k]!;"), use));
    shared(program(fill("for (let k = 0; k < a.length; k++) out[k] = a[k]!;"), use));
    shared(program(fill("for (let k = 0; k < 3; k++) { out[k] += a[k]!; }"), use));
  });
});

describe("it has not", () => {
  test("where an element is not set, or only sometimes", () => {
    shared(program(subtract("out[0] = a[0]! - b[0]!; out[1] = 0; return out;"), use));
    shared(program(subtract(`out[0] = 1; out[1] = 1; if (a[0]! > 0) out[2] = 1; return out;`), use));
    shared(program(subtract(`if (a[0]! > 0) return out; ${stores} return out;`), use));
    shared(
      program(subtract(`${stores} return out;`), `if (i > 3) ${use.replace("; ", "; } ").replace("sub", "{ sub")}`),
    );
  });

  test("where the function reads it first, by its own or by another name", () => {
    shared(program(subtract("out[0] = out[1]! - b[0]!; out[1] = a[1]!; out[2] = 1; return out;"), use));
    shared(program(subtract(`${stores} return out;`), use.replace("q[i]!", "scratch")));
    shared(
      program(
        "function set(a: Float64Array, at: number): void { a[at] = 1; a[1] = a[at]!; a[0] = 1; a[2] = 1; }",
        "set(scratch, i); out[i] = length(scratch);",
      ),
    );
  });

  test("where a default or a pattern of another parameter reads it", () => {
    const set = (more: string) =>
      program(
        `function set(a: Float64Array, x: number${more}): void { a[0] = x; a[1] = 1; a[2] = 2; }`,
        "set(scratch, i); out[i] = length(scratch);",
      );
    own(set(", v = x"));
    shared(set(", v = a[0]! + 1"));
    shared(set(", { v = a[0]! } = {} as { v?: number }"));
    shared(set(", [v = a[0]!] = [] as number[]"));
  });

  test("where a function may make a list longer, which `fill` then fills", () => {
    const grown = (store: string) =>
      `function grow(a: number[], x: number): void { ${store} }
       export function sums(n: number): number[] {
         const scratch = [0, 0]; const out: number[] = [];
         for (let i = 0; i < n; i++) { scratch.fill(i); ${store === "" ? "" : "out.push(Math.sqrt(scratch[3] ?? -1));"} grow(scratch, i); out.push(Math.sqrt(scratch[1]!)); }
         return out;
       }`;
    shared(grown("a[3] = x;"));
  });

  test("where somebody keeps it", () => {
    shared(program(subtract(`${stores} kept.push(out); return out;`), use));
    shared(
      program(
        `${subtract(`${stores} keep(out, out); return out;`)} function keep(a: Float64Array, b: Float64Array) { kept[0] = b; a[0] = 1; }`,
        use,
      ),
    );
    shared(program(`${subtract(`${stores} const later = () => out[0]; later(); return out;`)}`, use));
    const keep = "function keep(a: Float64Array) { kept.push(a); }";
    shared(program(keep, "scratch.fill(0); try { keep(scratch); } finally { out[i] = length(scratch); }"));
  });
});

test("each worker makes its own", async () => {
  const text = program(subtract(`${stores} return out;`), use).replace(
    "function distances",
    "export function distances",
  );
  await checkRewrite(
    {
      "a.ts": `${text.trim()}\nexport function run(): number[] { const out = new Float64Array(2); distances([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)], [Float64Array.of(1, 0, 0), Float64Array.of(0, 0, 0)], out); return [...out]; }\n`,
    },
    {
      expression: "run()",
      at: { file: "a.ts", line: 6 },
      contains: { "a.kernels.ts": ["const scratch = new Float64Array(3);"] },
    } as never,
  );
});
