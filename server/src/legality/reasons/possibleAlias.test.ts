// The reason possible-alias: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../../test/support/check.js";

test("rows that may be one and the same array", () => {
  checkSerial(
    `
interface Node { next: Node; value: number }
function spread(nodes: Node[]): void {
  for (const node of nodes) node.next.value = Math.sqrt(node.value);
}`,
    ["possible-alias"],
  );
});

test("not when each iteration makes its own object", () => {
  checkParallel(
    `
interface Node { value: number }
function spread(nodes: Node[]): Node[] {
  const out: Node[] = [];
  for (const node of nodes) {
    let value = node.value;
    for (let k = 0; k < 9; k++) value = Math.sqrt(value + k);
    out.push({ value });
  }
  return out;
}`,
    { pattern: "commit" },
  );
});
