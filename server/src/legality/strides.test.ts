// Blocks whose size only the run tells: what has to be true of the step so that they do not meet.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const butterflies = (step: string, up: string) => `
function f(re: Float64Array, n: number, size: number, half: number): void {
  for$0 (let i = 0; i < n; i += ${step}) {
    for (let j = i; j < ${up}; j++) {
      const t = Math.sin(re[j + half]!);
      re[j + half] = re[j]! - t;
      re[j] = re[j]! + t;
    }
  }
}`;

describe("blocks of a size that is a variable", () => {
  test("hold two of the halves that are touched, if the test says so", () => {
    checkParallel(butterflies("size", "i + half"), {
      pattern: "map",
      assumptions: ["integer", "step", "plain-data"],
    });
    checkParallel(butterflies("2 * half", "i + half"), {
      pattern: "map",
      assumptions: ["integer", "step", "plain-data"],
    });
  });

  test("and not where an element more is touched", () => {
    checkSerial(butterflies("size", "i + half + 1"), ["carried-dependence"]);
    checkSerial(butterflies("half", "i + half"), ["carried-dependence"]);
  });

  test("nor where the half is not the same in every iteration", () => {
    checkSerial(butterflies("size", "i + half").replace("const t", "half = t > 0 ? 3 : 2; const t"), [
      "carried-dependence",
    ]);
  });
});
