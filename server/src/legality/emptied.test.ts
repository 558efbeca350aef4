// Arrays, maps and sets that are emptied before each use, and the nearest that carry something from one iteration to the next.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const medians = (body: string, made = "const window: number[] = [];") => `
function lowest(values: readonly number[]): number { return Math.min(...values); }
let kept: readonly number[] = [];
function keep(values: readonly number[]): number { kept = values; return values.length; }
function medians(rows: number[][], out: Float64Array): void {
  ${made}
  for (let i = 0; i < rows.length; i++) {
    ${body}
  }
}`;
const fill = "for (const value of rows[i]!) window.push(value * value);";

describe("an array that is emptied first", () => {
  test("is the iteration's own", () => {
    const rest = `${fill} window.sort((a, b) => a - b); out[i] = window[window.length >> 1]!;`;
    checkParallel(medians(`window.length = 0; ${rest}`), { pattern: "map", split: { writes: "out" } });
    checkParallel(medians(`window.splice(0); ${rest}`), { pattern: "map" });
    checkParallel(medians(`if (i > 2) { window.length = 0; ${rest} }`), { pattern: "map" });
  });

  test("not when it is only sometimes emptied, or not to the bottom, or too late", () => {
    const rest = `${fill} out[i] = window.length + window[0]!;`;
    checkSerial(medians(`if (i > 2) window.length = 0; ${rest}`), ["carried-dependence"]);
    checkSerial(medians(`window.length = 1; ${rest}`), ["carried-dependence"]);
    checkSerial(medians(`${rest} window.length = 0;`), ["carried-dependence"]);
    checkSerial(medians(`{ window.length = 0; } ${rest}`), ["carried-dependence"]);
  });

  test("may be read by functions that keep nothing, not by one that does", () => {
    checkParallel(medians(`window.length = 0; ${fill} out[i] = lowest(window);`), { pattern: "map" });
    checkSerial(medians(`window.length = 0; ${fill} out[i] = keep(window);`), ["carried-dependence"]);
  });

  test("not under a second name", () => {
    checkSerial(medians(`window.length = 0; const same = window.reverse(); ${fill} out[i] = same.length;`), [
      "carried-dependence",
    ]);
  });
});

test("so is a set or a map that is cleared first", () => {
  const made = "const seen = new Set<number>();";
  const rest = "for (const value of rows[i]!) seen.add(value); out[i] = seen.size;";
  checkParallel(medians(`seen.clear(); ${rest}`, made), { pattern: "map" });
  checkSerial(medians(rest, made), ["carried-dependence"]);
});

describe("what is emptied first does not get out", () => {
  const kept = (how: string, out = "same") => `
const third = (_value: number, _at: number, all: number[]): number[] => all;
function f(xs: number[]): number[][] {
  const window: number[] = [];
  const found: number[][] = [];
  for (const x of xs) { window.length = 0; window.push(Math.sqrt(x)); const same = ${how}; found.push(${out}); }
  return found;
}`;

  test("by a copy of what is in it", () => {
    checkParallel(kept("window.slice()"), { pattern: "commit" });
    checkParallel(kept("window.map((value) => [value])", "same[0]!"), { pattern: "commit" });
    checkParallel(kept("[window[0]!]"), { pattern: "commit" });
  });

  test("not by a method that answers itself, whatever it is called by, or a callback that gets it", () => {
    const reasons = ["carried-dependence", "possible-alias"];
    checkSerial(kept("window.valueOf() as number[]"), reasons);
    checkSerial(kept('window["sort"]()'), reasons);
    checkSerial(kept("window.map((...all) => all[2])", "same[0]!"), reasons);
    checkSerial(kept("window.map(third)", "same[0]!"), reasons);
  });
});
