// Families of things that programs have besides arrays and numbers: views of one buffer, classes that hold arrays, texts, maps and
// sets, functions inside of functions, patterns. A program has none of them, or one or two, so that what it has meets.

/** What a family may use of the program that is being made. */
export interface Tools {
  readonly pick: <T>(from: readonly T[]) => T;
  readonly draw: (below: number) => number;
  readonly index: () => string;
  readonly counter: () => string;
  /** Counters of the loops around, the outermost first. */
  readonly counters: () => readonly string[];
  readonly atom: () => string;
  readonly expression: (depth?: number) => string;
  readonly condition: () => string;
  readonly object: () => string;
  readonly row: () => string;
  readonly declare: (
    kind: "values" | "lets" | "rows" | "objects" | "views",
    initializer: string,
    pad: string,
  ) => string;
  readonly views: () => readonly string[];
  readonly name: (kind: string) => string;
  /** One or two statements, in a scope of their own. */
  readonly branch: (pad: string) => string;
  /** A jump, where there is a loop to leave. */
  readonly exit: () => string;
  /** A loop with the head; its body knows the names. */
  readonly over: (head: string, names: Names, pad: string, end?: string) => string;
}

export interface Names {
  readonly counters?: readonly string[];
  readonly values?: readonly string[];
  /** A callback: no jump gets out of it. */
  readonly isCallback?: true;
}

type Weighted<T> = readonly (readonly [weight: number, make: () => T])[];

export interface Family {
  /** Declarations at the beginning of the function. */
  readonly locals: string;
  /** What the function returns besides. */
  readonly results: readonly string[];
  readonly places: () => readonly string[];
  readonly expressions: Weighted<string>;
  readonly statements: (pad: string) => Weighted<string>;
  /** What is a loop, for where there may be one. */
  readonly loops: (pad: string) => Weighted<string>;
}

type Make = (tools: Tools) => Partial<Family>;

/** Several typed arrays over one buffer, and views of views. */
const views: Make = ({ pick, index, expression, declare, views, row, draw }) => {
  const whole = () => pick(["ta", "tb", "ta", "v0", "v1"]);
  const made = pick([
    "ta.subarray(n)",
    "ta.subarray(0, n)",
    "new Float64Array(ta.buffer, ta.byteOffset, n)",
    "new Float32Array(ta.buffer)",
    "ta.slice()",
  ]);
  const other = pick([
    "v0.subarray(1)",
    "v0",
    "tb.subarray(0, n)",
    "new Int32Array(n + 2)",
    "new Float64Array(tb.buffer)",
    "ta.subarray(n)",
    "new Uint8Array(2 * n)",
  ]);
  const kept = pick(["", "", "", "  log.push(v1.subarray(1));\n", "  log.push(new Uint8Array(v1.buffer));\n"]);
  return {
    locals: `  const v0 = ${made};\n  const v1 = ${other};\n${kept}`,
    results: ["v0", "v1"],
    places: () => ["v0", "v1", ...views()].map((view) => `${view}[${index()}]`),
    expressions: [
      [2, () => `(${pick(["v0", "v1", ...views()])}[${index()}] ?? 0)`],
      [1, () => `${whole()}.subarray(${index()})[0]!`],
    ],
    statements: (pad) => [
      [6, () => declare("views", `${whole()}.subarray(${index()}${draw(2) === 0 ? "" : `, ${index()} + 2`})`, pad)],
      [6, () => `${pad}${pick(["v0", "v1", ...views()])}[${index()}] ${pick(["=", "=", "+="])} ${expression()};`],
      [2, () => `${pad}${whole()}.fill(${expression()}, ${index()}, ${index()} + 1);`],
      [2, () => `${pad}${whole()}.set(${pick([whole(), row()])}.slice(0, 1), ${index()});`],
      [1, () => `${pad}wrapped(${pick(["v0", "v1", ...views()])}, ${index()}, ${expression()});`],
    ],
  };
};

