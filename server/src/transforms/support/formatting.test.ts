import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

describe("lines of a file that keeps to 80 columns", () => {
  const filler = Array.from({ length: 40 }, (_, line) => `// A line of no account, number ${line}.\n`).join("");
  const loop = `export function weightedMeasurements(measurements: number[], temperatures: number[]): number[] {
  const weighted: number[] = [];
  for (let i = 0; i < measurements.length; i++) weighted.push(heavy(measurements[i]! * temperatures[i]!));
  return weighted;
}
`;
  const expression = "weightedMeasurements([1, 2, 3], [3, 2, 1])";

  test("are broken at the arguments", async () => {
    const after = await checkRewrite(
      { "a.ts": `import { heavy } from "./heavy.js";\n${filler}${loop}`, "heavy.ts": heavy },
      { expression },
    );
    assert.ok(
      after["a.ts"]!.includes(`  const weighted: number[] = parallelMapSync(
    range(measurements.length),
    weightedMeasurementsStep,
    { measurements, temperatures },
  );
`),
      after["a.ts"],
    );
  });

  test("and left whole in a file that tells of no such rule", async () => {
    const short = loop.replaceAll("weightedMeasurements", "weigh").replaceAll("measurements", "xs");
    const after = await checkRewrite(
      { "a.ts": `import { heavy } from "./heavy.js";\n${short}`, "heavy.ts": heavy },
      { expression: "weigh([1, 2, 3], [3, 2, 1])" },
    );
    assert.match(after["a.ts"]!, /= parallelMapSync\(range\(xs\.length\), weighStep, \{ xs, temp/);
  });
});

describe("a value for a place that takes only certain numbers", () => {
  test("keeps its type in the kernel's result", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";

export function bits(xs: readonly number[]): (0 | 1)[] {
  const found: (0 | 1)[] = [];
  const note = (bit: 0 | 1): void => {
    found.push(bit);
  };
  for (const x of xs) note(heavy(x) > 4 ? 1 : 0);
  return found;
}
`,
        "heavy.ts": heavy,
      },
      { expression: "bits([1, 20, 300])" },
    );
    assert.match(after["a.kernels.ts"]!, /\): 0 \| 1 \{|\): 1 \| 0 \{/);
  });
});

describe("what is added looks like the rest of the file", () => {
  test("tabs, single quotes, no semicolons; lines inside of template literals stay as they are", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `import { heavy } from './heavy.js'

export function f(xs: number[]): string[] {
	const out: string[] = []
	for (let i = 0; i < xs.length; i++) {
		const t = \`a
  b\${heavy(xs[i]!)}\`
		out.push(t)
	}
	return out
}
`,
        "heavy.ts": heavy,
      },
      { expression: "f([1, 2, 3])" },
    );
    assert.equal(
      after["a.ts"],
      `import { parallelMapSync, range } from '@loopsmith/runner'
import { fStep } from './a.kernels.js'

export function f(xs: number[]): string[] {
	const out: string[] = parallelMapSync(range(xs.length), fStep, { xs })
	return out
}
`,
    );
    assert.equal(
      after["a.kernels.ts"],
      `import { registerKernels } from '@loopsmith/runner'
import { heavy } from './heavy.js'

export interface FStepEnv {
	xs: number[]
}

export function fStep(i: number, { xs }: FStepEnv): string {
	return \`a
  b\${heavy(xs[i]!)}\`
}

registerKernels(import.meta.url, { fStep })
`,
    );
  });

  test("quotes of the options, too", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from './heavy.js';

export function scale(xs: number[]): number[] {
  return xs.map((x) => heavy(x));
}
`,
        "heavy.ts": heavy,
      },
      { expression: "scale([1, 2, 3])", contains: { "a.ts": ["{ holes: 'skip' }"] } },
    );
    await checkRewrite(
      {
        "a.ts": `import { heavy } from './heavy.js';

export function scale(xs: Float64Array, ys: Float64Array): void {
  for (let i = 0; i < xs.length; i++) ys[i] = heavy(xs[i]!);
}
`,
        "heavy.ts": heavy,
      },
      {
        expression:
          "(() => { const ys = new Float64Array(3); scale(new Float64Array([1, 2, 3]), ys); return [...ys]; })()",
        contains: { "a.ts": ["writes: ['ys']"] },
      },
    );
  });

  test("line ends", async () => {
    const text = `import { heavy } from "./heavy.js";
export function f(xs: number[]): number {
  let total = 0;
  for (let i = 0; i < xs.length; i++) {
    const a = heavy(xs[i]!);
    const b = heavy(a);

    total += a * b;
  }
  return total;
}
`;
    const after = await checkRewrite(
      { "a.ts": text.replaceAll("\n", "\r\n"), "heavy.ts": heavy },
      { expression: "f([1, 2, 3])" },
    );
    assert.ok(!/[^\r]\n/.test(after["a.ts"]!) && !/[^\r]\n/.test(after["a.kernels.ts"]!), "every line ends alike");
    assert.match(after["a.ts"]!, /\{ xs \}\)\) \{\r\n {4}total \+= a \* b;\r\n/);
  });

  test("comments go with what they are about", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
export function f(xs: number[]): number {
  let total = 0;
  // before the loop
  for (const x of xs) { // in the head
    // about v
    const v = heavy(x);
    /* about total */
    total += v; // a sum
  }
  // after it
  return total;
}
`,
        "heavy.ts": heavy,
      },
      { expression: "f([1, 2])" },
    );
    assert.match(
      after["a.ts"]!,
      / {2}\/\/ before the loop\n {2}for \(.*\n {4}\/\* about total \*\/\n {4}total \+= v; \/\/ a sum\n {2}\}\n {2}\/\/ after it\n/,
    );
    assert.match(
      after["a.kernels.ts"]!,
      /number \{\n {2}\/\/ in the head\n {2}\/\/ about v\n {2}const v = heavy\(x\);\n {2}return v;/,
    );
  });

  test("hash-bang lines and opening comments stay on top", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `#!/usr/bin/env node
/**
 * Licence.
 */

/** About f. */
export function f(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    let s = i;
    for (let k = 0; k < 30; k++) s = Math.sqrt(s + k);
    out.push(s);
  }
  return out;
}
`,
      },
      { expression: "f(3)" },
    );
    assert.match(
      after["a.ts"]!,
      /^#!.*\n\/\*\*\n \* Licence\.\n \*\/\n\nimport .*\nimport .*\n\n\/\*\* About f\. \*\/\n/,
    );
  });

  test("a body on one line", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
export function f(xs: number[]): number { let t = 0; for$0 (const x of xs) { const v = heavy(x); t += v; } return t; }
`,
        "heavy.ts": heavy,
      },
      { expression: "f([1, 2])" },
    );
  });
});

describe("names are kept apart", () => {
  test("from the runner's, from the kernel's and from one another", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
function range(n: number): number { return n; }
const batch = 1;
export function f(n: number): number[] {
  const result: number[] = [batch];
  for$0 (let i = 0; i < range(n); i++) {
    const v = heavy(i);
    const w = heavy(v);
    result.push(v + w * i);
  }
  return result;
}
export const fStep = 1;
`,
        "heavy.ts": heavy,
      },
      { expression: "f(4)", contains: { "a.ts": ["range as range2", "fStep2"] } },
    );
  });

  test("a name of the body that means something else further in", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
export function f(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) {
    const v = heavy(x);
    for (const v of [1, 2]) out.push(v);
    out.push(v);
  }
  return out;
}
`,
        "heavy.ts": heavy,
      },
      { expression: "f([1, 2])" },
    );
  });

  test("a variable of the function is not declared in a kernel that has another of its name", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `export function f(xs: number[], n: number): number[] {
  const out: number[] = [];
  var j = 0;
  for$0 (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < 3; j++) sum += Math.sqrt(xs[i]! + j);
    out.push(sum);
    if (i > n) for (j = 0; j < 2; j++) out.push(j);
  }
  return out;
}
`,
      },
      { expression: "f([1, 2, 3], 3)" },
    );
    assert.doesNotMatch(after["a.kernels.ts"]!, /let j:/);
  });

  test("unused names of a pattern are left out on either side", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
export function f(xs: { a: number; b: [string, number] }[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const { a, b: [name, x] } of xs) out.set(name, heavy(a + x));
  return out;
}
`,
        "heavy.ts": heavy,
      },
      {
        expression: "[...f([{ a: 1, b: ['x', 2] }])]",
        contains: { "a.ts": ["for (const { b: [name] } of xs) {"], "a.kernels.ts": ["fItem({ a, b: [, x] }: "] },
      },
    );
  });
});

