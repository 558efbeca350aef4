// The Omega test: examples of Pugh's paper, and random systems against enumeration.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { hasIntegerSolution, type LinearForm } from "./integerSystem.js";

const form = (constant: number, ...coefficients: number[]): LinearForm => ({ coefficients, constant });

describe("whole numbers that meet a system", () => {
  test("an equation without an odd term has none where the constant is odd", () => {
    const equation = (constant: number) => ({ equations: [form(constant, 2, -4)], inequalities: [] });
    assert.equal(hasIntegerSolution(equation(1)), "no");
    assert.equal(hasIntegerSolution(equation(6)), "yes");
  });

  test("coefficients without a 1 (section 2.3.1 of the paper: 7x + 12y + 31z = 17, 3x + 5y + 14z = 7)", () => {
    const equations = [form(-17, 7, 12, 31), form(-7, 3, 5, 14)];
    const within = (low: number, high: number) => ({
      equations,
      inequalities: [form(-low, 1, 0, 0), form(high, -1, 0, 0)],
    });
    assert.equal(hasIntegerSolution(within(1, 40)), "yes");
    assert.equal(hasIntegerSolution(within(0, 11)), "no");
  });

  test("a gap between real solutions (section 3: 27 <= 11x + 13y <= 45, -10 <= 7x - 9y <= 4)", () => {
    const inequalities = [form(-27, 11, 13), form(45, -11, -13), form(10, 7, -9), form(4, -7, 9)];
    assert.equal(hasIntegerSolution({ equations: [], inequalities }), "no");
    const wider = [form(-27, 11, 13), form(48, -11, -13), form(10, 7, -9), form(4, -7, 9)];
    assert.equal(hasIntegerSolution({ equations: [], inequalities: wider }), "yes");
  });

  test("numbers beyond 2^53 are not guessed at", () => {
    const huge = Number.MAX_SAFE_INTEGER;
    const inequalities = [form(-3, huge, 7), form(5, -huge, -11), form(1, huge - 2, -13), form(9, 3 - huge, 17)];
    assert.equal(hasIntegerSolution({ equations: [], inequalities }), "unknown");
  });

  test("is answered as enumeration answers it", () => {
    const box = 5;
    let decided = 0;
    let all = 0;
    const small = fc.integer({ min: -5, max: 5 });
    const forms = (most: number) =>
      fc.array(
        fc.tuple(small, small, small, fc.integer({ min: -9, max: 9 })).map(([x, y, z, c]) => form(c, x, y, z)),
        { maxLength: most },
      );
    fc.assert(
      fc.property(forms(2), forms(4), (equations, inequalities) => {
        const sides = [0, 1, 2].flatMap((id) =>
          [1, -1].map((sign) => form(box, ...[0, 1, 2].map((each) => (each === id ? sign : 0)))),
        );
        const answer = hasIntegerSolution({ equations, inequalities: [...inequalities, ...sides] });
        all++;
        if (answer === "unknown") return;
        decided++;
        assert.equal(answer === "yes", enumerate(equations, inequalities, box));
      }),
      { numRuns: 4000 },
    );
    assert.ok(decided > 0.99 * all, `${decided} of ${all} decided`);
  });
});

function enumerate(equations: readonly LinearForm[], inequalities: readonly LinearForm[], box: number): boolean {
  const values = Array.from({ length: 2 * box + 1 }, (_, index) => index - box);
  const at = ({ coefficients, constant }: LinearForm, x: number, y: number, z: number) =>
    coefficients[0]! * x + coefficients[1]! * y + coefficients[2]! * z + constant;
  return values.some((x) =>
    values.some((y) =>
      values.some(
        (z) =>
          equations.every((each) => at(each, x, y, z) === 0) && inequalities.every((each) => at(each, x, y, z) >= 0),
      ),
    ),
  );
}
