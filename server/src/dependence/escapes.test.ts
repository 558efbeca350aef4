// An object that the function has made itself, beside one that it was handed: when they can be one.
import { describe, test } from "node:test";
import { checkParallel } from "../../../test/support/check.js";

const loop = "for$0 (let i = 1; i < given.values.length; i++) own[i] = Math.sqrt(given.values[i - 1]! + i);";
const head =
  "function keep(given: { values: number[] }, n: number): number[] { const own = new Array<number>(n).fill(0);";

describe("an array that is made in the function", () => {
  test("is nobody else's before it gets out, which it may do behind the loop", () => {
    checkParallel(`${head} ${loop} given.values = own; return own; }`, { pattern: "map", assumptions: ["plain-data"] });
    checkParallel(`${head} ${loop} return [own, given.values].flat(); }`, {
      pattern: "map",
      assumptions: ["plain-data"],
    });
  });

  const tested = { pattern: "map", assumptions: ["disjoint", "plain-data"] } as const;

  test("may be what it is compared with once it has got out", () => {
    checkParallel(`${head} given.values = own; ${loop} return own; }`, tested);
  });

  test("also in an earlier round of a loop around", () => {
    checkParallel(`${head} for (let r = 0; r < n; r++) { ${loop} given.values = own; } return own; }`, tested);
  });

  test("or by a function that runs who knows when", () => {
    checkParallel(
      `${head} const share = () => { given.values = own; }; if (n > 3) share(); ${loop} return own; }`,
      tested,
    );
  });
});
