// Array methods that wait where they stand, in the middle of an expression.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
const imported = 'import { heavy } from "./heavy.js";\n';
const call = "xs.map((x) => heavy(x))";
const transform = "parallel-map-await";

/** In a function with a parameter, a variable that only it changes, one that others change, and one of the file. */
const around = (expression: string) => `let total = 1;
export class Bag {
  size = 0;
  constructor(readonly items: number[] = []) {}
  with(items: number[]): Bag {
    return new Bag([...this.items, ...items]);
  }
}
export async function f(xs: number[], bag: Bag) {
  let own = 2;
  own += xs.length;
  let caught = 3;
  const change = () => { caught++; total++; };
  const found = ${expression};
  change();
  return [found, own, caught];
}
`;

test("what was evaluated before and cannot change: names, methods, answers of calls, what only the function changes", async () => {
  const pieces = [
    `Math.max(...${call}) ** 2`,
    `new Bag(${call}).items`,
    `bag.with(${call}).items`,
    `[own, \`a\${own}\`, -1, heavy(own), ...${call}]`,
    `{ own: own, of: heavy(1), all: ${call} }`,
    `xs.length > 1 && total > 0 ? own + ${call}.length : total`,
    `${call}.length ** 2`,
  ];
  const files = {
    "a.ts": `${imported}${around(`[${pieces[0]}]`)}`,
    "heavy.ts": heavy,
  };
  const contains = { "a.ts": ['[Math.max(...await parallelMap(xs, fX, {}, { holes: "skip" })) ** 2]'] };
  await checkRewrite(files, { expression: "await f([4, 9], new Bag())", contains, transform });
  for (const piece of pieces) assert.equal(kindOf(piece), "offered", piece);
  const last = { ...files, "a.ts": `${imported}${around(pieces.at(-1)!)}` };
  await checkRewrite(last, {
    expression: "await f([4, 9], new Bag())",
    contains: { "a.ts": ['(await parallelMap(xs, fX, {}, { holes: "skip" })).length ** 2'] },
    transform,
  });
});

test("not where a place was read that other code can change, or where nobody can wait", () => {
  for (const piece of [
    `total + ${call}.length`,
    `[caught, ...${call}]`,
    `(total += ${call}.length)`,
    `[bag.size, ${call}]`,
    `[...xs, ...${call}]`,
    `bag.items[0]! + ${call}.length`,
    `(async (ys = ${call}) => ys)()`,
  ])
    assert.match(kindOf(piece), /before it waits/, piece);
});

function kindOf(expression: string): string {
  const text = `${imported}${around(expression)}`;
  const answer = planIn(openProject({ "a.ts": text, "heavy.ts": heavy }), transform);
  return answer?.kind === "disabled" ? answer.reason : `${answer?.kind}`;
}

test("a line that begins with a parenthesis, in a file without semicolons", async () => {
  const body = `export async function f(xs: number[], out: number[]) {
  const first = heavy(1)
  out.push(first)
  ${call}
    .slice(0, 1)
    .join()
  return out
}
`;
  const files = { "a.ts": `${imported}${body}`.replaceAll(";", ""), "heavy.ts": heavy };
  const contains = { "a.ts": ['\n  ;(await parallelMap(xs, fX, {}, { holes: "skip" }))\n    .slice(0, 1)'] };
  await checkRewrite(files, { expression: "await f([4, 9], [])", contains, transform });
});
