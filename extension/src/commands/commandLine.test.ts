// Command lines: what is split, what is kept together, what is refused.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { quoteWord, splitCommandLine } from "./commandLine.js";

describe("splitCommandLine", () => {
  test("splits at spaces", () => {
    assert.deepEqual(splitCommandLine("  npx tsx   main.ts "), ["npx", "tsx", "main.ts"]);
  });

  test("does not split inside of quotes", () => {
    assert.deepEqual(splitCommandLine(`node "my file.js" 'a "b"' x"y z"`), ["node", "my file.js", 'a "b"', "xy z"]);
  });

  test("keeps an empty word, and escaped quotes", () => {
    assert.deepEqual(splitCommandLine(`node "" "a\\"b\\\\c"`), ["node", "", 'a"b\\c']);
  });

  test("does not treat backslashes of Windows paths as escapes", () => {
    assert.deepEqual(splitCommandLine(String.raw`node src\main.js`), ["node", String.raw`src\main.js`]);
  });

  test("refuses an open quote, and a line without a word", () => {
    assert.equal(splitCommandLine('node "main.js'), undefined);
    assert.equal(splitCommandLine("   "), undefined);
  });
});

describe("quoteWord", () => {
  for (const word of ["main.ts", "my file.ts", `a"b`, "it's", "", String.raw`C:\my files\x`, "ends with \\", "a b\\"])
    test(`gives back ${JSON.stringify(word)}`, () => {
      assert.deepEqual(splitCommandLine(quoteWord(word)), [word]);
    });
});
