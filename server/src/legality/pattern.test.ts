// Patterns of parallel loops: what counts as a reduction, and what only looks like one.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (before: string, body: string, after = "") =>
  `function f(x: Float64Array, y: Float64Array, out: Float64Array, n: number) { ${before} for$0 (let i = 0; i < n; i++) { ${body} } ${after} }`;

describe("a reduction", () => {
  test("is found however little else the loop does", () => {
    checkParallel(over("", "out[y[i]!]! += 1;"), { pattern: "reduction" });
    checkParallel(over("let s = 0;", "s += x[i]!;", "return s;"), { pattern: "reduction" });
  });

  test("changes nothing but the variable where nothing else is left for the workers", () => {
    checkParallel(over("let s = 0;", "s += i;", "return s;"), {
      pattern: "reduction",
      idle: "combines",
      split: { channels: "" },
    });
    checkSerial(over("let s = 0; const next = () => (s = s * 3 + 1);", "s += next();", "return s;"), [
      "carried-dependence",
    ]);
    checkSerial(over("let s = 0; const list = [1, 2];", "s += list.pop() ?? 0;", "return s;"), ["carried-dependence"]);
  });

  test("may have several updates of one kind, not of two", () => {
    checkParallel(over("", "out[y[i]! - 1]! += 1 - x[i]!; out[y[i]!]! -= x[i]!;"), { pattern: "reduction" });
    checkParallel(over("", "out[y[i]! - 1]! += Math.cosh(x[i]!) - x[i]!; out[y[i]!]! *= x[i]! + y[i]!;"), {
      pattern: "commit",
    });
  });

  test("is none where the value so far is used for something else", () => {
    checkParallel(over("let s = 0;", "s += Math.sin(x[i]! + y[i]!) * x[i]!; out[i] = s;"), { pattern: "commit" });
    checkParallel(over("let s = 0;", "s += Math.sin(x[i]! + y[i]!) * x[i]!; out[i] = x[i]!;", "return s;"), {
      pattern: "reduction",
    });
  });

  test("is none where the term is computed from the value so far", () => {
    checkSerial(over("", "const q = out[i]! * x[i]! + y[i]!; out[i + 1]! += 0.5 * (q - out[i + 1]!);"), [
      "carried-dependence",
    ]);
    checkSerial(over("let s = 0;", "s = s + s * x[i]!;", "return s;"), ["carried-dependence"]);
  });
});

describe("a sum over a nest", () => {
  const nest = (update: string) => over("let s = 0;", `for (let j = 0; j < n; j++) ${update}`, "return s;");

  test("is found around the loop that adds", () => {
    checkParallel(nest("s += x[i]! * y[j]!;"), { pattern: "reduction" });
  });

  test("also where a whole row is added to a row, whose terms are not carried over", () => {
    checkParallel(nest("out[j]! += x[i]! * y[j]!;"), { pattern: "reduction", idle: "combines" });
  });

  test("but where a few terms are added to places of a row", () => {
    checkParallel(
      over("", "const t = Math.sqrt(x[i]! * y[i]! + x[i]!) / y[i]!; for (const at of [x[i]!, y[i]!]) out[at]! += t;"),
      { pattern: "reduction" },
    );
  });
});

describe("the place of the best", () => {
  test("is a reduction, with the best itself or without", () => {
    checkParallel(over("let at = 0;", "if (x[i]! < x[at]!) at = i;", "return at;"), { pattern: "reduction" });
    checkParallel(
      over("let at = -1; let best = 1e9;", "if (x[i]! < best) { best = x[i]!; at = i; }", "return at + best;"),
      { pattern: "reduction" },
    );
    checkParallel(
      over(
        "let at = -1; let best = 0;",
        "const score = x[i]! * y[i]!; if (at === -1 || score > best) { best = score; at = i; }",
        "return at;",
      ),
      { pattern: "reduction" },
    );
  });

  test("not where the one found is not the one compared", () => {
    checkSerial(over("let at = 0;", "if (x[i]! < x[at]!) at = i + 1;", "return at;"), ["carried-dependence"]);
    checkSerial(over("let at = 0;", "if (x[i]! < y[at]!) at = i;", "return at;"), ["carried-dependence"]);
  });
});

test("an update in a row that may be missing by its type is made in a copy of the row", () => {
  const text = (target: string) =>
    `function f(rows: (number[] | undefined)[], x: number[][], n: number) { for (let i = 0; i < n; i++) rows[${target}]![i]! += x[i]![0]! * x[i]![1]!; }`;
  checkParallel(text("i"), { pattern: "map" });
  checkParallel(text("0"), { pattern: "map" });
  const sum = text("0").replace("![i]! +=", "![0]! +=");
  checkParallel(sum, { pattern: "reduction", split: { startsAgain: "true" } });
  checkParallel(sum.replace("for (", "all: for ("), { pattern: "reduction", idle: "combines" });
});
