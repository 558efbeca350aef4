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
  if (answer?.kind !== "disabled")
    assert.fail(`the transform is ${answer?.kind ?? "not for this loop"}: ${JSON.stringify(files)}`);
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
    assert.ok(answer?.kind === "offered" && answer.plan.safety === "safe", "nobody else can change what they use");
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

describe("methods", () => {
  const scene = (head: string, more = "") => `import { heavy } from "./heavy.js";
export class Scene${head} {
  constructor(private readonly size: number) {}
  render(gain: number): number[] {
    const out: number[] = [];
    const size = this.size;
    for$0 (let i = 0; i < size; i++) out.push(heavy(i * gain));
    return out;
  }
  static all(scenes: Scene[]): number {
    let sum = 0;
    for (const scene of scenes) sum += scene.render(2).length;
    return sum;
  }
${more}}
`;

  test("become asynchronous with all who call them, of whatever object of the class", async () => {
    const files = {
      "a.ts": scene(
        "",
        "  #twice(): number[] { return this.render(1).concat(this.render(2)); }\n  twice(): number { return this.#twice().length; }\n",
      ),
      "b.ts": `import { Scene } from "./a.js";
export const total = (): number => Scene.all([new Scene(2), new Scene(3)]) + new Scene(4).twice();
`,
      "heavy.ts": heavy,
    };
    await checkRewrite(files, {
      transform: id,
      expression: "await Scene.all([new Scene(2), new Scene(3)])",
      contains: {
        "a.ts": [
          "  async render(gain: number): Promise<number[]> {",
          "  static async all(scenes: Scene[]): Promise<number> {",
          "sum += (await scene.render(2)).length;",
          "async #twice(): Promise<number[]> { return (await this.render(1)).concat(await this.render(2)); }",
          "async twice(): Promise<number> { return (await this.#twice()).length; }",
        ],
        "b.ts": [
          "async (): Promise<number> => await Scene.all([new Scene(2), new Scene(3)]) + await new Scene(4).twice();",
        ],
      },
    });
    const answer = planIn(openProject(files), id);
    assert.ok(answer?.kind === "offered" && answer.plan.safety === "needs-review");
    assert.ok(answer.plan.notes.some((note) => note.startsWith("`Scene.render` is called in a loop (a.ts:")));
  });

  test("not where they may be called under another type, or by another name", () => {
    const callers: readonly (readonly [string, RegExp])[] = [
      ["export interface View { render(gain: number): void }", /under another type, in b\.ts:2/],
      [
        "export function g(view: { render(gain: number): unknown }) { view.render(1); }",
        /under another type, in b\.ts:2/,
      ],
      ["export class Other extends Scene { override render = () => [1]; }", /something else than a method/],
      ["export const g = (scene: any) => scene.render(1);", /under another type, in b\.ts:2/],
      ["export const g = ({ render }: Scene) => render;", /used as a value/],
      ["export const g = (scene: Scene) => scene.render;", /used as a value/],
      ['export const g = (scene: Scene) => scene["render"](1);', /used as a value/],
      ["export const g = (scene?: Scene) => scene?.render(1).length;", /within an optional chain in b\.ts:2/],
      ["export const g = (s: Scene | { render(gain: number): string }) => s.render(1);", /another type, in b\.ts:2/],
    ];
    for (const [caller, reason] of callers)
      assert.match(
        refusal({ "a.ts": scene(""), "b.ts": `import { Scene } from "./a.js";\n${caller}\nexport type S = Scene;\n` }),
        reason,
        caller,
      );
    const emitter = scene(" extends EventEmitter")
      .replace("number) {}", "number) { super(); }")
      .replace("  render(gain: number): number[]", "  eventNames(gain = 1): any[]")
      .replace(".render(2)", ".eventNames(2)");
    assert.match(
      refusal({ "a.ts": `import { EventEmitter } from "node:events";\n${emitter}` }),
      /not the program's own, declares/,
    );
    const field = "class View { render = (gain: number): number[] => [gain]; }\n";
    const derived = scene(" extends View").replace("number) {}", "number) { super(); }");
    assert.match(refusal({ "a.ts": field + derived }), /`View` has it as something else than a method/);
  });

  test("take along what they override and implement, and what else does", async () => {
    const base = `export interface View { render(gain: number): number[]; }
abstract class Base implements View { abstract render(gain: number): number[]; twice(): number { return this.render(2).length; } }
export class Plain extends Base { render(gain: number): number[] { return [gain]; } }
export const sizes = (views: readonly View[]): number[] => { const all: number[] = []; for (const view of views) all.push(view.render(1).length); return all; };
`;
    const derived = scene(" extends Base")
      .replace("number) {}", "number) { super(); }")
      .replace("  render", "  override render");
    const main =
      'import { Plain, Scene, sizes } from "./a.js";\nexport const found = (): number[] => [...sizes([new Scene(4), new Plain()]), new Scene(3).twice()];\n';
    await checkRewrite(
      { "a.ts": `${base}${derived}`, "b.ts": main, "heavy.ts": heavy },
      {
        transform: id,
        expression: "[await sizes([new Scene(4), new Plain()]), await new Plain().twice()]",
        contains: {
          "a.ts": [
            "export interface View { render(gain: number): Promise<number[]>; }",
            "abstract render(gain: number): Promise<number[]>; async twice(): Promise<number> { return (await this.render(2)).length; }",
            "export class Plain extends Base { async render(gain: number): Promise<number[]> { return [gain]; } }",
            "all.push((await view.render(1)).length);",
            "  override async render(gain: number): Promise<number[]> {",
          ],
          "b.ts": [
            "async (): Promise<number[]> => [...await sizes([new Scene(4), new Plain()]), await new Scene(3).twice()];",
          ],
        },
      },
    );
  });

  test("another method of the same name is none of their business", () => {
    const other =
      "export class Page { render(title: string): string { return title; } }\nexport const p = new Page().render('t');\n";
    assert.equal(planIn(openProject({ "a.ts": scene(""), "b.ts": other, "heavy.ts": heavy }), id)?.kind, "offered");
  });
});