/** Rows of numbers that are gone through column by column. */
const grids: Make = ({ pick, index, counter, counters, expression, declare, name }) => {
  const grid = pick([
    "Array.from({ length: n }, () => new Float64Array(n))",
    "m.map((row) => Float64Array.from(row))",
    "[ta.subarray(0, n), ta.subarray(n), tb]",
    "m.map((row) => row.slice())",
    "m.slice()",
    "new Array<Float64Array>(n + 1).fill(ta)",
    "Array.from({ length: n }, () => (rowKept ??= new Float64Array(n)))",
    "pairs.map(() => new Float64Array(n))",
  ]);
  // A row may come to lie in two places.
  const moved = pick([
    "",
    "",
    "grid[1] = grid[0]!;",
    "grid.fill(grid[0]!, 1, 2);",
    "grid.copyWithin(1, 0, 1);",
    "grid.unshift(grid[0]!);",
    "grid.push(...grid);",
    "grid.reverse();",
    "const same = grid; same[1] = same[0]!;",
    "grid.forEach((row, at, all) => { all[at] = all[at >> 1] ?? row; });",
  ]);
  const cell = () => {
    const [i = "0", j = index()] = counters();
    return pick([`grid[${i}]![${j}]`, `grid[${j}]![${i}]`, `grid[${index()}]![${index()}]`]);
  };
  return {
    locals: `  let rowKept: Float64Array | undefined;\n  const grid = ${grid};\n  ${moved}\n`,
    results: ["grid"],
    places: () => [cell(), cell()],
    expressions: [[3, () => `(${cell()} ?? 0)`]],
    statements: (pad) => [
      [6, () => `${pad}${cell()} ${pick(["=", "=", "+="])} ${expression()};`],
      [3, () => `${pad}${cell()} += ${cell()} * ${cell()};`],
      [2, () => declare("views", `grid[${index()}]!`, pad)],
      [2, () => `${pad}[${cell()}, ${cell()}] = [${cell()}, ${cell()}];`],
    ],
    loops: (pad) => [
      [
        6,
        () => {
          const [q, at] = [name("q"), counter()];
          const to = pick([`grid[${q}]![${at}]`, `grid[${at}]![${q}]`]);
          const from = pick([`grid[${q}]![${at}]`, `grid[${at}]![${q}]`, `grid[${q}]![${index()}]`, `ta[${q}]`]);
          return `${pad}for (let ${q} = ${pick(["0", "0", at, "1"])}; ${q} < n; ${q}++) ${to} ${pick(["=", "+="])} heavy(${from}!);`;
        },
      ],
    ],
  };
};

/** Objects of classes that hold arrays, with methods, getters and setters. */
const fields: Make = ({ pick, index, expression, counters }) => {
  const own = pick([
    "new Field(ta, n)",
    "new Field(ta, 2)",
    "new Counted(tb, n)",
    "new Field(new Float64Array(2 * n), 2)",
  ]);
  const other = pick(["field", "new Field(tb, n)", "new Field(ta.subarray(1), 2)", "new Counted(ta, n)"]);
  const any = () => pick(["field", "field", "other", `(fields[${index()}] ?? field)`]);
  const at = () => {
    const [i = "0", j = index()] = counters();
    return pick([`${i}, ${j}`, `${j}, ${i}`, `${index()}, ${index()}`]);
  };
  return {
    locals: `  const field = ${own};\n  const other = ${other};\n  const fields = [field, other];\n`,
    results: ["field", "other"],
    places: () => [`${pick(["field", "other"])}.data[${index()}]`],
    expressions: [
      [2, () => `${any()}.at(${index()})`],
      [2, () => `${any()}.cell(${at()})`],
      [1, () => `${any()}.${pick(["last", "w", "data.length"])}`],
    ],
    statements: (pad) => [
      [6, () => `${pad}${any()}.set(${index()}, ${expression()});`],
      [4, () => `${pad}${any()}.put(${at()}, ${expression()});`],
      [3, () => `${pad}${any()}.add(${index()}${pick(["", `, ${expression()}`])});`],
      [1, () => `${pad}${any()}.first = ${expression()};`],
      [3, () => `${pad}${pick(["field", "other"])}.data[${index()}] ${pick(["=", "+="])} ${expression()};`],
    ],
  };
};

/** Texts that are built, looked through and taken apart. */
const texts: Make = ({ pick, index, counter, expression, atom, over, name, declare }) => {
  const word = () => `words[${index()}]`;
  return {
    locals: `  let text = "";\n  const words = ["ab", "c", "", "bab"];\n  const lines: string[] = [];\n  const re = /b/${pick(["", "g"])};\n`,
    results: ["text", "lines", "re.lastIndex"],
    expressions: [
      [2, () => `(${word()}?.length ?? 0)`],
      [1, () => pick(["text.length", "lines.length"])],
      [2, () => `String(${expression(1)}).length`],
      [1, () => `(re.test(${word()} ?? "") ? 1 : 0)`],
      [1, () => `words.indexOf(${word()}!)`],
    ],
    statements: (pad) => [
      [5, () => `${pad}text += \`\${${expression()}},\`;`],
      [
        2,
        () =>
          `${pad}text = text + ${pick([`String(${counter()})`, `${word()}!`, `(${word()} ?? "-").toUpperCase()`])};`,
      ],
      [4, () => `${pad}lines.push(\`\${${expression()}}\`.padStart(3, "0"));`],
      [2, () => `${pad}lines[${counter()}] = (${word()} ?? "").repeat(2) + ${atom()};`],
      [2, () => declare("values", `Number(\`\${${expression()}}\`.slice(0, 3))`, pad)],
      [1, () => `${pad}if (re.test(${word()} ?? "")) s += 1;`],
    ],
    loops: (pad) => [
      [
        3,
        () => {
          const [char, code] = [name("char"), name("code")];
          return `${pad}for (const ${char} of ${word()} ?? "ab") { const ${code} = ${char}.charCodeAt(0); text += ${char}; s += ${code}; }`;
        },
      ],
      [
        3,
        () => {
          const each = name("word");
          return over(`for (const ${each} of words) {`, { values: [`${each}.length`] }, pad);
        },
      ],
    ],
  };
};

