import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

function refusal(body: string): string {
  const answer = planIn(openProject({ "a.ts": body, "heavy.ts": heavy }), "parallel-map-sync");
  if (answer?.kind !== "disabled") assert.fail("the transform is offered");
  return answer.reason;
}

describe("parallel-map-sync", () => {
  test("in a function, in a method, at top level: no signature changes, so it is safe", async () => {
    const project = {
      "a.ts": `import { heavy } from "./heavy.js";
export class Box {
  private readonly xs = [1, 2, 3];
  total = 0;
  run(): number {
    for (const x of this.xs) {
      const v = heavy(x);
      this.total += v;
    }
    return this.total;
  }
}
`,
      "heavy.ts": heavy,
    };
    const answer = planIn(openProject(project), "parallel-map-sync");
    assert.ok(answer?.kind === "offered" && answer.plan.safety === "safe");
    await checkRewrite(project, { expression: "new Box().run()", contains: { "a.ts": ["this.total += v;"] } });
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
const n = 5;
const out: number[] = [];
for (let i = 0; i < n; i++) out.push(heavy(i));
export { out };
`,
        "heavy.ts": heavy,
      },
      { expression: "out", contains: { "a.ts": ["const out: number[] = parallelMapSync(range(n), aStep, {});"] } },
    );
  });

  test("typed arrays are written by the kernel, and what the proof needs is tested at the call", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
export function f(h: number, w: number, from: Float64Array, to: Float64Array): Float64Array {
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) to[y * w + x] = heavy(from[y * w + x]!);
  }
  return to;
}
`,
        "heavy.ts": heavy,
      },
      {
        expression:
          "(() => { const shared = new Float64Array([4, 5, 6, 7]); return [f(2, 2, shared, new Float64Array(4)), f(2, 2, shared, shared)]; })()",
        contains: { "a.ts": ['{ writes: ["to"], disjoint: [[to, from]], integers: [w'] },
      },
    );
  });

  test("not when the kernel would use what belongs to its place", () => {
    const method = (use: string) => `import { heavy } from "./heavy.js";
export class Box {
  #scale = 2;
  get factor(): number { return 3 * this.#scale; }
  own(): number { return this.factor; }
  constructor(readonly xs: number[]) {}
  run(): number[] {
    const out: number[] = [];
    for (const x of this.xs) {
      const v = heavy(x) * ${use};
      out.push(v);
    }
    return out;
  }
}
`;
    assert.match(refusal(method("this.factor")), /uses `this\.factor`; take what it needs into constants/);
    assert.match(refusal(method("this.own()")), /`this\.own`/);
  });

  test("the manifest gets the dependency once, in its own formatting", async () => {
    const files = {
      "a.ts": `import { heavy } from "./heavy.js";
export function f(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(heavy(i));
  return out;
}
`,
      "heavy.ts": heavy,
    };
    const manifests: readonly (readonly [string, string])[] = [
      [
        '{\n  "type": "module",\n  "dependencies": {}\n}\n',
        '{\n  "type": "module",\n  "dependencies": { "@loopsmith/runner": "^0.1.0" }\n}\n',
      ],
      [
        '{\n    "name": "p",\n    "type": "module"\n}',
        '{\n    "name": "p",\n    "type": "module",\n    "dependencies": {\n        "@loopsmith/runner": "^0.1.0"\n    }\n}',
      ],
      [
        '{ "type": "module", "dependencies": { "@loopsmith/runner": "*" } }',
        '{ "type": "module", "dependencies": { "@loopsmith/runner": "*" } }',
      ],
    ];
    for (const [manifest, wanted] of manifests) {
      const after = await checkRewrite(files, { expression: "f(2)", manifest });
      assert.equal(after["package.json"], wanted);
    }
  });
});

test("what is only known to be there by a test before the loop is not handed over under a wider type", () => {
  const marked = (head: string) => `import { heavy } from "./heavy.js";
export interface Image { palette?: number[] }
export function f(image: Image, n: number): number[] {
  const out: number[] = [];
  if (image.palette) {
    ${head}
    for (let i = 0; i < n; i++) out.push(heavy(palette[i]!));
  }
  return out;
}
`;
  assert.match(
    refusal(marked("").replace("heavy(palette[i]!)", "heavy(image.palette[i]!)")),
    /`image\.palette` is there is known by a test before the loop/,
  );
  const taken = openProject({ "a.ts": marked("const { palette } = image;"), "heavy.ts": heavy });
  assert.equal(planIn(taken, "parallel-map-sync")?.kind, "offered");
});
