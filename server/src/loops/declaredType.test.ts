// What an expression is declared to be, in a fraction of the time that its type takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { declaredType } from "./declaredType.js";
import { preorder } from "./mentions.js";

const declarations = `
class Post { readonly tags: string[] = []; size = 0; all(): Post[] { return []; } }
interface Shelf { find<T>(of: T): Promise<T[]>; first(): Post; either(n: number): Post; either(s: string): Post[]; }
declare const posts: Post[];
declare const shelf: Shelf;
function inferred() { return posts; }
const big = posts.filter((post) => post.size > 3);
`;

for (const [expression, expected] of [
  ["posts", "Post[]"],
  ["big", "Post[]"],
  ["posts.filter((post) => post.size > 3).slice(1)", "Post[]"],
  ["posts.map((post) => post.size)", "U[]"],
  ["shelf.first().tags", "string[]"],
  ["shelf.first().all()", "Post[]"],
  ["(await shelf.find(3))", "T[]"],
  // Which overload is meant, only the arguments tell.
  ["shelf.either(3)", undefined],
  ["inferred()", undefined],
  ["posts?.length", undefined],
  ["posts[0]", undefined],
] as const) {
  test(`${expression}: ${expected ?? "more than names can tell"}`, () => {
    const { program } = openExample(`${declarations}
export async function f(): Promise<unknown> { for (const post of posts) void post; return held(${expression}); }
function held(x: unknown): unknown { return x; }`);
    const checker = program.getTypeChecker();
    const type = declaredType(argumentOf(program, "held"), checker);
    assert.equal(type && checker.typeToString(type), expected);
  });
}

test("what an array method hands to its callback is an element, and nothing else it hands is", () => {
  const { program } = openExample(`${declarations}
export function f(): void { posts.forEach((post, k) => { held(post.tags); other(k); }); }
export function g(): void { posts.reduce((sum, post) => { third(sum); return sum + post.size; }, 0); }
function held(x: unknown): void { void x; }
function other(x: unknown): void { void x; }
function third(x: unknown): void { void x; }`);
  const checker = program.getTypeChecker();
  const shown = (callee: string) => checker.typeToString(declaredType(argumentOf(program, callee), checker)!);
  assert.equal(shown("held"), "string[]");
  assert.equal(shown("other"), "number");
  assert.equal(shown("third"), "number");
});

test("constants that are set to one another end", () => {
  const { program } = openExample(`
const a = b.filter((x: number) => x > 0);
const b = a.filter((x: number) => x > 1);
export function f(): void { for (const x of [1]) void x; held(a); }
function held(x: unknown): void { void x; }`);
  const checker = program.getTypeChecker();
  assert.equal(checker.typeToString(declaredType(argumentOf(program, "held"), checker)!), "any");
});

test("of a parameter with a default, what it is handed decides", () => {
  const { program } = openExample(`${declarations}
declare function each(f: (x: string | Post[]) => void): void;
export function f(): void { for (const x of [1]) void x; each((x = posts) => held(x)); }
function held(x: unknown): void { void x; }`);
  const checker = program.getTypeChecker();
  assert.equal(checker.typeToString(declaredType(argumentOf(program, "held"), checker)!), "string | Post[]");
});

type Program = ReturnType<typeof openExample>["program"];
type Expression = Parameters<typeof declaredType>[0];

function argumentOf(program: Program, callee: string): Expression {
  const files = program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  for (const node of files.flatMap((file) => [...preorder(file)])) {
    if (!("arguments" in node && "expression" in node)) continue;
    if ((node.expression as Expression).getText() === callee) return (node.arguments as readonly Expression[])[0]!;
  }
  throw new Error(`Nobody calls ${callee}.`);
}