/** Maps, sets and objects as maps: filled, asked, and gone through in all ways. */
const maps: Make = ({ pick, index, counter, expression, condition, over, name, exit, atom }) => {
  const key = () => pick([`\`k\${${index()}}\``, `${index()}`, `${atom()}`]);
  const seen = pick(["", "a", "b", "[0, 1, 2]"]);
  const callback = (head: string, names: Names, pad: string) => over(head, { ...names, isCallback: true }, pad, "});");
  return {
    locals: `  const counts: Record<string, number> = {};\n  const groups = new Map<number, number[]>();\n  const seen = new Set<number>(${seen});\n`,
    results: ["counts", "groups", "seen"],
    expressions: [
      [2, () => `(counts[${key()}] ?? 0)`],
      [1, () => pick(["groups.size", "seen.size", "mp.size"])],
      [1, () => `(seen.has(${expression(1)}) ? 1 : 0)`],
      [1, () => `(mp.get(${expression(1)}) ?? 0)`],
    ],
    statements: (pad) => [
      [4, () => `${pad}counts[${key()}] ${pick(["=", "="])} ${expression()};`],
      [
        4,
        () => {
          const at = name("key");
          return `${pad}const ${at} = ${key()}; counts[${at}] = (counts[${at}] ?? 0) + ${expression()};`;
        },
      ],
      [
        4,
        () => {
          const [at, list] = [name("at"), name("list")];
          const made = `${pad}const ${at} = Math.floor(${expression()}); let ${list} = groups.get(${at}); if (${list} === undefined) groups.set(${at}, ${list} = []);`;
          return `${made} ${list}.push(${expression()});`;
        },
      ],
      [3, () => `${pad}seen.${pick(["add", "add", "delete"])}(${expression()});`],
      [
        3,
        () => {
          const value = name("val");
          return `${pad}const ${value} = ${expression()}; if (seen.has(${value})) ${exit()} seen.add(${value});`;
        },
      ],
      [2, () => `${pad}mp.${pick([`delete(${index()})`, `set(${counter()}, ${expression()})`])};`],
    ],
    loops: (pad) => {
      const [e, i] = [name("e"), name("y")];
      const both = { counters: [i], values: [e] };
      const value = { values: [e] };
      return [
        [2, () => callback(`mp.forEach((${e}, ${i}) => {`, both, pad)],
        [2, () => callback(`${pick(["seen", "new Set(a)"])}.forEach((${e}) => {`, value, pad)],
        [
          2,
          () =>
            over(`for (const ${e} of ${pick(["seen", "new Set(b)", "mp.values()", "seen.values()"])}) {`, value, pad),
        ],
        [2, () => over(`for (const [${i}, ${e}] of ${pick(["mp", "mp.entries()"])}) {`, both, pad)],
        [
          1,
          () => over(`for (const ${i} of ${pick(["mp.keys()", "a.keys()", "seen.keys()"])}) {`, { counters: [i] }, pad),
        ],
        [1, () => over(`for (const ${i} in ${pick(["counts", "a"])}) {`, { values: [`${i}.length`] }, pad)],
        [1, () => over(`for (const [, ${e}] of Object.entries(counts)) {`, value, pad)],
        [1, () => over(`for (const ${e} of Object.values(counts).concat(a)) {`, value, pad)],
        [1, () => `${pad}if (${condition()}) ${pick(["mp.clear()", "seen.clear()", "groups.clear()"])};`],
      ];
    },
  };
};