describe("kinds of modules", () => {
  const script = "function heavy(x) { let s = x; for (let k = 0; k < 20; k++) s = Math.sqrt(s + k); return s; }\n";

  test("plain JavaScript as an ES module", async () => {
    const after = await checkRewrite(
      {
        "a.js": `import { heavy } from './heavy.js'

export function f(n) {
  let total = 0
  for (let i = 0; i < n; i++) total += heavy(i)
  return total
}
`,
        "heavy.js": `export ${script}`,
      },
      { expression: "f(4)" },
    );
    assert.match(after["a.kernels.js"]!, /^export function fStep\(i\) \{\n {2}return heavy\(i\)\n\}$/m);
  });

  test("CommonJS", async () => {
    const after = await checkRewrite(
      {
        "a.cjs": `const { heavy } = require("./heavy.cjs");
function helper(x) { let s = 0; for (let k = 0; k < 30; k++) s += Math.sqrt(x + k); return s; }
function f(n) {
  const out = [];
  for$0 (let i = 0; i < n; i++) {
    const v = heavy(i) + helper(i);
    out.push(v);
  }
  return out;
}
module.exports = { f, helper };
`,
        "heavy.cjs": `${script}module.exports = { heavy };\n`,
      },
      { expression: "f(4)" },
    );
    assert.match(
      after["a.cjs"]!,
      /^const \{ parallelMapSync, range \} = require\("@loopsmith\/runner"\);\nconst \{ fStep, helper \} = require\("\.\/a\.kernels\.cjs"\);\n/,
    );
    assert.match(
      after["a.kernels.cjs"]!,
      /module\.exports = \{ helper, fStep \};\nregisterKernels\(__filename, \{ fStep \}\);\n$/,
    );
  });

  test("TypeScript that is compiled to CommonJS, with specifiers without extension", async () => {
    const manifest = '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"zod": "1"\n\t}\n}\n';
    const options = {
      module: "commonjs",
      moduleResolution: "node10",
      verbatimModuleSyntax: false,
      ignoreDeprecations: "6.0",
    };
    const after = await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy";
export function f(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += heavy(i);
  return total;
}
`,
        "heavy.ts": heavy,
      },
      { expression: "f(3)", options, manifest },
    );
    assert.match(after["a.ts"]!, /from "\.\/a\.kernels";/);
    assert.match(after["a.kernels.ts"]!, /registerKernels\(__filename, \{ fStep \}\);/);
    assert.equal(
      after["package.json"],
      '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"@loopsmith/runner": "^0.1.0",\n\t\t"zod": "1"\n\t}\n}\n',
    );
  });

  test("a file with markup gets a kernel module without", async () => {
    const after = await checkRewrite(
      {
        "a.tsx": `import { heavy } from "./heavy.js";
export function f(xs: number[]): number {
  let total = 0;
  for (const x of xs) total += heavy(x);
  return total;
}
`,
        "heavy.ts": heavy,
      },
      { expression: "f([1, 2])", options: { jsx: "react-jsx" } },
    );
    assert.ok(after["a.kernels.ts"]);
  });
});

test("the lines of comments do not tell how code is indented", async () => {
  const after = await checkRewrite(
    {
      "heavy.ts": heavy,
      "a.ts": `import { heavy } from "./heavy.js";

/**
 * Sums up.
 * @param xs numbers
 */
export function f(xs: number[]): number {
    let sum = 0;
    for$0 (const x of xs) {
        sum += heavy(x);
    }
    return sum;
}
`,
    },
    { expression: "f([1, 2, 3])" },
  );
  assert.match(after["a.kernels.ts"]!, /\n {4}return heavy\(x\)/);
});

test("a label to which nothing jumps any more goes", async () => {
  const after = await checkRewrite(
    {
      "heavy.ts": heavy,
      "a.ts": `import { heavy } from "./heavy.js";
export function f(xs: number[]): number {
  outer: for$0 (let i = 0; i < xs.length; i++) {
    for (let k = 0; k < 3; k++) if (heavy(xs[i]! + k) > 6) continue outer;
    return i;
  }
  return -1;
}
`,
    },
    { expression: "[f([900, 1, 3]), f([])]" },
  );
  assert.doesNotMatch(after["a.ts"]!, /outer/);
});

test("the names that are registered stand one to a line where a line does not hold them", async () => {
  const loop = (name: string) => `export function ${name}(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(heavy(x + ${name.length}));
  return out;
}
`;
  const names = ["weighAllOfTheMeasurementsOfTheDay", "weighAllOfTheTemperaturesOfTheNight", "weighTheRest"];
  let files: Record<string, string> = { "heavy.ts": heavy, "a.ts": 'import { heavy } from "./heavy.js";\n' };
  for (const name of names) {
    files = { ...files, "a.ts": files["a.ts"]! + loop(name) };
    if (!files["a.ts"]!.includes("heavy.js")) files["a.ts"] = `import { heavy } from "./heavy.js";\n${files["a.ts"]}`;
    files = { ...files, ...(await checkRewrite(files, { expression: `${name}([1, 2])` })) };
  }
  assert.match(files["a.kernels.ts"]!, /registerKernels\(import\.meta\.url, \{\n(?: {2}\w+,\n){3}\}\);/);
});

describe("several lines", () => {
  const filler = Array.from({ length: 40 }, (_, line) => `// A line of no account, number ${line}.\n`).join("");
  const kernelOf = async (list: string, call: string) => {
    const text = `import { heavy } from "./heavy.js";
${filler}const steps = [
  1,
  2${list}
];
const longest = Math.max(
  3,
  4${call}
);

export function weightedMeasurements(measurements: number[], temperatures: number[]): number[] {
  const weighted: number[] = [];

  // Only the loop needs it.
  let factor: number;

  for (let i = 0; i < measurements.length; i++) {
    factor = heavy(temperatures[i]! * longest);
    weighted.push(heavy(measurements[i]! * factor) / (factor + steps.length));
  }
  return weighted;
}
`;
    const expression = "weightedMeasurements([1, 2, 3], [3, 2, 1])";
    return checkRewrite({ "a.ts": text, "heavy.ts": heavy }, { expression });
  };

  test("end as the author ends them", async () => {
    const without = await kernelOf("", "");
    assert.match(without["a.ts"]!, /\{ temperatures, longest, measurements, steps \}\n {2}\);/);
    assert.match(without["a.kernels.ts"]!, /: WeightedMeasurementsStepEnv\n\): number/);
    const lists = await kernelOf(",", "");
    assert.match(lists["a.ts"]!, /\{ temperatures, longest, measurements, steps \}\n {2}\);/);
    const both = await kernelOf(",", ",");
    assert.match(both["a.ts"]!, /\{ temperatures, longest, measurements, steps \},\n {2}\);/);
  });

  test("leave one empty line where a declaration goes", async () => {
    assert.match(
      (await kernelOf(",", ","))["a.ts"]!,
      /number\[\] \{\n {2}const weighted: number\[\] = parallelMapSync/,
    );
  });
});

