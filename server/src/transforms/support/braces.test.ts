import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";
import { withTightBraces } from "./braces.js";

describe("blanks inside of braces", () => {
  const loop = (head: string, last: string) => `${head}

export function scale(xs: readonly number[], { factor, shift }: { factor: number, shift: number }) {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) out.push(heavy(xs[i]!) * factor + shift);
  ${last}
}
`;
  const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
  const expression = "scale([1, 2], { factor: 2, shift: 1 })";

  test("go where the author writes none", async () => {
    const head = "import {heavy} from './heavy.js';";
    const text = loop(head, "return {out, factor};").replace("{ factor, shift }:", "{factor, shift}:");
    const after = await checkRewrite({ "a.ts": text, "heavy.ts": heavy }, { expression });
    assert.match(after["a.ts"]!, /import \{parallelMapSync, range\} from/);
    assert.match(after["a.ts"]!, /, \{xs, factor, shift\}\)/);
    assert.match(after["a.kernels.ts"]!, /\(i: number, \{xs, factor, shift\}: ScaleStepEnv\)/);
    assert.match(after["a.kernels.ts"]!, /registerKernels\(import\.meta\.url, \{scaleStep\}\)/);
  });

  test("a blank stands behind names of functions where the author writes one", async () => {
    const text = `'use strict'
const { heavy } = require('./heavy')

function scale (xs) {
  const out = []
  for (let i = 0; i < xs.length; i++) out.push(heavy(xs[i]))
  return out
}
module.exports = { scale }
`;
    const plain =
      "function heavy (x) { return Math.sqrt(x) + Math.sin(x) + Math.cos(x) }\nmodule.exports = { heavy }\n";
    const after = await checkRewrite(
      { "a.js": text, "heavy.js": plain },
      { expression: "scale([1, 2])", options: { strict: false, checkJs: false }, manifest: '{ "type": "commonjs" }' },
    );
    assert.match(after["a.kernels.js"]!, /function scaleStep \(i, \{ xs \}\) \{/);
  });

  test("stay where the author writes them", async () => {
    const text = loop("import { heavy } from './heavy.js';", "return { out, factor };");
    const after = await checkRewrite({ "a.ts": text, "heavy.ts": heavy }, { expression });
    assert.match(after["a.ts"]!, /, \{ xs, factor, shift \}\)/);
  });

  test("stay in blocks, texts, comments and objects of several lines", () => {
    const code = 'if (a) { b({ c, "d { e }": 1 }); } // { f }\nconst i = {\n  j: { k },\n};\n';
    assert.equal(withTightBraces(code), 'if (a) { b({c, "d { e }": 1}); } // { f }\nconst i = {\n  j: {k},\n};\n');
  });
});