/** The least of all and where it is, histograms, and what array methods say of all elements. */
const folds: Make = ({ pick, index, counter, expression, condition, row, name, draw }) => {
  const bins = pick(["new Float64Array(4)", "[0, 0, 0, 0]", "new Int32Array(4)"]);
  return {
    locals: `  let best = ${pick(["Infinity", "0"])};\n  let where = -1;\n  let any = false;\n  const bins = ${bins};\n`,
    results: ["best", "where", "any", "bins"],
    expressions: [[1, () => pick(["best", "where", `bins[${index()}]!`, "(any ? 1 : 0)"])]],
    statements: (pad) => [
      [
        6,
        () => {
          const value = name("val");
          const compared = pick([`${value} < best`, `${value} <= best`, `best > ${value}`, `!(${value} >= best)`]);
          const kept = pick([
            `best = ${value}; where = ${counter()};`,
            `where = ${index()}; best = ${value};`,
            `best = ${value};`,
          ]);
          return `${pad}const ${value} = ${expression()};\n${pad}if (${compared}) { ${kept} }`;
        },
      ],
      [
        6,
        () =>
          `${pad}bins[${pick([`Math.abs(Math.floor(${expression()})) % 4`, `${index()} & 3`])}] += ${pick(["1", expression()])};`,
      ],
      [3, () => `${pad}best = Math.${pick(["min", "max"])}(best, ${expression()});`],
      [
        2,
        () =>
          `${pad}${pick([`any = any || ${condition()}`, `any ||= ${condition()}`, `where += ${condition()} ? 1 : 0`])};`,
      ],
    ],
    loops: (pad) => {
      const [e, q] = [name("e"), name("q")];
      const value = () => pick([e, `heavy(${e})`, `${e} * ${q}`, `risky(${e})`, `(${e} + ${expression(1)})`]);
      const added = draw(3) === 0 ? `Math.max(sum, ${value()})` : `sum + ${value()}`;
      return [
        [3, () => `${pad}s += ${row()}.reduce((sum, ${e}, ${q}) => ${added}, 0);`],
        [2, () => `${pad}where = ${row()}.findIndex((${e}, ${q}) => ${value()} > ${expression(1)});`],
        [1, () => `${pad}s += ${row()}.find((${e}, ${q}) => ${value()} > ${expression(1)}) ?? 0;`],
        [1, () => `${pad}any = ${row()}.${pick(["every", "some"])}((${e}, ${q}) => ${value()} > ${expression(1)});`],
        [1, () => `${pad}for (const [${q}, ${e}] of ${pick(["ta", row()])}.entries()) bins[${q} & 3] += ${value()};`],
      ];
    },
  };
};

