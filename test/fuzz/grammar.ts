// The grammar of the fuzzer: small functions with nests of loops over arrays that may be the same array, views of one buffer,
// rows that are shared, objects that occur twice, maps and scalars; with exits, exceptions and calls that do things.
import fc from "fast-check";

/** Draws a whole number from 0 to `below - 1`. */
type Draw = (below: number) => number;

/** Texts of one exported function `f` each, which takes the arguments of `inputs.ts`. */
export const programs: fc.Arbitrary<string> = fc
  .gen()
  .map((draw) => programText((below) => draw(fc.nat, { max: below - 1 })));

const deepest = 3;

/** What stands around the functions in their file. */
export const prelude = `export interface P { x: number; y: number }
const table = [1, 2, 3];
function heavy(x: number): number { let s = x; for (let k = 0; k < 3; k++) s = s * 0.5 + k; return s; }
function risky(x: number): number { if (x > 2) throw new RangeError("risky " + x); return x * 2; }
function total(xs: number[], from: number): number { let s = 0; for (let q = from; q < xs.length; q++) s += xs[q] ?? 0; return s; }
function bump(xs: number[]): number { xs[0] = (xs[0] ?? 0) + 1; return xs[0]; }
function move(p: P): void { p.x += p.y; }
function look(i: number): number { return table[i % 3] ?? 0; }
function stream(seed: number): () => number { let at = seed; return () => { at = (at * 5 + 3) % 11; return at; }; }
const ops = { twice: (p: P) => heavy(p.x) * 2, risky(p: P) { return risky(p.y); }, move: (p: P) => { p.x += p.y; return p.y; } };
function chosen(isFirst: boolean): (xs: number[]) => number { return isFirst ? (xs) => heavy(xs[0] ?? 0) : bump; }
function twice(g: (x: number) => number, x: number): number { return g(g(x) * 0.5); }
function each(xs: number[], g: (x: number) => number): number { let s = 0; for (const x of xs) s += g(x); return s; }
function asked(p: P, g: (p: P) => number): number { return g(p) + g(p); }
function put(box: { p: P }, p: P): void { box.p = p; }
class Slow { w = 1; step(x: number): number { return heavy(x) + this.w; } }
class Growing { w = 1; step(x: number): number { this.w += 1; return x * this.w; } }
let ticks = 0;
function tick(): number { return ++ticks; }
function ticked(x: number): number { return x + tick(); }
export function reset(): void { ticks = 0; }
export function state(): number { return ticks; }
`;

const parameters =
  "a: number[], b: number[], ta: Float64Array, tb: Float64Array, m: number[][], os: P[], mp: Map<number, number>, log: unknown[], n: number";

interface Scope {
  /** Numbers that count iterations. */
  readonly counters: readonly string[];
  readonly values: readonly string[];
  /** Numbers of an iteration that may be assigned again. */
  readonly lets: readonly string[];
  readonly rows: readonly string[];
  readonly objects: readonly string[];
  /** Functions with variables of their own. */
  readonly streams: readonly string[];
  /** Numbers that the iterations advance. */
  readonly advanced: readonly string[];
  readonly loops: number;
}

type Weighted = readonly (readonly [weight: number, make: () => string])[];

