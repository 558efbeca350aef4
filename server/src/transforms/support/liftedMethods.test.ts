// Methods of the loop's own class that the kernel calls: they become functions of the kernel module.
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

function problem(body: string): string {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${body}`, "heavy.ts": heavy };
  const answer = planIn(openProject(files), "parallel-map-sync");
  if (answer?.kind !== "disabled") assert.fail("the transform is offered");
  return answer.reason;
}

describe("methods of the loop's class", () => {
  test("get the fields that they read, and call the function that they were", async () => {
    await check(
      `export class Grid {
  constructor(private readonly cells: Float64Array, readonly width: number) {}

  /** One cell. */
  get(x: number, y: number): number {
    // row by row
    return heavy(this.cells[y * this.width + x]!);
  }

  sums(height: number): number[] {
    const out: number[] = [];
    for$0 (let y = 0; y < height; y++) {
      let sum = 0;
      for (let x = 0; x < this.width; x++) sum += this.get(x, y);
      out.push(sum);
    }
    return out;
  }
}
`,
      "[new Grid(Float64Array.of(1, 2, 3, 4, 5, 6), 3).sums(2), new Grid(Float64Array.of(9), 1).get(0, 0)]",
      [
        "  /** One cell. */\n  get(x: number, y: number): number {\n    return get(this.cells, this.width, x, y);\n  }\n",
        "{ width: this.width, cells: this.cells }",
      ],
      [
        "export function get(cells: Float64Array, width: number, x: number, y: number): number {\n  // row by row\n  return heavy(cells[y * width + x]!);\n}\n",
        "sum += get(cells, width, x, y)",
      ],
    );
  });

  test("static ones, with what they call and the static fields that they read", async () => {
    await check(
      `export class Scale {
  private static readonly MOST = 5;
  static readonly table: readonly number[] = [2, 3, 4];
  /** At most five. */
  private static cap(x: number, by = 1): number {
    return Math.min(x * by, Scale.MOST);
  }
  private static at(i: number): number {
    return Scale.cap(Scale.table[i % 3]!) + this.cap(i, 2);
  }
  static run(n: number): number[] {
    const out: number[] = [];
    for$0 (let i = 0; i < n; i++) out.push(heavy(Scale.at(i)) + Scale.table[0]!);
    return out;
  }
}
`,
      "Scale.run(7)",
      [
        "Scale {\n  private static readonly MOST = 5;\n  static readonly table: readonly number[] = [2, 3, 4];\n  static run(",
      ],
      [
        "/** At most five. */\nexport function cap(MOST: number, x: number, by = 1): number {",
        "cap(MOST, table[i % 3]!) + cap(MOST, i, 2)",
      ],
    );
  });

  test("under longer names where theirs are taken, and recursive ones", async () => {
    await check(
      `const depth = 3;
export class Tree {
  readonly step = 2;
  depth(n: number): number {
    return n <= 0 ? heavy(this.step) : this.depth(n - this.step) + 1;
  }
  all(n: number): number[] {
    const out: number[] = [];
    for$0 (let i = 0; i < n; i++) out.push(this.depth(i) + depth);
    return out;
  }
}
`,
      "new Tree().all(6)",
      ["return treeDepth(this.step, n);"],
      ["export function treeDepth(step: number, n: number): number {", ": treeDepth(step, n - step) + 1;"],
    );
  });

  test("are called by the function's name where they only call it", async () => {
    const body = `import { heavier } from "./heavier.js";
export class Box {
  readonly by = 2;
  weigh(x: number): number {
    return heavier(this.by, x);
  }
  all(xs: readonly number[]): number[] {
    const out: number[] = [];
    for (const x of xs) out.push(this.weigh(x));
    return out;
  }
}
`;
    const heavier = `export function heavier(by: number, x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k * by);
  return s;
}
`;
    await checkRewrite(
      { "a.ts": body, "heavier.ts": heavier },
      {
        expression: "new Box().all([1, 2, 3])",
        contains: {
          "a.ts": ["weigh(x: number): number {\n    return heavier(this.by, x);"],
          "a.kernels.ts": ['import { heavier } from "./heavier.js";', "return heavier(by, x);"],
        },
      },
    );
  });

  test("not one that another class may have in its place, that writes its object, or that lets it out", () => {
    const method = (own: string, more = "") => `export class Box {
  n = 2;
  kept: Box[] = [];
  ${own}
  run(xs: number[]): number[] {
    const out: number[] = [];
    for$0 (const x of xs) out.push(heavy(this.of(x)));
    return out;
  }
}
${more}`;
    const plain = "of(x: number): number { return x + this.n; }";
    const heir = "export class Big extends Box { override of(x: number): number { return x * 2; } }\n";
    assert.match(problem(method(plain, heir)), /uses `this\.of`/);
    assert.match(
      problem(method("of(x: number): number { return x + Object.keys(this).length; }")),
      /`this`|`this\.of`/,
    );
    const hidden = "private m = 3; of(x: number): number { const other: Box = this; return x + other.m; }";
    assert.match(problem(method(hidden)), /uses `this\.of`/);
  });
});
