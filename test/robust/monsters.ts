// Programs that nobody writes and an analysis must survive: huge files, deep nesting, huge bodies; and real files, broken.

export interface Monster {
  readonly name: string;
  readonly text: string;
}

/** Pseudo-random whole numbers below `limit`, the same for the same seed (mulberry32). */
function dice(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Variants of a text that no longer parse: cut off, tokens dropped, tokens doubled, brackets exchanged. O(text). */
export function brokenTexts(text: string, seed: number): readonly (readonly [kind: string, text: string])[] {
  const next = dice(seed);
  const tokens = text.slice(0, 200_000).match(/\s+|\w+|./gs) ?? [];
  const changed = (change: (token: string) => string) =>
    tokens.map((token) => (/\S/.test(token) && next(50) === 0 ? change(token) : token)).join("");
  return [
    ["cut", text.slice(0, next(text.length + 1))],
    ["dropped", changed(() => "")],
    ["doubled", changed((token) => token + token)],
    ["brackets", changed((token) => ({ "(": "[", ")": "}", "{": "(", "}": "]", "[": "{", "]": ")" })[token] ?? token)],
  ];
}

const repeat = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");
const deep = (count: number, open: string, core: string, close: string) =>
  `${open.repeat(count)}${core}${close.repeat(count)}`;

/** @param scale 1 for the sizes that must be survived, less for a quick look */
export function monsters(scale = 1): readonly Monster[] {
  const many = Math.round(10_000 * scale);
  const loop = (body: string) =>
    `export function f(xs: number[], ys: number[], o: any, n: number) {\nfor (let i = 0; i < n; i++) {\n${body}\n}\n}\n`;
  return [
    { name: "deep-sum.ts", text: loop(`xs[i] = ${deep(many, "(1+", "i", ")")};`) },
    { name: "flat-sum.ts", text: loop(`xs[i] = ${Array.from({ length: many }, () => "i").join("+")};`) },
    { name: "deep-calls.ts", text: loop(`xs[i] = ${deep(many, "Math.abs(", "i", ")")};`) },
    { name: "deep-arrays.js", text: `for (const x of ${deep(many, "[", "1", "]")}) console.log(x);\n` },
    { name: "deep-members.ts", text: loop(`o${".next".repeat(many)} = i;`) },
    { name: "deep-blocks.ts", text: loop(deep(many, "{", "xs[i] = i;", "}")) },
    { name: "deep-ifs.ts", text: loop(deep(many, "if (ys[i]! > 0) {", "xs[i] = i;", "}")) },
    {
      name: "else-ifs.ts",
      text: loop(repeat(many, (k) => `${k === 0 ? "" : "else "}if (ys[i] === ${k}) xs[i] = ${k};`)),
    },
    { name: "deep-conditional.ts", text: loop(`xs[i] = ${"ys[i]! > 0 ? 1 : ".repeat(many)}0;`) },
    { name: "deep-functions.ts", text: loop(deep(Math.round(many / 10), "(() => {", "xs[i] = i;", "})();")) },
    {
      name: "deep-loops.ts",
      text: `const xs: number[] = [];\n${repeat(Math.round(many / 10), (k) => `for (let i${k} = 0; i${k} < 2; i${k}++) {`)}\nxs[i0] = 1;\n${"}".repeat(Math.round(many / 10))}\n`,
    },
    {
      name: "nest-12.ts",
      text: `export function f(xs: number[], n: number) {\n${repeat(12, (k) => `for (let i${k} = 0; i${k} < n; i${k}++)`)}\nxs[i0 * i1 + i2 * i3 - i4 * i5 + i6 * i7 - i8 * i9 + i10 * i11] += xs[i11 * i0 + i1 * i10 - i2 * i9]!;\n}\n`,
    },
    { name: "huge-body.ts", text: loop(repeat(many, (k) => `xs[i + ${k}] = ys[i * ${k}]! + xs[${k} - i]!;`)) },
    {
      name: "wide-body.ts",
      text: loop(repeat(Math.round(many / 15), (k) => `const a${k} = xs[i * ${k}]!; o.p${k} = a${k};`)),
    },
    {
      name: "many-objects.ts",
      text: loop(
        repeat(
          Math.round(many / 5),
          (k) => `const a${k} = { next: ${k === 0 ? "o" : `a${k - 1}`} }; a${k}.next = a${k};`,
        ),
      ),
    },
    {
      name: "many-variables.ts",
      text: `export function f(n: number) {\n${repeat(many, (k) => `let v${k} = 0;`)}\nfor (let i = 0; i < n; i++) {\n${repeat(many, (k) => `v${k} += i;`)}\n}\nreturn v0;\n}\n`,
    },
    {
      name: "many-swaps.ts",
      text: `export function f(n: number, p: number[], q: number[]) {\nfor (let i = 0; i < n; i++) {\n${repeat(Math.round(many / 10), (k) => `let a${k} = p, b${k} = q;`)}\n${repeat(Math.round(many / 10), (k) => `[a${k}, b${(k * 7) % Math.round(many / 10)}] = [b${(k * 3) % Math.round(many / 10)}, a${k}];`)}\n a0[i] = b0[i]!;\n}\n}\n`,
    },
    {
      name: "call-ring.ts",
      text: `${repeat(Math.round(many / 10), (k) => `function g${k}(o: any, n: number): any { return n > 0 ? g${(k + 1) % Math.round(many / 10)}(o.next, g${(k * 7 + 3) % Math.round(many / 10)}(o, n - 1)) : o; }`)}\nexport function f(xs: any[]) { for (const x of xs) g0(x, 3); }\n`,
    },
    {
      name: "call-chain.ts",
      text: `${repeat(Math.round(many / 2), (k) => `function g${k}(x: number): number { return x > ${k} ? g${k + 1}(x) + 1 : x; }`)}\nfunction g${Math.round(many / 2)}(x: number) { return x; }\nexport function f(xs: number[]) { return xs.map((x) => g0(x)); }\n`,
    },
    {
      name: "many-loops.ts",
      text: `${repeat(Math.round(many / 2), (k) => `export const r${k}: number[] = [];\nfor (let i = 0; i < 100; i++) {\n  const s = Math.sqrt(i);\n  r${k}.push(s * ${k});\n}`)}\n`,
    },
    {
      name: "many-functions.ts",
      text: repeat(
        Math.round(many / 2),
        (k) =>
          `export function h${k}(xs: number[], n: number): number {\n  let sum = ${k};\n  for (let i = 0; i < n; i++) {\n    const y = xs[i]! * ${k};\n    sum += Math.sin(y);\n    xs[i] = y;\n  }\n  return sum${k === 0 ? "" : ` + h${k - 1}(xs, n - 1)`};\n}`,
      ),
    },
    {
      name: "one-line.js",
      text: `var o={};${Array.from({ length: many }, (_, k) => `for(var i${k}=0;i${k}<9;i${k}++)o["k"+i${k}]=i${k};`).join("")}`,
    },
    {
      name: "switch.ts",
      text: loop(
        `switch (ys[i]) {\n${repeat(many, (k) => `case ${k}: xs[i] = ${k}; ${k % 3 === 0 ? "" : "break;"}`)}\n}`,
      ),
    },
    {
      name: "huge-union.ts",
      text: `type U = ${repeat(Math.round(many / 10), (k) => `| { kind: "k${k}"; next: U; value: number[] }`)};\nexport function f(us: U[]) { for (const u of us) { if (u.next.next.next.kind === "k7") u.value[0] = 1; else u.next.value.push(2); } }\n`,
    },
    {
      name: "template.js",
      text: `for (const x of [1]) console.log(${"`${".repeat(Math.round(many / 10))}x${"}`".repeat(Math.round(many / 10))});\n`,
    },
    { name: "unclosed.js", text: "for (let i = 0; i < 9; i++) { [(".repeat(many) },
  ];
}