describe("callbacks", () => {
  test("of whoever takes promises, of tests, and functions called in place", async () => {
    await checkRewrite(
      {
        "a.ts": `import { test } from "node:test";
${plain}export const later = Promise.resolve(3).then((n) => rows(n));
test("rows", () => {
  if (rows(2).length !== 2) throw new Error("rows");
});
export const now = (() => rows(4).length)();
`,
        "heavy.ts": heavy,
      },
      {
        transform: id,
        expression: "[await later, now]",
        contains: {
          "a.ts": [
            ".then(async (n) => await rows(n))",
            'test("rows", async () => {',
            "if ((await rows(2)).length !== 2)",
            "export const now = await (async () => (await rows(4)).length)();",
          ],
        },
      },
    );
  });

  test("not where nobody waits for them", () => {
    const callers: readonly (readonly [string, RegExp])[] = [
      ["setTimeout(() => rows(2), 1);", /handed to `setTimeout`, which does not wait/],
      ["[3, 1].sort((a, b) => rows(a).length - b);", /handed to `sort`, which does not wait/],
      ['import { test } from "node:test";\ntest("a", (t, done) => { rows(2); done(); });', /handed to `test`/],
    ];
    for (const [caller, reason] of callers) assert.match(refusal({ "a.ts": `${plain}${caller}\n` }), reason, caller);
  });
});

describe("not where a caller cannot wait", () => {
  test("a constructor, an accessor, a generator, a method, a callback", () => {
    const callers: readonly (readonly [string, RegExp])[] = [
      ["export class A { v: number[]; constructor() { this.v = rows(2); } }", /constructor/],
      ["export class A { get v(): number[] { return rows(2); } }", /accessor/],
      ["export function* g(): Generator<number> { yield rows(2).length; }", /generator/],
      ["export const all = [1, 2].map((n) => rows(n));", /callback in a\.ts:\d+ .* handed to `map`/],
      ["export const o = { all: () => rows(2) };", /handed on as a value/],
      ["export const all = [1, 2].map(rows);", /used as a value, or under another type, in a\.ts:\d+/],
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

  test("a door is told from files of its name in other folders", () => {
    const manifest = '{ "type": "module", "main": "dist/index.js" }';
    const inside = (depth: number) => plain.replace("./heavy.js", `${"../".repeat(depth)}heavy.js`);
    assert.match(refusal({ "src/index.ts": inside(1) }, manifest), /entry point/);
    for (const name of ["days/index.ts", "src/days/index.ts"]) {
      const text = inside(name.split("/").length - 1);
      const answer = planIn(openProject({ [name]: text, "heavy.ts": heavy }, {}, manifest), id);
      assert.equal(answer?.kind, "offered", name);
    }
  });

  test("the top level of what runs as CommonJS", () => {
    assert.match(refusal({ "a.ts": `${plain}export const v = rows(2);\n` }, "{}"), /only ES modules can wait/);
  });
});
