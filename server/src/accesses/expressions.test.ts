// What an operator may run besides itself.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

describe("instanceof", () => {
  const loop = (declared: string, type: string) => `
${declared}
function rough(values: readonly unknown[]): number[] {
  const sizes: number[] = [];
  for (const value of values) sizes.push(value instanceof ${type} ? Math.sqrt(values.length) : Math.cbrt(values.length));
  return sizes;
}`;

  test("looks along the prototypes and changes nothing", () => {
    checkParallel(loop("", "Float64Array"), { pattern: "commit" });
    checkParallel(loop("class Point { x = 0; }", "Point"), { pattern: "commit" });
    checkParallel(loop("class Failure extends Error {}", "Failure"), { pattern: "commit" });
  });

  test("but where a class decides for itself, that is code of which nothing is known", () => {
    const odd = "let asked = 0; class Odd { static [Symbol.hasInstance](): boolean { return asked++ % 2 === 1; } }";
    checkSerial(loop(odd, "Odd"), ["unsupported-syntax"]);
    checkSerial(loop(`${odd} class Odder extends Odd {}`, "Odder"), ["unsupported-syntax"]);
    checkSerial(loop("declare const Given: new () => object;", "Given"), ["unsupported-syntax"]);
  });
});
