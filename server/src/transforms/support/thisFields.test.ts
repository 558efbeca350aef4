// Loops in methods: the fields that the kernel reads are handed over by value.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

async function check(body: string, expression: string, inFile: readonly string[], inKernels: readonly string[]) {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${body}`, "heavy.ts": heavy };
  await checkRewrite(files, { expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } });
}

describe("fields of this", () => {
  test("private ones, too, under their own names", async () => {
    await check(
      `export class Box {
  #scale = 2;
  factor = 3;
  constructor(readonly xs: number[]) {}
  run(): number[] {
    const out: number[] = [];
    for$0 (const x of this.xs) {
      const v = heavy(x) * this.factor + this.#scale;
      out.push(v);
    }
    return out;
  }
}
`,
      "new Box([1, 2, 3]).run()",
      ["parallelMapSync(this.xs, runX, { factor: this.factor, scale: this.#scale })"],
      ["  factor: number;\n  scale: number;\n", "heavy(x) * factor + scale"],
    );
  });

  test("under other names where theirs are taken", async () => {
    await check(
      `export class Scaled {
  constructor(readonly factor: number) {}
  run(n: number, factor: number): number[] {
    const out: number[] = [];
    for$0 (let i = 0; i < n; i++) out.push(heavy(i) * factor + this.factor);
    return out;
  }
}
`,
      "new Scaled(5).run(4, 2)",
      ["{ factor, ownFactor: this.factor }"],
      ["heavy(i) * factor + ownFactor"],
    );
  });

  test("which the caller goes on to write", async () => {
    await check(
      `export class Heat {
  a = Float64Array.from({ length: 64 }, (_, i) => i % 7);
  b = new Float64Array(64);
  constructor(readonly n: number) {}
  step(): Float64Array {
    for$0 (let i = 1; i < this.n - 1; i++)
      for (let j = 1; j < this.n - 1; j++)
        this.b[i * this.n + j] = heavy(this.a[i * this.n + j - 1]! + this.a[i * this.n + j + 1]!);
    [this.a, this.b] = [this.b, this.a];
    return this.a;
  }
}
`,
      "[new Heat(8).step(), new Heat(1).step()]",
      ["if (assumptionsHold({ disjoint: [[this.b, this.a]] })) {", "{ n: this.n, a: this.a }"],
      ["for (let j = 1; j < n - 1; j++) {\n", "heavy(a[i * n + j - 1]! + a[i * n + j + 1]!)"],
    );
  });

  test("in arrow functions of the kernel", async () => {
    await check(
      `export class Weighted {
  readonly weights = [1, 2, 3];
  run(rows: number[][]): number[] {
    const out: number[] = [];
    for$0 (const row of rows) {
      const sum = row.map((x, i) => heavy(x) * this.weights[i % 3]!).reduce((a, b) => a + b, 0);
      out.push(sum);
    }
    return out;
  }
}
`,
      "new Weighted().run([[1, 2], [3, 4, 5]])",
      ["{ weights: this.weights }"],
      ["heavy(x) * weights[i % 3]!"],
    );
  });

  test("and static ones of the class, next to those of the same name", async () => {
    await check(
      `export class Levels {
  static readonly most = 9;
  private static readonly TABLE: readonly number[] = [1, 2, 3];
  constructor(readonly most: number) {}
  run(n: number): number[] {
    const out: number[] = [];
    for$0 (let i = 0; i < n; i++) out.push(heavy(i) * Levels.TABLE[i % 3]! + this.most - Levels.most);
    return out;
  }
}
`,
      "new Levels(2).run(5)",
      ["{ TABLE: Levels.TABLE, most: this.most, ownMost: Levels.most }"],
      ["heavy(i) * TABLE[i % 3]! + most - ownMost"],
    );
  });

  test("not of another class, which may not be there yet", () => {
    const answer = planIn(
      openProject({
        "a.ts": `import { heavy } from "./heavy.js";
export function run(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(heavy(i) * Later.most);
  return out;
}
class Later {
  static readonly most = 9;
}
`,
        "heavy.ts": heavy,
      }),
      "parallel-map-sync",
    );
    assert.match(answer?.kind === "disabled" ? answer.reason : "", /the kernel uses the class `Later`/);
  });

  test("not private ones of other objects, which a kernel module cannot name", () => {
    const answer = planIn(
      openProject({
        "a.ts": `import { heavy } from "./heavy.js";
export class Part {
  constructor(private readonly size: number) {}
  static sizes(parts: readonly Part[]): number[] {
    const out: number[] = [];
    for$0 (const part of parts) out.push(heavy(part.size));
    return out;
  }
}
`,
        "heavy.ts": heavy,
      }),
      "parallel-map-sync",
    );
    assert.match(answer?.kind === "disabled" ? answer.reason : "", /`part\.size` is private to its class/);
  });

  test("in the callback of an array method", async () => {
    await check(
      `export class Prices {
  readonly rate = 2;
  constructor(readonly xs: number[]) {}
  totals(): number[] {
    return this.xs.map((x) => heavy(x) * this.rate);
  }
}
`,
      "new Prices([1, 2, 3]).totals()",
      ["parallelMapSync(this.xs, totalsX, { rate: this.rate }"],
      ["return heavy(x) * rate;"],
    );
  });
});