describe("in a file without semicolons", () => {
  const helper = `function heavy(x: number): number {
  let s = x
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k + base)
  return s
}
`;
  const filler = `let a = 1
let b = 2
`;

  test("one at the beginning of a line stays where the statement before it goes", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `${filler}const base = 3
;[a, b] = [b, a]
${helper}export function f(n: number): number[] {
  const c = n
  const out: number[] = []
  ;[a, b] = [b, a + c]
  for$0 (let i = 0; i < n; i++) { const v = heavy(i); out.push(v) }
  return [...out, a, b]
}
`,
      },
      { expression: "f(3)" },
    );
    assert.match(after["a.ts"]!, /let b = 2\n;\[a, b\] = \[b, a\]\n/);
    assert.match(after["a.ts"]!, /const c = n\n {2};\[a, b\] = /);
  });

  test("one is written where the call would go on with what comes behind the loop, in its line or the next", async () => {
    await checkRewrite(
      {
        "a.ts": `const base = 3
${helper}export function f(n: number): number[] { const out: number[] = []; for$0 (let i = 0; i < n; i++) { const v = heavy(i); out.push(v) } return out }
`,
      },
      { expression: "f(3)" },
    );
    const after = await checkRewrite(
      {
        "a.ts": `${filler}const base = 3
${helper}export function f(n: number): number[] {
  const out: number[] = []
  for$0 (let i = 0; i < n; i++) { const v = heavy(i); out.push(v) }
  [a, b] = [b, a]
  return [...out, a, b]
}
`,
      },
      { expression: "f(3)", contains: { "a.ts": ["{});\n  [a, b] = [b, a]"] } },
    );
    assert.match(after["a.ts"]!, /from "@loopsmith\/runner"\n/);
  });
});