function programText(draw: Draw): string {
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)]!;
  let fresh = 0;
  const style = pick(["plain", "scratch", "nested", "exits", "streams", "advances", "advances"]);
  let scope: Scope = { counters: [], values: [], lets: [], rows: [], objects: [], streams: [], advanced: [], loops: 0 };
  const within = (change: Partial<Scope>, make: () => string): string => {
    const before = scope;
    scope = { ...scope, ...change };
    const text = make();
    scope = before;
    return text;
  };
  const choose = (options: Weighted): string => {
    let at = draw(options.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, make] of options) {
      at -= weight;
      if (at < 0) return make();
    }
    return options[0]![1]();
  };
  const counter = () => (scope.counters.length > 0 ? pick(scope.counters) : "0");

  const main = loop(0, "  ");
  const after = pick([
    "",
    "  out.push(t);\n",
    "  s += k;\n",
    "  log.push(out.length);\n",
    ...(style === "advances" ? ["", "  s += p;\n"] : []),
  ]);
  const advanced = `  let p = ${pick(["0", "0", "1", "n", "-1", "a.length", "k"])};\n  let r = ${pick(["0", "n * 2", "n"])};\n`;
  const scratch = pick(["new Float64Array(n)", "new Array<number>(n).fill(0)", "[0, 0, 0, 0]"]);
  const streams = "  const draw = stream(1);\n  const bag: number[] = [];\n";
  return `export function f(${parameters}): unknown {
  let s = 0;
  let t = 1;
  let k = 0;
  let u = 0;
  const out: number[] = [];
  const objs: unknown[] = [];
  const shared = n > 3 ? new Slow() : new Growing();
${style === "scratch" ? `  const buf = ${scratch};\n` : ""}${style === "streams" ? streams : ""}${style === "advances" ? advanced : ""}${main}
${after}  return [s, t, k, out, objs, shared.w];
}`;

  function index(): string {
    const i = counter();
    if (style === "advances" && draw(2) === 0) return pick(["p", "p", "p", "r", "p + 1", "p++", ...scope.advanced]);
    const flat = scope.counters.length > 1 ? `${scope.counters[0]} * n + ${scope.counters[1]}` : i;
    return pick([i, i, i, i, `${i} - 1`, `${i} + 1`, `n - 1 - ${i}`, `${i} % 3`, `2 * ${i}`, "0", "k", flat]);
  }

  function places(): string[] {
    const [row, object] = [pick(["m[0]", ...scope.rows]), pick(["os[0]", ...scope.objects])];
    const own = [
      ...(scope.rows.length > 0 ? [`${row}[${index()}]`, `${row}[${index()}]`] : []),
      ...(scope.objects.length > 0 ? [`${object}.x`, `${object}.y`] : []),
      ...(style === "scratch" ? [`buf[${index()}]`, `buf[${index()}]`] : []),
    ];
    const of = (base: string) => `${base}[${index()}]`;
    return [
      of("a"),
      of("b"),
      of("ta"),
      of("ta"),
      of("tb"),
      ...(draw(4) === 0 ? [of("out")] : []),
      `m[${index()}][${index()}]`,
      `os[${index()}].x`,
      `os[${index()}].y`,
      ...own,
    ];
  }

  function atom(): string {
    const values = scope.values.length > 0 ? [pick(scope.values), pick(scope.values), pick(scope.values)] : [];
    const numbers = [
      pick(["1", "2", "0.5", "-1"]),
      counter(),
      "n",
      "t",
      "u",
      "s",
      "a.length",
      ...scope.lets,
      `(mp.get(${index()}) ?? 0)`,
      ...scope.streams.map((name) => `${name}()`),
      ...(style === "streams" ? [pick(["draw()", "bag.length", "bag.length"]), "(bag[0] ?? 0)"] : []),
    ];
    return pick([...numbers, ...values, ...places()]);
  }

  function expression(depth = 0): string {
    if (depth > 1 || draw(10) < 3) return atom();
    const inner = () => expression(depth + 1);
    return choose([
      [2, () => `(${inner()} + ${inner()})`],
      [2, () => `(${inner()} * ${inner()})`],
      [1, () => `(${inner()} - ${inner()})`],
      [3, () => `heavy(${inner()})`],
      [1, () => `risky(${inner()})`],
      [1, () => `look(${index()})`],
      [1, () => `Math.abs(${inner()})`],
      [1, () => `(${condition()} ? ${inner()} : ${inner()})`],
      [1, () => `total(${pick(["a", "b", ...scope.rows])}, ${index()})`],
      [1, () => oneOfSeveral(inner())],
    ]);
  }

  /** A call of a function that is chosen: where it is called, from a table, or by a factory. */
  function oneOfSeveral(value: string): string {
    const object = pick([`os[${index()}]!`, ...scope.objects, ...scope.objects]);
    return pick([
      `(${condition()} ? heavy : ${pick(["risky", "Math.abs", "ticked", "ticked"])})(${value})`,
      `ops.${pick(["move", "twice", "risky"])}(${object})`,
      `ops[${condition()} ? "twice" : ${pick(['"risky"', '"move"'])}](${object})`,
      `chosen(${condition()})(${pick(["a", "b", ...scope.rows])})`,
      handedOver(value),
      handedOver(value),
      `(${condition()} ? ${pick(["shared", "new Slow()"])} : new Growing()).step(${value})`,
    ]);
  }

  /** A call of a function that calls the function that it is handed. */
  function handedOver(value: string): string {
    const object = pick([`os[${index()}]!`, ...scope.objects, ...scope.objects]);
    const changed = pick(["s", "t", ...scope.lets]);
    return pick([
      `twice(${pick(["heavy", "risky", "Math.abs", "(x) => x + tick()", `(x) => x * ${counter()}`])}, ${value})`,
      `twice((x) => { ${changed} += x; return ${pick(["x", changed])}; }, ${value})`,
      `each(${pick(["a", "b", ...scope.rows])}, ${pick(["heavy", `(x) => x + ${value}`])})`,
      `asked(${object}, ${pick(["ops.move", "ops.twice", `(p) => { p.x = ${value}; return p.y; }`, "(p) => heavy(p.x)"])})`,
    ]);
  }

  function condition(): string {
    const compared = pick(["<", ">", "<=", ">=", "===", "!=="]);
    if (draw(3) === 0) return `${counter()} ${compared} ${pick([counter(), counter(), "n - 1", "1", "t", index()])}`;
    return `${atom()} ${pick(["<", ">", "<=", "===", "!=="])} ${atom()}`;
  }

  function block(count: number, level: number, pad: string): string {
    return within({}, () => Array.from({ length: count }, () => statement(level, pad)).join("\n"));
  }

  function declare(
    kind: "values" | "lets" | "rows" | "objects" | "streams" | "advanced",
    initializer: string,
    pad: string,
  ): string {
    const name = `${kind.slice(0, 3)}${fresh++}`;
    scope = { ...scope, [kind]: [...scope[kind], name] };
    return `${pad}${kind === "lets" || kind === "advanced" ? "let" : "const"} ${name} = ${initializer};`;
  }

  function statement(level: number, pad: string): string {
    const inside = `${pad}  `;
    const branch = () => block(1 + draw(2), level + 1, inside);
    return choose([
      [10, () => declare("values", expression(), pad)],
      [8, () => `${pad}${pick(places())} = ${expression()};`],
      [4, () => `${pad}${pick(places())} ${pick(["+=", "-=", "*="])} ${expression()};`],
      [6, () => `${pad}s ${pick(["+=", "-="])} ${expression()};`],
      [2, () => `${pad}s = Math.max(s, ${expression()});`],
      [2, () => `${pad}t = ${expression()};`],
      [3, () => `${pad}u = ${expression()};`],
      [3, () => declare("lets", expression(), pad)],
      [scope.lets.length > 0 ? 4 : 0, () => `${pad}${pick(scope.lets)} ${pick(["=", "+=", "="])} ${expression()};`],
      [6, () => `${pad}out.push(${expression()});`],
      [2, () => `${pad}log.push(${expression()});`],
      [2, () => `${pad}mp.set(${index()}, ${expression()});`],
      [2, () => `${pad}k++;`],
      [style === "advances" ? 8 : 0, () => `${pad}${advance(pick(["p", "p", "p", "r", ...scope.advanced]))};`],
      [
        style === "advances" ? 3 : 0,
        () => declare("advanced", pick([counter(), index(), "0", `${counter()} * n`]), pad),
      ],
      [style === "advances" ? 5 : 0, () => `${pad}${pick(["ta", "tb", "ta", "a"])}[p++] = ${expression()};`],
      [
        style === "advances" ? 5 : 0,
        () => `${pad}${pick(["ta", "tb", "ta", "a"])}[${pick(["p", "r", ...scope.advanced])}] = ${expression()};`,
      ],
      [3, () => `${pad}if (${condition()}) {\n${branch()}\n${pad}}`],
      [1, () => `${pad}if (${condition()}) {\n${branch()}\n${pad}} else {\n${branch()}\n${pad}}`],
      [2, () => declare("rows", `m[${index()}]`, pad)],
      [2, () => declare("objects", `os[${index()}]`, pad)],
      [1, () => `${pad}out.push(${pick(["bump(a)", "bump(b)", "tick()"])});`],
      [
        1,
        () => {
          const object = pick([`os[${index()}]!`, ...scope.objects, ...scope.objects]);
          const box = `box${fresh++}`;
          return `${pad}const ${box} = { p: { x: ${atom()}, y: 1 } }; put(${box}, ${object}); ${box}.p.x ${pick(["=", "+="])} ${expression()};`;
        },
      ],
      [1, () => `${pad}move(${pick([`os[${index()}]`, ...scope.objects])});`],
      [1, () => `${pad}objs.push({ v: ${expression()}, at: ${counter()} });`],
      [1, () => `${pad}objs.push(${pick([`os[${index()}]`, ...scope.objects, ...scope.objects])});`],
      [3, () => declare("objects", `{ x: ${expression()}, y: ${atom()} }`, pad)],
      [3, () => readThenChanged(pad)],
      [1, () => `${pad}m[${index()}] = ${pick(["a", "out", "out", ...scope.rows])};`],
      [1, () => `${pad}if (${pick(["a", "b"])}.length < 9) ${pick(["a", "b"])}.push(${expression()});`],
      [1, () => `${pad}try {\n${branch()}\n${pad}} catch {\n${inside}s += 1;\n${pad}}`],
      [style === "exits" ? 3 : 0, () => skippedStore(pad)],
      [style === "advances" && scope.loops > 0 ? 2 : 0, () => passedOver(pad)],
      [style === "exits" ? 4 : 1, () => `${pad}if (${condition()}) ${exit()}`],
      [level < 2 && scope.loops < deepest ? 2 : 0, () => method(level + 1, pad)],
      [level < 2 && scope.loops < deepest ? (style === "nested" ? 8 : 3) : 0, () => loop(level + 1, pad)],
      [style === "streams" ? 4 : 0, () => declare("streams", `stream(${expression()})`, pad)],
      [
        style === "streams" ? 8 : 0,
        () => `${pad}${pick(["bag.length = 0", "bag.length = 0", `bag.push(${expression()})`, "bag.sort()"])};`,
      ],
      [style === "scratch" ? 2 : 0, () => `${pad}buf.fill(${atom()});`],
      [
        style === "scratch" ? 2 : 0,
        () => `${pad}for (let q = 0; q < n; q++) buf[q] = ${pick(["q", "a[q]", "ta[q] * 2"])};`,
      ],
    ]);
  }

  function advance(name: string): string {
    const by = pick(["1", "2", "n", "a.length", "s", counter()]);
    return pick([
      `${name}++`,
      `${name}++`,
      `++${name}`,
      `${name}--`,
      `${name} += ${by}`,
      `${name} -= ${by}`,
      `${name} = ${name} + ${by}`,
    ]);
  }

  /** A place is read and then changed: in an inner loop, the next round reads what this one wrote. */
  function readThenChanged(pad: string): string {
    const own = [...scope.lets, ...scope.objects.map((each) => `${each}.x`)];
    const place = own.length > 0 && draw(2) === 0 ? pick(own) : pick(places());
    const between = draw(2) === 0 ? "" : `\n${pad}log.push(${counter()});`;
    const changed = pick([`${place} += ${expression(1)}`, `${place} = heavy(${place})`]);
    const read = pick([`heavy(${place})`, place]);
    return `${pad}${pick(["out.push(", "s += ("])}${read});${between}\n${pad}${changed};`;
  }

  /** A jump that may pass over what advances a number, and behind it an element at that number. */
  function passedOver(pad: string): string {
    const store = `${pick(["ta", "tb"])}[p] = ${expression()};`;
    return `${pad}if (${condition()}) continue;\n${pad}${store}\n${pad}${pick(["p++", "p += 2"])};`;
  }

  /** A jump that only the caller can decide, and behind it an element that each iteration has to itself. */
  function skippedStore(pad: string): string {
    const jump = scope.loops === 1 ? `if (${pick(["s", "t", "u"])} ${pick(["<", ">"])} ${atom()}) continue; ` : "";
    const store = `${pick(["ta", "tb"])}[${counter()}] = ${expression()};`;
    return `${pad}try { ${jump}s += ${atom()}; } catch { s -= 1; }\n${pad}${store}`;
  }

  function exit(): string {
    return scope.loops === 0
      ? "s += 1;"
      : pick(["continue;", "break;", "continue;", "return s;", 'throw new Error("t" + s);']);
  }

  function loop(level: number, pad: string): string {
    const i = ["i", "j", "l"][scope.counters.length] ?? "z";
    const outer = scope.counters[0] ?? "0";
    const inside = `${pad}  `;
    const body = (change: Partial<Scope>) =>
      within({ ...change, loops: scope.loops + 1 }, () => block(1 + draw(level === 0 ? 4 : 2), level, inside));
    const counted = (head: string) => `${pad}for (${head}) {\n${body({ counters: [...scope.counters, i] })}\n${pad}}`;
    const over = (head: (name: string) => string, kind: "values" | "rows" | "objects") => {
      const name = `e${fresh++}`;
      return `${pad}for (const ${head(name)}) {\n${body({ [kind]: [...scope[kind], name] })}\n${pad}}`;
    };
    return choose([
      [8, () => counted(`let ${i} = 0; ${i} < n; ${i}++`)],
      [2, () => counted(`let ${i} = 1; ${i} < n - 1; ${i}++`)],
      [2, () => counted(`let ${i} = n - 1; ${i} >= 0; ${i}--`)],
      [2, () => counted(`let ${i} = 0; ${i} < n; ${i} += 2`)],
      [2, () => counted(`let ${i} = 0; ${i} ${pick(["+ 1 <", "- 2 <", "+ 2 <="])} n; ${i}++`)],
      [2, () => counted(`let ${i} = ${outer}; ${i} < n; ${i}++`)],
      [1, () => counted(`let ${i} = 0; ${i} < a.length; ${i}++`)],
      [style === "advances" ? 3 : 1, () => counted(`let ${i} = 0; ${i} < ${pick(["2", "3"])} * n; ${i} += n`)],
      [style === "advances" ? 8 : 1, () => besides(i, counted)],
      [2, () => over((name) => `${name} of ${pick(["a", "b", "ta"])}`, "values")],
      [2, () => over((name) => `${name} of m`, "rows")],
      [2, () => over((name) => `${name} of os`, "objects")],
      [1, () => over((name) => `[, ${name}] of mp`, "values")],
      [1, () => over((name) => `[${i}, ${name}] of b.entries()`, "values")],
      [1, () => whileLoop(i, inside, pad, body)],
    ]);
  }

  /** A head that advances another variable, too. */
  function besides(i: string, counted: (head: string) => string): string {
    const name = `g${fresh++}`;
    const head = pick([
      `let ${i} = 0, ${name} = ${pick(["0", "n - 1", "n", "1"])}; ${i} < n; ${i}++`,
      `let ${i} = 0, ${name} = 0; ${i} < n; ${i} += 2`,
    ]);
    return within({ advanced: [...scope.advanced, name] }, () => counted(`${head}, ${advance(name)}`));
  }

  /** A call of an array method, whose callback knows the element and its index. */
  function method(level: number, pad: string): string {
    const i = ["i", "j", "l"][scope.counters.length] ?? "z";
    const e = `e${fresh++}`;
    const array = pick(["a", "b", ...scope.rows, "a.concat(b)"]);
    // No jump gets out of a callback.
    const callback = (make: () => string) =>
      within({ counters: [...scope.counters, i], values: [...scope.values, e], loops: 0 }, make);
    const value = () => callback(() => `(${e}, ${i}) => ${expression()}`);
    const steps = (last: string) =>
      callback(() => `(${e}, ${i}) => {\n${block(1 + draw(2), level, `${pad}  `)}\n${last}${pad}}`);
    return choose([
      [4, () => declare("rows", `${array}.map(${value()})`, pad)],
      [2, () => declare("rows", `${array}.map(${steps(`${pad}  return ${callback(expression)};\n`)})`, pad)],
      [3, () => `${pad}${array}.forEach(${steps("")});`],
      [
        2,
        () =>
          declare("rows", `Array.from({ length: n }, (_, ${i}) => ${callback(expression).replaceAll(e, "1")})`, pad),
      ],
      [1, () => declare("rows", `${array}.flatMap((${e}, ${i}) => [${callback(expression)}])`, pad)],
      [1, () => `${pad}out.push(${array}.some((${e}, ${i}) => ${callback(condition)}) ? 1 : 0);`],
      [1, () => declare("rows", `${array}.filter((${e}, ${i}) => ${callback(condition)})`, pad)],
    ]);
  }

  function whileLoop(i: string, inside: string, pad: string, body: (change: Partial<Scope>) => string): string {
    const text = body({ counters: [...scope.counters, i] });
    // A `continue` would pass over the advance, and the loop would never end.
    const safe = text.replaceAll("continue;", "{ s++; }");
    return `${pad}{\n${pad}let ${i} = 0;\n${pad}while (${i} < n) {\n${safe}\n${inside}${i}++;\n${pad}}\n${pad}}`;
  }
}
