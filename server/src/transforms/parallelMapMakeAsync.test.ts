import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, type Files, openProject, planIn } from "../../../test/support/rewriteProject.js";

const id = "parallel-map-make-async";
const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
const rows = (head: string): string => `import { heavy } from "./heavy.js";
${head} {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) {
    const v = heavy(i);
    out.push(v);
  }
  return out;
}
`;

const plain = rows("export function rows(n: number): number[]");

function refusal(files: Files, manifest?: string): string {
  const answer = planIn(openProject({ ...files, "heavy.ts": heavy }, {}, manifest), id);
  if (answer?.kind !== "disabled") assert.fail(`the transform is ${answer?.kind ?? "not for this loop"}`);
  return answer.reason;
}

describe("parallel-map-make-async", () => {
  test("takes the callers along, through other files and other names", async () => {
    const files = {
      "a.ts": `${plain}const total = (n: number): number => rows(n).length + rows(n + 1)[0]!;
export function power(n: number): number { return 2 ** total(n); }
`,
      "b.ts": 'export { power as strength } from "./a.js";\n',
      "c.ts": 'import { strength as s } from "./b.js";\nexport function all(): number[] { return [s(1), s(2)]; }\n',
      "heavy.ts": heavy,
    };
    await checkRewrite(files, {
      transform: id,
      expression: "[await rows(6), await power(5)]",
      contains: {
        "a.ts": [
          "export async function rows(n: number): Promise<number[]> {",
          "const total = async (n: number): Promise<number> => (await rows(n)).length + (await rows(n + 1))[0]!;",
          "return 2 ** (await total(n));",
        ],
        "c.ts": ["export async function all(): Promise<number[]> { return [await s(1), await s(2)]; }"],
      },
    });
    const answer = planIn(openProject(files), id);
    assert.ok(answer?.kind === "offered" && answer.plan.safety === "needs-review");
    for (const name of ["rows", "total", "power", "all"])
      assert.ok(
        answer.plan.notes.some((note) => note.startsWith(`\`${name}\``) && note.includes("asynchronous")),
        name,
      );
  });

  test("ends where somebody waits already, in a function or at the top level of a module", async () => {
    await checkRewrite(
      {
        "a.ts": `${plain.replace("export ", "")}async function sum(n: number): Promise<number> {
  if (!rows(1).length) return 1;
  return rows(n).length;
}
export const found = { first: rows(4)[1], sum: sum(3), safe: safe(2) };
function safe(n: number): number[] {
  try { return rows(n); } catch { return []; }
}
`,
        "heavy.ts": heavy,
      },
      {
        transform: id,
        expression: "[found.first, await found.sum, found.safe]",
        contains: {
          "a.ts": ["first: (await rows(4))[1], sum: sum(3), safe: await safe(2)", "try { return await rows(n); }"],
        },
      },
    );
  });

  test("a line that begins with a parenthesis is kept apart where there are no semicolons", async () => {
    await checkRewrite(
      {
        "a.ts": `${plain.replaceAll(";", "").replace("let i = 0 i < n i++", "let i = 0; i < n; i++")}export function show(): number {
  const n = 3
  rows(n).pop()
  return n
}
`,
        "heavy.ts": heavy,
      },
      { transform: id, expression: "show()", contains: { "a.ts": ["  ;(await rows(n)).pop()"] } },
    );
  });
});

describe("not where a caller cannot wait", () => {
  test("a constructor, an accessor, a generator, a method, a callback", () => {
    const callers: readonly (readonly [string, RegExp])[] = [
      ["export class A { v: number[]; constructor() { this.v = rows(2); } }", /constructor/],
      ["export class A { get v(): number[] { return rows(2); } }", /accessor/],
      ["export function* g(): Generator<number> { yield rows(2).length; }", /generator/],
      ["export class A { v(): number[] { return rows(2); } }", /method/],
      ["export const all = [1, 2].map((n) => rows(n));", /handed on as a value/],
      ["export const all = [1, 2].map(rows);", /used as a value in a\.ts:\d+/],
      ["export function g(n = rows(2).length): number { return n; }", /where `await` cannot stand/],
      ["export class A { v = rows(2); }", /where `await` cannot stand/],
      ["type F = (n: number) => number[];\nexport const g: F = (n) => rows(n);", /declared as a `F`/],
      ["export type R = ReturnType<typeof rows>;", /used as a value/],
    ];
    for (const [caller, reason] of callers) assert.match(refusal({ "a.ts": `${plain}${caller}\n` }), reason, caller);
  });

  test("the function itself tells a type, or has overloads", () => {
    assert.match(
      refusal({
        "a.ts": rows(
          "export function rows(n: number): number[]\nexport function rows(n: string): string[]\nexport function rows(n: any): any[]",
        ),
      }),
      /not all of its callers are known/,
    );
  });

  test("a door of the package, under whatever name", () => {
    const manifest =
      '{ "type": "module", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" } } }';
    assert.match(
      refusal({ "a.ts": plain, "index.ts": 'export { rows as lines } from "./a.js";\n' }, manifest),
      /entry point/,
    );
    const answer = planIn(
      openProject({ "a.ts": plain, "index.ts": 'export const version = "1";\n', "heavy.ts": heavy }, {}, manifest),
      id,
    );
    assert.equal(answer?.kind, "offered", "what the door does not show may change");
  });

  test("the top level of what runs as CommonJS", () => {
    assert.match(refusal({ "a.ts": `${plain}export const v = rows(2);\n` }, "{}"), /only ES modules can wait/);
  });
});
