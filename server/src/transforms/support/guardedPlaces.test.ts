import assert from "node:assert/strict";
import { test } from "node:test";
import { isGuardedIn } from "../../../../test/support/places.js";

/** Whether `place` is looked for first in the body of a loop. */
const guarded = (place: string, body: string) =>
  isGuardedIn(
    `interface P { y: number; next?: P }
function f(p: P, q: P | undefined, ps: P[], sums: number[], m: number[][], n: number, i: number): void {
  for (;;) { ${body} }
}`,
    place,
  );

test("a place in what may be missing is guarded by any condition around all that touches it", () => {
  assert.ok(guarded("q!.y", "if (q) q!.y += 1;"));
  assert.ok(guarded("q!.y", "if (n > 1) q!.y += 1;"));
  assert.ok(guarded("ps[i].y", "if (ps[i]) ps[i].y += 1;"));
  assert.ok(guarded("ps[i].y", "n > 1 && (ps[i].y += 1);"));
  assert.ok(guarded("m[i][0]", "while (n-- > 0) m[i][0] += 1;"));
  assert.ok(guarded("m[i][0]", "for (let k = 0; k < n && m[i]; k++) m[i][0] += 1;"));
  assert.ok(!guarded("ps[i].y", "if (ps[i].y > 0) ps[i].y += 1;"));
  assert.ok(!guarded("ps[i].y", "ps[i].y += 1; if (n > 1) ps[i].y += 1;"));
});

test("a place in what is there is guarded only by a condition that asks for it", () => {
  assert.ok(guarded("p.y", "if (p !== undefined) p.y += 1;"));
  assert.ok(guarded("sums[i]", "if (i < sums.length) sums[i] += 1;"));
  assert.ok(!guarded("p.y", "if (n > 1) p.y += 1;"));
  assert.ok(!guarded("sums[i]", "if (n > 1) sums[i] += 1;"));
});

test("a loop that may go round no time guards what lies in a part that may be missing", () => {
  assert.ok(guarded("m[i][0]", "for (let k = 0; k < i; k++) m[i][0] += k;"));
  assert.ok(!guarded("sums[i]", "for (let k = 0; k < i; k++) sums[i] += k;"));
});