/** Functions inside of the function: what they capture, defaults, early ends, recursion, `finally`. */
const functions: Make = ({ pick, index, counter, expression, atom, branch, name, condition }) => {
  const at = () => pick(["ta", "tb", "a"]);
  return {
    locals: `  let hits = 0;
  const fns: (() => number)[] = [];
  const get = (q: number, by = ${pick(["2", "s", "n"])}): number => (${at()}[q] ?? 0) * by;
  const put = (q: number, x: number): void => { ${pick(["", "if (x < 0) return; ", "q = q % 2; "])}${at()}[${pick(["q", "q", "q + 1"])}] = x; };
  function early(x: number): number { if (x < 0) return ${pick(["0", "hits", "t"])}; for (let q = 0; q < 3; q++) if (x > q * 2) return q; return x; }
  const fall = (d: number): number => (d > 0 && d < 5 ? fall(d - 1) + ${pick(["heavy(d)", "get(d)", "d"])} : ${pick(["1", "get(0)", "s"])});
  const careful = (x: number): number => { try { return risky(x); } catch { return -1; } finally { ${pick(["", "", "hits++;", "t = x;"])} } };
  const hit = (x = 1): number => (hits += x);
`,
    results: ["hits", "fns.map((each) => each())"],
    expressions: [
      [2, () => `get(${index()}${pick(["", `, ${atom()}`])})`],
      [2, () => `early(${expression(1)})`],
      [1, () => `fall(${counter()})`],
      [2, () => `careful(${expression(1)})`],
      [1, () => `told(${pick([expression(1), `() => ${expression(1)}`])})`],
      [1, () => `[...upTo(${index()})].length`],
      [1, () => `hit(${pick(["", atom()])})`],
      [1, () => `${pick(["memoized", "scratched", "power", "power", "power"])}(${expression(1)})`],
    ],
    statements: (pad) => [
      [6, () => `${pad}put(${index()}, ${expression()});`],
      [
        3,
        () => {
          const inner = name("inner");
          const body = pick(["", `if (${condition()}) return 1; `]);
          return `${pad}const ${inner} = (q: number): number => { ${body}return q * ${atom()}; };\n${pad}${pick(["s += ", "ta[0] = ", "out.push("])}(${inner}(${expression()}));`.replace(
            /out\.push\(\((.*)\);$/,
            "out.push($1);",
          );
        },
      ],
      [1, () => `${pad}for (const q of upTo(${counter()})) ${pick(["s += q", "ta[q] = heavy(q)", "out.push(q)"])};`],
      [1, () => `${pad}fns.push(() => ${pick([counter(), atom()])});`],
      [
        isDeep(pad) ? 0 : 2,
        () =>
          `${pad}try {\n${branch(`${pad}  `)}\n${pad}} finally {\n${pad}  ${pick(["s += 1", "hits++", `ta[${counter()}] = 1`])};\n${pad}}`,
      ],
    ],
  };
};

/** Patterns with defaults, optional chaining, spread. */
const patterns: Make = ({ pick, index, expression, object, row, declare, name }) => {
  const value = (pattern: (name: string) => string, from: string, pad: string) => {
    const declared = declare("values", "0", pad).replace(/^\s*const (\w+) = 0;$/, "$1");
    return `${pad}const ${pattern(declared)} = ${from};`;
  };
  return {
    expressions: [
      [2, () => `(os[${index()}]?.x ?? ${expression(1)})`],
      [2, () => `(os[${index()}]?.next?.${pick(["x", "y"])} ?? 0)`],
      [1, () => `(m[${index()}]?.[${index()}] ?? 0)`],
      [1, () => `Math.max(...${row()})`],
      [1, () => `scaled({ x: ${expression(1)} })`],
      [1, () => `scaled(${object()}${pick(["", `, ${expression(1)}`])})`],
    ],
    statements: (pad) => [
      [4, () => value((to) => `{ x: ${to} = 1 }`, `${object()}`, pad)],
      [4, () => value((to) => `[, ${to} = ${expression()}]`, row(), pad)],
      [2, () => value((to) => `{ next: { x: ${to} } = { x: 0 } }`, object(), pad)],
      [2, () => `${pad}[ta[${index()}], ta[${index()}]] = [ta[${index()}]!, ${expression()}];`],
      [
        2,
        () =>
          `${pad}({ x: ${pick(["s", "t", `ta[${index()}]`])}, y: ${pick(["u", `tb[${index()}]`])} } = ${object()});`,
      ],
      [2, () => `${pad}objs.push({ ...${object()}, v: ${expression()} });`],
      [1, () => `${pad}out.push(...${row()});`],
      [2, () => `${pad}Object.assign(${object()}, { x: ${expression()} });`],
      [1, () => `${pad}${object()}.next ${pick(["??=", "="])} { x: ${expression()}, y: 1 };`],
      [1, () => `${pad}delete ${object()}.next;`],
      [
        2,
        () => {
          const rest = name("rest");
          return `${pad}const { x: ${name("x")}, ...${rest} } = ${object()}; objs.push(${rest});`;
        },
      ],
      [2, () => declare("objects", `{ ...${object()}, y: ${expression()} }`, pad)],
      [1, () => declare("rows", `[...${row()}, ${expression()}]`, pad)],
    ],
  };
};

/** `switch`, and what array methods change in place. */
const library: Make = ({ pick, index, expression, row, branch, declare, atom }) => ({
  expressions: [
    [2, () => `(${row()}.at(${pick(["-1", index()])}) ?? 0)`],
    [1, () => `${row()}.indexOf(${atom()})`],
    [1, () => `(${row()}.includes(${atom()}) ? 1 : 0)`],
    [1, () => `Math.${pick(["hypot", "min", "trunc"])}(${expression(1)}, ${expression(1)})`],
    [1, () => `(Number.isNaN(${expression(1)}) ? 1 : 0)`],
    [1, () => `JSON.stringify(${row()}).length`],
    [1, () => `(${row()}.pop() ?? 0)`],
  ],
  statements: (pad) => [
    [3, () => declare("rows", `${row()}.slice(${pick(["", index()])})`, pad)],
    [2, () => declare("rows", `[...${row()}].sort((x, y) => x - y)`, pad)],
    [2, () => `${pad}${row()}.${pick(["sort()", "reverse()", `fill(${expression()})`, `splice(${index()}, 1)`])};`],
    [1, () => `${pad}${pick(["out", row()])}.unshift(${expression()});`],
    [2, () => `${pad}${pick(["ta", "tb"])}.copyWithin(${index()}, ${index()}, ${index()} + 1);`],
    [2, () => `${pad}${pick(["ta", "tb"])}.set([${expression()}], ${index()});`],
    [
      isDeep(pad) ? 0 : 4,
      () => {
        const [first, second, rest] = [branch(`${pad}    `), branch(`${pad}    `), branch(`${pad}    `)];
        const on = pick([`Math.floor(${expression()}) % 3`, `${index()} % 3`]);
        return `${pad}switch (${on}) {\n${pad}  case 0: {\n${first}\n${pad}    ${pick(["break;", "break;", ""])}\n${pad}  }\n${pad}  case 1: {\n${second}\n${pad}    break;\n${pad}  }\n${pad}  default: {\n${rest}\n${pad}  }\n${pad}}`;
      },
    ],
  ],
});

/** Rows that functions of the library have collected: new ones, or the same ones under another name. */
const collected: Make = ({ pick, index, counter, counters, expression, draw }) => {
  const own = pick([
    "Array.from({ length: n }, () => new Float64Array(n).fill(0.5))",
    "m.map((row) => Float64Array.from(row))",
    "Array.from({ length: n }, (_, q) => ta.subarray(q))",
  ]);
  const at = pick(["q", "n - 1 - q", "0", "q >> 1"]);
  const got = pick([
    "ks.map(at)",
    "ks.map((q) => at(q))",
    "Array.from(ks, at)",
    "Array.from({ length: n }, (_, q) => own[q]!)",
    "ks.reduce(add, [])",
    "ks.reduce<Float64Array[]>((all, q) => [...all, own[q]!], [])",
    "[0].flatMap(() => own)",
    "ks.flatMap((q) => [own[q]!])",
    "own.flatMap((row) => [row])",
    "own.map((row) => row)",
    "own.map((row) => row.subarray(0))",
    "own.map((row) => row.slice())",
    "own.map(() => new Float64Array(n))",
    "own.map((row, q) => (q > 0 ? row : new Float64Array(n)))",
    "own.filter((row) => row.length > 0)",
    "own.slice().reverse()",
    "own.concat()",
    "[own].flat()",
    "[...new Set(own)]",
    "Object.values({ ...own })",
    "[...new Map(own.map((row, q) => [q, row])).values()]",
    "((rows: Float64Array[]) => rows)(own)",
  ]);
  const kept = pick([
    "",
    "",
    "  log.push(own);\n",
    "  log.push(own[0]?.subarray(1));\n",
    "  log.push(own.map((row) => new Float64Array(row.buffer)));\n",
    "  const keep = (given: () => unknown) => { log.push(given()); }; keep(() => got);\n",
  ]);
  const cell = () => {
    const [i = "0", j = index()] = counters();
    const of = pick(["own", "got", "got"]);
    return draw(3) === 0 ? `${of}[${index()}]![${index()}]` : `${of}[${pick([i, j])}]![${pick([i, j, index()])}]`;
  };
  return {
    // Who looks at the log sees what the function has stored by the time that it fails.
    locals: `  const own: Float64Array[] = ${own};
  const ks = Array.from({ length: n }, (_, q) => q);
  const at = (q: number): Float64Array => own[${at}]!;
  const add = (all: Float64Array[], q: number): Float64Array[] => [...all, own[q]!];
  const got: Float64Array[] = ${got};
${kept}`,
    results: ["own", "got"],
    places: () => [cell(), cell()],
    expressions: [[4, () => `(${cell()} ?? 0)`]],
    statements: (pad) => [
      [6, () => `${pad}${cell()} ${pick(["=", "=", "+="])} ${expression()};`],
      [3, () => `${pad}got[${counter()}]![0] = heavy(own[${index()}]![${index()}]!);`],
      [1, () => `${pad}${pick(["got", "own"])}[${index()}] = ${pick(["own", "got"])}[${index()}]!;`],
    ],
  };
};

/** What functions make, keep somewhere and give back; closures that are kept; `arguments`. */
const keepers: Make = ({ pick, index, counter, counters, expression, declare, views }) => {
  const keep = pick([
    "",
    "all.push(own);",
    "all[0] = own;",
    "shelf.get = () => own;",
    "shelf.get ??= () => own;",
    "pool.push(own.subarray(0));",
    "log.push(own);",
    "const box = { own }; objs.push(box);",
    "class Kept { static row = own; } log.push(Kept);",
  ]);
  const given = pick(["arguments[0]", "arguments[arguments.length - 1]", "[...arguments][0]", "_[0]"]);
  const lent = pick(["pool.pop() ?? make(0)", "all[0] ?? make(1)", "pool[0] ?? ta", "shelf.get?.() ?? tb"]);
  const before = pick([
    "",
    "",
    "  all.push(mine);\n",
    "  const look = () => mine; objs.push(look);\n",
    "  pool.push(mine, ta);\n",
  ]);
  const any = () =>
    pick([
      "mine",
      "mine",
      `(all[${index()}] ?? ta)`,
      "(shelf.get?.() ?? ta)",
      `(pool[${index()}] ?? tb)`,
      "given(mine, ta)",
      "lent()",
      ...views(),
      ...views(),
    ]);
  const cell = () => {
    const [i = "0", j = index()] = counters();
    return `${any()}[${pick([i, i, j, index()])}]`;
  };
  return {
    locals: `  const all: Float64Array[] = [];
  const pool: Float64Array[] = [];
  const shelf: { get?: () => Float64Array } = {};
  function make(x: number): Float64Array { const own = new Float64Array(2 * n).fill(x); ${keep} return own; }
  function given(..._: Float64Array[]): Float64Array { return ${given} as Float64Array; }
  const lent = (): Float64Array => ${lent};
  const mine = ${pick(["make(2)", "make(2)", "lent()", "new Float64Array(2 * n)"])};
${before}`,
    results: ["all", "pool", "mine", "shelf.get?.()"],
    places: () => [cell(), cell()],
    expressions: [[4, () => `(${cell()} ?? 0)`]],
    statements: (pad) => [
      [
        6,
        () =>
          declare("views", pick([`make(${expression(1)})`, `make(${counter()})`, "lent()", "given(mine, tb)"]), pad),
      ],
      [6, () => `${pad}${cell()} ${pick(["=", "=", "+="])} ${expression()};`],
      [2, () => `${pad}mine[${counter()}] = heavy(${cell()}!);`],
      [1, () => `${pad}all.push(${any()});`],
    ],
  };
};

/** Parts of typed arrays, one for each iteration: side by side, apart, or one over the other; from before the start, too. */
const sections: Make = ({ pick, index, counter, counters, expression, declare, views, draw }) => {
  const side = pick(["2", "3", "n > 2 ? 2 : 3", "n", "1.5", "-2", "0", "NaN"]);
  const section = () => {
    const at = pick([counter(), ...counters()]);
    const whole = pick(["ta", "ta", "tb", "packed.all"]);
    return pick([
      `${whole}.subarray(${at} * side, (${at} + 1) * side)`,
      `${whole}.subarray(${at} * side, (${at} + 1) * side)`,
      `${whole}.subarray(${at} * side, ${at} * side + side)`,
      `${whole}.subarray(${at} * side + 1, ${at} * side + side + 1)`,
      `${whole}.subarray(${at} * 3, ${at} * 3 + ${pick(["2", "3", "4"])})`,
      `${whole}.subarray((${at} + 1) * side, (${at} + ${pick(["2", "3"])}) * side)`,
      `${whole}.subarray((${at} - 1) * side, ${at} * side)`,
      `${whole}.subarray(side * ${at}, side * (${at} + 1)).subarray(${pick(["0", "1"])}, ${pick(["1", "2", "9"])})`,
      `${whole}.subarray(${at}, ${at} + ${pick(["1", "2"])})`,
    ]);
  };
  const part = () => pick([...views(), ...views(), section()]);
  return {
    locals: `  const side = ${side};\n  const packed = { all: ${pick(["ta", "tb.slice()", "new Float64Array(3 * n)"])} };\n`,
    results: ["packed"],
    places: () => [`${part()}[${index()}]`],
    expressions: [
      [2, () => `(${part()}[${index()}] ?? 0)`],
      [1, () => `Math.max(0, ...${part()})`],
      [1, () => `${part()}.length`],
    ],
    statements: (pad) => [
      [6, () => declare("views", section(), pad)],
      [5, () => `${pad}${part()}[${pick(["0", "1", index()])}] ${pick(["=", "=", "+="])} ${expression()};`],
      [2, () => `${pad}${part()}.fill(${expression(1)});`],
      [1, () => `${pad}${part()}.sort();`],
      [1, () => `${pad}${part()}.set(${section()}.slice(0, ${draw(3)}));`],
      [2, () => `${pad}addTo(${part()}, ${index()}, ${expression()});`],
      [1, () => `${pad}${pick(["ta", "tb", "packed.all"])}[${index()}] = ${expression()};`],
    ],
  };
};

/** Tables into which loops count, in all ways in which that is written; some are read or changed otherwise, too. */
const tables: Make = ({ pick, index, expression, row, name, draw }) => {
  const kind = pick(["Uint8", "Int8", "Int32", "Uint16", "Float64", "Uint32"]);
  const table = pick([
    `new ${kind}Array(5)`,
    `new ${kind}Array(n + 3)`,
    `new ${kind}Array(5)`,
    "new Array<number>(5).fill(0)",
    "[2, 0, 0, 1, 0]",
    "a",
  ]);
  const at = () =>
    pick([
      `${index()} & 3`,
      `Math.floor(${expression(1)})`,
      index(),
      `(${expression(1)}) | 0`,
      `heavy(${index()}) & 3`,
    ]);
  const added = () => pick(["1", "2", "-1", `${index()} & 7`, `(${expression(1)}) | 0`, expression(1)]);
  return {
    locals: `  const table = ${table};\n  const tally = new Map<number, number>();\n  const found: Record<string, number> = {};\n  const grown: number[] = [];\n`,
    results: ["table", "tally", "found", "grown"],
    expressions: draw(3) === 0 ? [[1, () => pick([`table[${index()}]!`, "tally.size", `(found.k1 ?? 0)`])]] : [],
    statements: (pad) => [
      [
        10,
        () => {
          const place = `table[${at()}]`;
          return `${pad}${pick([`${place}++`, `${place}--`, `${place} += ${added()}`, `${place} -= ${added()}`, `${place} |= ${added()}`, `${place} ^= ${added()}`])};`;
        },
      ],
      [
        3,
        () => `${pad}table[${index()} & 3] = Math.${pick(["max", "min"])}(table[${index()} & 3]!, ${expression(1)});`,
      ],
      [
        8,
        () => {
          const [key, value] = [name("key"), name("val")];
          const made = `${pad}const ${key} = Math.floor(${expression(1)});`;
          const more = pick(["1", "1", "2", expression(1)]);
          const ways = [
            `tally.set(${key}, (tally.get(${key}) ?? 0) + ${more});`,
            `if (tally.has(${key})) tally.set(${key}, tally.get(${key})! + ${more}); else tally.set(${key}, ${more});`,
            `const ${value} = tally.get(${key}) ?? 0;\n${pad}tally.set(${key}, ${value} + ${more});`,
            `if (!tally.has(${key})) tally.set(${key}, 0);\n${pad}tally.set(${key}, tally.get(${key})! + ${more});`,
            `tally.set(${key}, tally.has(${key}) ? tally.get(${key})! + ${more} : ${more});`,
            `grown[${key}] = (grown[${key}] ?? 0) + ${more};`,
          ];
          return `${made}\n${pad}${pick(ways)}`;
        },
      ],
      [
        5,
        () => {
          const key = name("key");
          const made = `${pad}const ${key} = \`k\${${index()}}\`;`;
          const ways = [
            `found[${key}] = (found[${key}] ?? 0) + 1;`,
            `found[${key}] ??= 0;\n${pad}found[${key}]! += ${pick(["1", "3"])};`,
            `if (!found[${key}]) found[${key}] = 0;\n${pad}found[${key}]!++;`,
            `if (!(${key} in found)) found[${key}] = 0;\n${pad}found[${key}]!--;`,
          ];
          return `${made}\n${pad}${pick(ways)}`;
        },
      ],
      ...(draw(3) === 0 ? ([[1, () => `${pad}s += table[${index()}]!;`]] as const) : []),
    ],
    loops: (pad) => {
      const e = name("e");
      return [
        [6, () => `${pad}for (const ${e} of ${row()}) table[Math.floor(${e}) & 3] += ${pick(["1", e])};`],
        [
          4,
          () =>
            `${pad}for (const ${e} of ${row()}) tally.set(${e}, (tally.get(${e}) ?? 0) + ${pick(["1", "heavy(1)"])});`,
        ],
      ];
    },
  };
};

/** What begins as nothing, or as a number, and is an object by the time of the loop: without types nobody can tell. */
const beginnings: Make = ({ pick, index, counter, expression, declare, name }) => {
  const held = () =>
    pick([
      "hold.late",
      "hold.best",
      "hold.one",
      `hold.list[${index()}]!`,
      `hold.slots[${index()}]!`,
      "taken",
      `drawn[${index()}]!`,
    ]);
  const number = () => pick([`${held()}.x`, `${held()}.y`, `hold.row[${index()}]!`, "hold.sum"]);
  return {
    locals: `  const hold = beginning();\n  begin(hold, os, ta);\n  const taken = ${pick(["hold.best", "hold.one", "hold.slots[1]!"])};\n  const drawn = os.reduce<P[]>((all, each) => [...all, each], []);\n`,
    results: ["hold", "drawn"],
    places: () => [number(), number()],
    expressions: [
      [3, () => `(${number()} ?? 0)`],
      [1, () => `firstOf(${held()})`],
    ],
    statements: (pad) => [
      [6, () => `${pad}${number()} ${pick(["=", "=", "+="])} ${expression()};`],
      [3, () => `${pad}hold.sum += ${pick(["hold.step", `${held()}.x`])};`],
      [2, () => `${pad}${pick(["hold.best", "hold.one", `hold.slots[${index()}]`])} = ${held()};`],
      [2, () => declare("objects", held(), pad)],
      [2, () => `${pad}objs.push(${pick([held(), `{ v: ${held()}, at: ${counter()} }`])});`],
      [1, () => `${pad}hold.list.push(${held()});`],
      [1, () => `${pad}log.push(hold.row.subarray(1));`],
      [
        2,
        () => {
          const one = name("one");
          return `${pad}const { ${pick(["best", "one"])}: ${one} } = hold; ${one}.${pick(["x", "y"])} ${pick(["=", "+="])} ${expression()};`;
        },
      ],
    ],
    loops: (pad) => [
      [
        3,
        () => {
          const each = name("each");
          return `${pad}for (const ${each} of ${pick(["hold.list", "hold.slots"])}) ${each}.x ${pick(["=", "+="])} ${expression()};`;
        },
      ],
    ],
  };
};

/** Where nothing with branches of its own is begun any more. */
function isDeep(pad: string): boolean {
  return 8 < pad.length;
}

/** By name; a program draws some of the names. */
export const families: Readonly<Record<string, Make>> = {
  views,
  grids,
  fields,
  texts,
  maps,
  folds,
  functions,
  patterns,
  library,
  collected,
  keepers,
  sections,
  tables,
  beginnings,
};
