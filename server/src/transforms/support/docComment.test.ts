import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";

const heavy = `/** @param {number} x */
export function heavy(x) {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const options = { checkJs: true };

describe("in a JavaScript file that the compiler checks, a kernel", () => {
  test("has its types in a comment", async () => {
    const after = await checkRewrite(
      {
        "a.js": `import { heavy } from './heavy.js';

/**
 * @param {number[]} xs
 * @param {number} factor
 */
export function scale(xs, factor) {
  /** @type {number[]} */
  const out = [];
  for (let i = 0; i < xs.length; i++) out.push(heavy(xs[i] ?? 0) * factor);
  return out;
}
`,
        "heavy.js": heavy,
      },
      { expression: "scale([1, 2, 3], 2)", options },
    );
    assert.match(
      after["a.kernels.js"]!,
      /\/\*\*\n \* @param \{number\} i\n \* @param \{\{ xs: number\[\], factor: number \}\} env\n \*\/\nexport function scaleStep\(i/,
    );
  });

  test("names types of the author's files where they are declared", async () => {
    const after = await checkRewrite(
      {
        "a.js": `import { heavy } from './heavy.js';

/** @typedef {{ x: number, weights: readonly number[] }} Point */

/**
 * @param {Point[]} points
 * @param {import('./shapes.js').Shape} shape
 */
export function total(points, shape) {
  let sum = 0;
  for (const point of points) sum += heavy(point.x) * shape.area;
  return sum;
}
`,
        "shapes.js": "/** @typedef {{ area: number }} Shape */\nexport {};\n",
        "heavy.js": heavy,
      },
      { expression: "total([{ x: 1, weights: [] }, { x: 2, weights: [] }], { area: 2 })", options },
    );
    assert.match(after["a.kernels.js"]!, /@param \{import\('\.\/a\.js'\)\.Point\} point\n/);
    assert.match(after["a.kernels.js"]!, /shape: import\('\.\/shapes\.js'\)\.Shape \}\} env/);
  });

  test("of an array method has that of its callback's element and index", async () => {
    const after = await checkRewrite(
      {
        "a.js": `import { heavy } from './heavy.js';

/**
 * @param {number[]} measurements
 * @param {Map<string, number>} temperatures
 * @param {readonly number[]} pressures
 */
export function weigh(measurements, temperatures, pressures) {
  return measurements.map((measured, at) => heavy(measured) * (temperatures.get('a') ?? 1) + (pressures[at] ?? 0));
}
`,
        "heavy.js": heavy,
      },
      { expression: "weigh([1, 2], new Map([['a', 3]]), [4, 5])", options },
    );
    assert.match(after["a.kernels.js"]!, /@param \{number\} measured\n/);
    assert.match(after["a.kernels.js"]!, /temperatures: Map<string, number>/);
    assert.match(after["a.kernels.js"]!, /@param \{number\} at\n/);
  });
});

describe("a kernel has no comment", () => {
  test("where the author tells no types", async () => {
    const after = await checkRewrite(
      {
        "a.js": `import { heavy } from './heavy.js';

export function scale(xs) {
  const out = [];
  for (let i = 0; i < xs.length; i++) out.push(heavy(xs[i]));
  return out;
}
`,
        "heavy.js": heavy.replace(/^.*\n/, "").replace("s = x", "s = Number(x)"),
      },
      { expression: "scale([1, 2, 3])", options: { checkJs: false, strict: false } },
    );
    assert.doesNotMatch(after["a.kernels.js"]!, /@param/);
  });
});
