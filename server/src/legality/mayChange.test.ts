// Writes that change a bound or an offset under any name, and the nearest that leave it alone.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const shifted = (change: string) =>
  `
interface Config { k: number; [name: string]: number }
function heavy(x: number): number { return Math.exp(Math.sqrt(x) * x); }
function wipe(config: Config, value: number): void { for$ (const name in config) config[name] = value; }
export function f(config: Config, other: Config, lists: Map<string, number>, name: string, ta: Float64Array, out: number[], n: number): void {
  for$0 (let i = 0; i < n; i++) {
    const h = heavy(ta[i]!);
    if (config.k > n) { ${change} ta[i + config.k] = h; }
    out.push(h);
  }
}`.replace("for$ ", "for ");

describe("an offset in an object", () => {
  test("changes with a write under any name", () => {
    for (const change of ["config[name] = 1;", "wipe(config, 1);"])
      checkSerial(shifted(change), ["carried-dependence"]);
    checkSerial(shifted("Object.assign(config, { k: 1 });"), ["carried-dependence", "possible-alias"]);
  });

  test("not with one into a collection, an array or under another name", () => {
    for (const change of ["lists.set(name, 1);", "out.push(1);", "config.q = 1;"])
      checkParallel(shifted(change), { pattern: "commit" });
  });
});
