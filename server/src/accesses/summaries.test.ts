// Summaries of recursive functions: what a walk over linked objects reads and writes.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const walk = (body: string, after = "") => `
interface Tree { value: number; hits: number; left?: Tree; right?: Tree; }
function nearest(tree: Tree | undefined, x: number, best: { d: number; at: number }): void {
  if (!tree) return;
  const d = Math.abs(tree.value - x);
  if (d < best.d) { best.d = d; ${body} }
  const [near, far] = x < tree.value ? [tree.left, tree.right] : [tree.right, tree.left];
  nearest(near, x, best);
  if (d < best.d) nearest(far, x, best);
}
function all(tree: Tree, xs: number[]): number[] {
  return xs.map((x) => { const best = { d: Infinity, at: 0 }; nearest(tree, x, best); ${after} return best.d; });
}`;

describe("a walk down a tree", () => {
  test("reads the tree, however deep it is, and writes what it is given", () => {
    checkParallel(walk("best.at = tree.value;"), { pattern: "map" });
  });

  test("not when it marks where it has been and looks at the marks", () => {
    checkSerial(walk("best.at = tree.hits++;"), ["carried-dependence", "possible-alias"]);
    checkSerial(walk("tree.hits++;", "best.d += tree.left!.right!.left!.hits;"), [
      "carried-dependence",
      "possible-alias",
    ]);
  });
});
