// The grammar of the fuzzer: small functions with nests of loops over arrays that may be the same array, views of one buffer,
// rows that are shared, objects that occur twice, maps and scalars; with exits, exceptions and calls that do things.
import fc from "fast-check";
import { type Family, families, type Names, type Tools } from "./families.js";
import { createSeeded } from "./seeded.js";

/** Draws a whole number from 0 to `below - 1`. */
type Draw = (below: number) => number;

/** Texts of one exported function `f` each, which takes the arguments of `inputs.ts`. */
export const programs: fc.Arbitrary<string> = fc
  .gen()
  .map((draw) => programText((below) => draw(fc.nat, { max: below - 1 })));

const deepest = 3;
const bare: Family = {
  locals: "",
  results: [],
  places: () => [],
  expressions: [],
  statements: () => [],
  loops: () => [],
};

const parameters =
  "a: number[], b: number[], ta: Float64Array, tb: Float64Array, m: number[][], os: P[], mp: Map<number, number>, log: unknown[], n: number";

interface Scope {
  /** Numbers that count iterations. */
  readonly counters: readonly string[];
  readonly values: readonly string[];
  /** Numbers of an iteration that may be assigned again. */
  readonly lets: readonly string[];
  readonly rows: readonly string[];
  /** Typed arrays over a part of another one. */
  readonly views: readonly string[];
  readonly objects: readonly string[];
  /** Functions with variables of their own. */
  readonly streams: readonly string[];
  /** Numbers that the iterations advance. */
  readonly advanced: readonly string[];
  readonly loops: number;
  /** Whether the outermost loop has a label that a jump can name. */
  readonly isLabelled: boolean;
}

type Weighted = readonly (readonly [weight: number, make: () => string])[];

function programText(draw: Draw): string {
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)]!;
  let fresh = 0;
  const style = pick([
    "plain",
    "scratch",
    "nested",
    "exits",
    "streams",
    "advances",
    "rounds",
    "exits",
    "advances",
    "advances",
    "links",
    "links",
    "blocks",
  ]);
  // Each program leaves out some kinds of things and has more of others, so that what it has meets more often (Groce et al.,
  // "Swarm Testing", ISSTA 2012).
  const swarm = createSeeded(draw(1 << 16));
  const some = <T>(from: readonly T[], share: number): readonly T[] => {
    const kept = from.filter(() => swarm() < share);
    return kept.length > 0 ? kept : [from[Math.floor(swarm() * from.length)]!];
  };
  const bases = ["a", "b", "ta", "ta", "tb", "tb", "out", "rows", "rows", "rows", "os", "own", "own"];
  const readable = some(bases, 0.6);
  const writable = some(bases, 0.5);
  // What a style is about is never left out.
  const always = style === "scratch" ? "buf" : style === "rounds" ? "kept" : undefined;
  const scalars = some(["s", "t", "u", "n", "a.length", "mp", "lets", "lets"], 0.4);
  // As programs from before `let` have it: counters that outlive their loops.
  const isHoisted = swarm() < 0.2;
  const share = Array.from({ length: 160 }, () => pickFrom([0, 0, 0, 1, 1, 4], swarm));
  let scope: Scope = {
    counters: [],
    values: [],
    lets: [],
    rows: [],
    views: [],
    objects: [],
    streams: [],
    advanced: [],
    loops: 0,
    isLabelled: false,
  };
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
  const chooseStatement = (options: Weighted): string =>
    choose(options.map(([weight, make], kind) => [kind < 2 ? weight : weight * share[kind]!, make] as const));
  const counter = () => (scope.counters.length > 0 ? pick(scope.counters) : "0");

  const taken = swarm() < 0.3 ? takenBefore() : "";
  const present = swarm() < 0.45 ? [] : some(Object.keys(families), 0.12).slice(0, 2);
  const used: readonly Family[] = present.map((name) => ({ ...bare, ...families[name]!(tools()) }));
  // The loop may stand in a method, and go through what the object holds.
  const isMethod = present.includes("fields") && swarm() < 0.4;
  const main = isMethod
    ? inMethod()
    : style === "rounds"
      ? rounds("  ")
      : style === "blocks"
        ? blocks("  ")
        : labelled();
  const kept = `  const kept: number[] = ${pick(["[]", "[0, 1, 2, 3]", "new Array<number>(n).fill(0)"])};\n`;
  const after = pick([
    "",
    "  out.push(t);\n",
    "  s += k;\n",
    "  log.push(out.length);\n",
    ...(style === "advances" ? ["", "  s += p;\n"] : []),
  ]);
  const advanced = `  let p = ${pick(["0", "0", "1", "n", "-1", "a.length", "k"])};\n  let r = ${pick(["0", "n * 2", "n"])};\n  const w = ${pick(["n", "n * 0.7", "n + 1", "2", "ta[0]"])};\n`;
  const scratch = pick(["new Float64Array(n)", "new Float64Array(3)", "new Array<number>(n).fill(0)", "[0, 0, 0, 0]"]);
  const streams = "  const draw = stream(1);\n  const bag: number[] = [];\n";
  return `export function f(${parameters}): unknown {
  let s = 0;
  let t = 1;
  let k = 0;
  let u = 0;
  const out: number[] = [];
  const objs: unknown[] = [];
  const shared = n > 3 ? new Slow() : new Growing();
${isHoisted ? "  var i = 0;\n  var j = 0;\n  var l = 0;\n" : ""}${style === "scratch" ? `  const buf = ${scratch};\n` : ""}${style === "streams" ? streams : ""}${style === "advances" ? advanced : ""}${style === "rounds" ? kept : ""}${used.map(({ locals }) => locals).join("")}${taken}${main}
${after}  return [s, t, k, out, objs, shared.w${used.flatMap(({ results }) => results.map((each) => `, ${each}`)).join("")}${isHoisted ? pick(["", ", i, j, l"]) : ""}];
}`;

  function index(): string {
    const i = counter();
    if (style === "advances" && draw(2) === 0) return pick(["p", "p", "p", "r", "p + 1", "p++", ...scope.advanced]);
    const flat = scope.counters.length > 1 ? `${scope.counters[0]} * n + ${scope.counters[1]}` : i;
    return pick([i, i, i, i, `${i} - 1`, `${i} + 1`, `n - 1 - ${i}`, `${i} % 3`, `2 * ${i}`, "0", "k", flat]);
  }

  function places(among: readonly string[]): string[] {
    const of = (base: string) => [`${base}[${index()}]`];
    const inRows = () => [`m[${index()}][${index()}]`, ...scope.rows.map((row) => `${row}[${index()}]`)];
    const inObjects = () =>
      [`os[${index()}]`, ...scope.objects, ...scope.objects].flatMap((object) => [`${object}.x`, `${object}.y`]);
    const own = () => [
      ...scope.objects.map((object) => `${object}.x`),
      ...scope.rows.map((row) => `${row}[${index()}]`),
    ];
    if (used.length > 0 && draw(4) === 0) {
      const special = pick(used).places();
      if (special.length > 0) return [...special];
    }
    if (isMethod && draw(3) === 0) return [`this.data[${index()}]`, "this.total"];
    const base = always !== undefined && draw(2) === 0 ? always : pick(among);
    const found = base === "rows" ? inRows() : base === "os" ? inObjects() : base === "own" ? own() : of(base);
    return found.length > 0 ? found : of(pick(["ta", "tb", "a", "b"]));
  }

  function atom(): string {
    const values = scope.values.length > 0 ? [pick(scope.values), pick(scope.values), pick(scope.values)] : [];
    const scalar = pick(scalars);
    const numbers = [
      pick(["1", "2", "0.5", "-1"]),
      counter(),
      ...(scalar === "lets" ? scope.lets : [scalar === "mp" ? `(mp.get(${index()}) ?? 0)` : scalar]),
      ...scope.streams.map((name) => `${name}()`),
      ...(style === "advances" ? [pick(["p", "p", "r", ...scope.advanced])] : []),
      ...(style === "streams" ? [pick(["draw()", "bag.length", "bag.length"]), "(bag[0] ?? 0)"] : []),
    ];
    return pick([...numbers, ...values, ...places(readable), ...places(readable)]);
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
      [1, () => pick([`firstOf(os[${index()}]!)`, `headOf(${pick(["a", ...scope.rows])})`])],
      [1, () => oneOfSeveral(inner())],
      [style === "links" ? 2 : 0, () => `along(${linkedObject()})`],
      ...used.flatMap((family) => family.expressions),
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

  /** A function that touches the place it is told by its arguments. */
  function placed(): string {
    const typed = pick(["ta", "tb"]);
    return pick([
      `setAt(${pick(["a", "b", ...scope.rows])}, ${index()}, ${expression()})`,
      `wrapped(${pick([typed, typed, ...scope.views])}, ${index()}, ${expression()})`,
      `addTo(${typed}, ${index()}, ${expression()})`,
      `addTo(${typed}, ${pick(["2", "3"])} * ${index()}${pick(["", " + 1"])}, ${expression()})`,
      `fillRow(${typed}, ${pick(["2", "3", "n"])}, ${index()}, ${pick(["ta", "tb"])})`,
      `strided(${typed}, ${index()}, ${pick(["1", "2", "n"])}, ${pick(["2", "n"])})`,
      `cell(m, ${index()}, ${index()}, ${expression()})`,
    ]);
  }

  function linkedObject(): string {
    return pick([`os[${index()}]`, `os[${index()}]`, `os[${index()}]!.next`, ...scope.objects]);
  }

  function condition(): string {
    const compared = pick(["<", ">", "<=", ">=", "===", "!=="]);
    if (draw(3) === 0)
      return `${counter()} ${compared} ${pick([counter(), counter(), "n - 1", "0", "1", "t", index()])}`;
    return `${atom()} ${pick(["<", ">", "<=", "===", "!=="])} ${atom()}`;
  }

  function block(count: number, level: number, pad: string): string {
    return within({}, () => Array.from({ length: count }, () => statement(level, pad)).join("\n"));
  }

  function declare(
    kind: "values" | "lets" | "rows" | "views" | "objects" | "streams" | "advanced",
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
    return chooseStatement([
      [10, () => declare("values", expression(), pad)],
      [8, () => `${pad}${pick(places(writable))} = ${expression()};`],
      [4, () => `${pad}${pick(places(writable))} ${pick(["+=", "-=", "*="])} ${expression()};`],
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
      [3, () => `${pad}${placed()};`],
      [1, () => `${pad}objs.push({ v: ${expression()}, at: ${counter()} });`],
      [1, () => `${pad}objs.push(${pick([`os[${index()}]`, ...scope.objects, ...scope.objects])});`],
      [3, () => declare("objects", `{ x: ${expression()}, y: ${atom()} }`, pad)],
      [3, () => readThenChanged(pad)],
      [3, () => refined(pad)],
      [3, () => neighbours(pad)],
      [1, () => `${pad}risky(${pick(["s", "t", "u", atom()])});`],
      [1, () => `${pad}m[${index()}] = ${pick(["a", "out", "out", ...scope.rows])};`],
      [2, () => lists(pad)],
      [2, () => sections(pad)],
      [2, () => linked(pad)],
      [level < 2 && scope.loops < deepest ? (style === "nested" ? 4 : 1) : 0, () => switched(pad)],
      [style === "links" ? 8 : 0, () => walk(level + 1, pad)],
      [
        style === "links" ? 4 : 0,
        () => `${pad}${pick([`shift(${linkedObject()}!)`, `deepen(${linkedObject()}, 2)`])};`,
      ],
      [
        style === "links" ? 2 : 0,
        () => `${pad}${pick([`os[${index()}]`, ...scope.objects])}!.next = ${linkedObject()};`,
      ],
      [style === "links" ? 3 : 0, () => reassigned(pad)],
      [1, () => `${pad}if (${pick(["a", "b"])}.length < 9) ${pick(["a", "b"])}.push(${expression()});`],
      [1, () => `${pad}try {\n${branch()}\n${pad}} catch {\n${inside}s += 1;\n${pad}}`],
      [style === "exits" ? 3 : 0, () => skippedStore(pad)],
      [style === "advances" && scope.loops > 0 ? 6 : 0, () => passedOver(pad)],
      [style === "exits" ? 4 : style === "nested" ? 2 : 1, () => `${pad}if (${condition()}) ${exit()}`],
      [style === "exits" ? 6 : 0, () => skipped(pad)],
      [style === "advances" ? 8 : 0, () => compacted(pad)],
      [
        level < 2 && scope.loops < deepest ? (style === "exits" || style === "nested" ? 6 : 1) : 0,
        () => search(level + 1, pad),
      ],
      [level < 2 && scope.loops < deepest ? 2 : 0, () => method(level + 1, pad)],
      [
        level < 2 && scope.loops < deepest ? (["nested", "rounds", "advances"].includes(style) ? 8 : 3) : 0,
        () => loop(level + 1, pad),
      ],
      [style === "streams" ? 4 : 0, () => declare("streams", `stream(${expression()})`, pad)],
      [
        style === "streams" ? 8 : 0,
        () => `${pad}${pick(["bag.length = 0", "bag.length = 0", `bag.push(${expression()})`, "bag.sort()"])};`,
      ],
      [style === "scratch" ? 4 : 0, () => `${pad}buf.fill(${atom()});`],
      [
        style === "scratch" ? 2 : 0,
        () => `${pad}for (let q = 0; q < n; q++) buf[q] = ${pick(["q", "a[q]", "ta[q] * 2"])};`,
      ],
      [style === "scratch" ? 6 : 0, () => `${pad}${filler()};`],
      [style === "scratch" ? 4 : 0, () => declare("values", `heavy(buf[${pick(["0", "1", "2"])}]!)`, pad)],
      ...used.flatMap((family) => family.statements(pad)),
      ...(level < 2 && scope.loops < deepest ? used.flatMap((family) => family.loops(pad)) : []),
    ]);
  }

  /** A function that sets elements of the array, reads some, or keeps it. */
  function filler(): string {
    return pick([
      `setAll(buf, ${expression()}, ${expression()})`,
      `setAll(buf, ${expression()}, ${expression()})`,
      `setBoth(buf, ${pick(["buf", "a", "ta"])}, ${expression()})`,
      `setSome(buf, ${expression()})`,
      `setLate(buf, ${expression()})`,
      `setKept(buf, ${expression()})`,
      "turned(buf)",
    ]);
  }

  function advance(name: string): string {
    const by = pick(["1", "2", "n", "a.length", "s", "w", "w", counter(), counter(), pick(["n--", "k++", "(t = 2)"])]);
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
    const place = own.length > 0 && draw(2) === 0 ? pick(own) : pick(places(writable));
    const between = draw(2) === 0 ? "" : `\n${pad}log.push(${counter()});`;
    const changed = pick([`${place} += ${expression(1)}`, `${place} = heavy(${place})`]);
    const read = pick([`heavy(${place})`, place]);
    return `${pad}${pick(["out.push(", "s += ("])}${read});${between}\n${pad}${changed};`;
  }

  /** A value that is made better step by step, and used in between. */
  function refined(pad: string): string {
    const initial = declare("lets", pick([`heavy(${atom()})`, atom(), expression()]), pad);
    const name = scope.lets.at(-1)!;
    const use = () =>
      pick([`s += ${name};`, `out.push(${name});`, `s += heavy(${name});`, `${pick(places(writable))} = ${name};`]);
    const change = pick([
      `${name} = heavy(${name});`,
      `${name} += ${atom()};`,
      `if (${condition()}) ${name} = ${atom()};`,
    ]);
    return `${initial}\n${pad}${use()}\n${pad}${change}\n${pad}${use()}`;
  }

  /** An element from the one beside it, with the ends left out. */
  function neighbours(pad: string): string {
    const i = counter();
    const [to, from] = [pick(writable), pick(readable)].map((base) => (/^(?:ta|tb|a|b)$/.test(base) ? base : "ta"));
    const step = pick(["- 1", "- 1", "+ 1"]);
    const [left, right] = pick([
      [i, `${i} ${step}`],
      [`${i} ${step}`, i],
    ] as const);
    const guard = pick([`${i} !== 0`, `${i} !== n - 1`, `${i} > 0`, `${i} !== 1`, `${i} < n - 1`]);
    return `${pad}if (${guard}) ${to}[${left}] = ${pick(["heavy(", "(1 + "])}${from}[${right}]);`;
  }

  /** An array becomes a row, is changed there and used under its own name. */
  /** A list that is new in each round of an inner loop, or lives on from round to round. */
  function lists(pad: string): string {
    const [lasting, list, round] = [`own${fresh++}`, `list${fresh++}`, `round${fresh++}`];
    const made = pick(["[]", `${lasting} ?? []`, `${lasting} ?? []`]);
    const filled = pick([`${list}.push(${expression()})`, `${list}[${round}] = ${expression()}`]);
    const kept = pick([
      `objs.push(${list})`,
      `objs.push([...${list}])`,
      `out.push(${list}[0]!)`,
      `s += ${list}.length`,
    ]);
    return `${pad}let ${lasting}: number[] | undefined;\n${pad}for (let ${round} = 0; ${round} < 3; ${round}++) {\n${pad}  const ${list}: number[] = ${made};\n${pad}  ${filled};\n${pad}  ${kept};\n${pad}  ${lasting} = ${list};\n${pad}}`;
  }

  /** Parts of a typed array that lie side by side, or overlap. */
  function sections(pad: string): string {
    const [part, at] = [`part${fresh++}`, counter()];
    const within = () => `${part}[${pick(["0", "1", "2"])}]`;
    const made = `${pad}const ${part} = ${pick(["ta", "tb"])}.subarray(${at} * 2, ${at} * 2 + ${pick(["1", "2", "3"])});`;
    return `${made} ${within()} = ${expression()}; ${pick(["out.push(", "s += ("])}${within()}!);`;
  }

  function linked(pad: string): string {
    const [row, at] = [pick(["a", "b", "out"]), index()];
    const use = pick([`s += heavy(${row}[0]);`, `${pick(["ta", "tb"])}[${counter()}] = heavy(${row}[${index()}]);`]);
    return `${pad}m[${at}] = ${row};\n${pad}m[${at}][${pick(["0", index()])}] = ${expression()};\n${pad}${use}`;
  }

  /** A row that one round of a loop chooses and a later one uses. */
  function switched(pad: string): string {
    const [row, d] = [`row${fresh++}`, `d${fresh++}`];
    const when = () => `${d} ${pick([">", "<", "===", "!=="])} ${pick(["0", "1", "2", counter()])}`;
    const around = { counters: [...scope.counters, d] };
    const use = within(around, () =>
      pick([`s += heavy(${row}?.[${index()}] ?? 0);`, `if (${row}) ${row}[${index()}] = ${expression()};`]),
    );
    const next = within(around, () =>
      pick([index(), `${scope.counters[0]} * (${d} - 1)`, `${scope.counters[0]} + ${d}`]),
    );
    const first = `${pad}let ${row}: number[] | undefined = m[${index()}];`;
    return `${first}\n${pad}for (let ${d} = 0; ${d} < 3; ${d}++) {\n${pad}  if (${when()}) ${use}\n${pad}  if (${when()}) ${row} = m[${next}];\n${pad}}`;
  }

  /** A walk from object to object. */
  function walk(level: number, pad: string): string {
    const [at, round] = [`at${fresh++}`, `q${fresh++}`];
    const body = within({ objects: [...scope.objects, at, at, at], loops: scope.loops + 1 }, () =>
      block(1 + draw(2), level, `${pad}  `),
    );
    const first = `${pad}let ${at}: P | undefined = ${linkedObject()};`;
    return `${first}\n${pad}for (let ${round} = 0; ${round} < ${pick(["2", "3"])} && ${at}; ${round}++) {\n${body}\n${pad}  ${at} = ${at}.next;\n${pad}}`;
  }

  /** A variable that holds one object or another one, which is then changed. */
  function reassigned(pad: string): string {
    const name = `at${fresh++}`;
    const change = pick([`${name} = ${linkedObject()};`, `${name} = ${name}?.next;`]);
    const text = `${pad}let ${name}: P | undefined = ${linkedObject()};\n${pad}if (${condition()}) ${change}`;
    return `${text}\n${pad}if (${name}) ${name}.${pick(["x", "y"])} ${pick(["=", "+="])} ${expression()};`;
  }

  /** A jump that depends on what is added up, and behind it what each iteration has to itself. */
  function skipped(pad: string): string {
    const jump = scope.loops > 0 ? pick(["continue;", "continue;", "break;", "break;", "return s;"]) : "s = 0;";
    const added = `s += ${atom()};`;
    const test = draw(2) === 0 ? condition() : `s ${pick(["<", ">"])} ${atom()}`;
    const left = `if (${test}) ${jump}`;
    const store = `${pick(["ta", "tb"])}[${counter()}] = ${expression()};`;
    const parts = pick([
      [added, left, store],
      [store, left],
      [store, added, left],
      [left, store],
    ]);
    return parts.map((part) => `${pad}${part}`).join("\n");
  }

  /** A loop inside that goes on or ends by a decision of its own. */
  function search(level: number, pad: string): string {
    const i = ["i", "j", "l"][scope.counters.length] ?? "z";
    const body = within({ counters: [...scope.counters, i], loops: scope.loops + 1 }, () => {
      const jump = `${pad}  if (${condition()}) ${pick(["break;", "continue;"])}`;
      const rest = block(1 + draw(2), level, `${pad}  `);
      return draw(3) === 0 ? `${rest}\n${jump}` : `${jump}\n${rest}`;
    });
    return `${pad}for (let ${i} = 0; ${i} < n; ${i}++) {\n${body}\n${pad}}`;
  }

  /** What is kept of the elements moves up. */
  function compacted(pad: string): string {
    const name = pick(["p", "p", "r", ...scope.advanced]);
    const store = `${pick(["ta", "tb", "a"])}[${name}] = ${expression()};`;
    const more = pick([`${name}++;`, `${name} += ${counter()};`, `${name} += w;`, `${name} += w;`]);
    const parts = draw(2) === 0 ? [store, more] : [more, store];
    const isGuarded = draw(3);
    if (isGuarded === 0)
      return `${pad}if (${condition()}) {\n${parts.map((each) => `${pad}  ${each}`).join("\n")}\n${pad}}`;
    return isGuarded === 1
      ? `${pad}if (${condition()}) ${more}\n${pad}${store}`
      : parts.map((each) => `${pad}${each}`).join("\n");
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
      : scope.isLabelled && scope.loops > 1 && draw(2) === 0
        ? "continue outer;"
        : pick([
            "continue;",
            "break;",
            "continue;",
            "return s;",
            'throw new Error("t" + s);',
            ...(scope.isLabelled ? ["continue outer;", "continue outer;", "break outer;"] : []),
          ]);
  }

  /** What is looked up before the loop, so that it is known to be there, and conditions that hold in the loop. */
  function takenBefore(): string {
    const head = draw(2) === 0;
    const first = head ? "head" : "lead";
    const use = head ? pick(["head[0]", "head.length"]) : pick(["lead.x", "lead.y"]);
    scope = { ...scope, ...(head ? { rows: [first, first] } : { objects: [first, first] }) };
    const declared = `  const ${first} = ${head ? `m[${pick(["0", "n - 1"])}]` : `os[${pick(["0", "1", "n"])}]`}!;\n`;
    const looked = pick([
      `  s = ${use}!;\n`,
      `  if (${use}! > 1) s = 1;\n`,
      `  if (n > 2) s = ${use}!;\n`,
      `  if (${first}) t = ${use}!;\n`,
      "",
    ]);
    const known = pick(["", "", "  if (n < 2) return s;\n", "  if (!(n > 0) || n > 4) return t;\n"]);
    return declared + looked + known;
  }

  /** A loop that the jumps inside of it may name. */
  function labelled(): string {
    if (swarm() < 0.7) return loop(0, "  ");
    const text = within({ isLabelled: true }, () => loop(0, "  "));
    // A `while` loop that is continued from outside would pass over its advance.
    return text.startsWith("  for")
      ? `  outer: ${text.trimStart()}`
      : text.replace(/(?:continue|break) outer;/g, "t++;");
  }

  /** The loop in a method of a class. */
  function inMethod(): string {
    const data = pick(["ta", "tb", "ta.subarray(1)", "new Float64Array(n)"]);
    const run = `    run(): unknown {\n${loop(0, "      ")}\n      return this.total;\n    }`;
    return `  class Holder {\n    readonly data = ${data};\n    total = 0;\n    constructor(readonly w: number) {}\n${run}\n  }\n  const holder = new Holder(n);\n  log.push(holder.run(), holder);`;
  }

  function tools(): Tools {
    return {
      pick,
      draw,
      index,
      counter,
      atom,
      expression,
      condition,
      declare,
      exit,
      counters: () => scope.counters,
      views: () => scope.views,
      object: () => pick([`os[${index()}]!`, ...scope.objects, ...scope.objects]),
      row: () => pick(["a", "b", ...scope.rows]),
      name: (kind) => `${kind}${fresh++}`,
      branch: (pad) => block(1 + draw(2), 2, pad),
      over: (head, names, pad, end = "}") => `${pad}${head}\n${inside(names, pad)}\n${pad}${end}`,
    };
  }

  function inside({ counters = [], values = [], isCallback }: Names, pad: string): string {
    const change = {
      counters: [...scope.counters, ...counters],
      values: [...scope.values, ...values, ...values],
      ...(isCallback ? { loops: 0, isLabelled: false } : { loops: scope.loops + 1 }),
    };
    return within(change, () => block(1 + draw(2), 2, `${pad}  `));
  }

  /** What a loop fills is handed on after each round, and may come back to it in the next one. */
  function rounds(pad: string): string {
    const around = { counters: ["r"], loops: 1 };
    const [to, from] = ["kept", pick(["m[0]", "m[1]", "m[r]", "a"])];
    const sweep = `${pad}  for (let i = 0; i < n; i++) ${to}[i] = heavy(${from}[i ${pick(["- 1", "", "+ 1"])}] ?? 0) + r;`;
    const body = within(around, () => (draw(2) === 0 ? sweep : loop(1, `${pad}  `)));
    const on = pick([
      `m[${pick(["0", "1", "r"])}] = kept;`,
      "log.push(kept);",
      "m.push(kept);",
      "m[0] = kept.slice();",
    ]);
    return `${pad}for (let r = 0; r < 3; r++) {\n${body}\n${pad}  ${on}\n${pad}}`;
  }

  /** Blocks of a size that only the run tells, each of which a loop inside goes through in two halves. */
  function blocks(pad: string): string {
    const half = pick(["size / 2", "size / 2", "size >> 1", "n", "size - 1"]);
    const sizes = `${pad}const size = ${pick(["n", "2 * n", "n > 2 ? 2 : 4", "n > 1 ? 2 : 1"])};\n${pad}const half = ${half};`;
    const [array, at] = [pick(["ta", "ta", "tb", "a"]), () => pick(["j", "j + half", "j + half", "l"])];
    const head = pick(["j = i; j < i + half", "j = i; j < i + half", "j = i; j <= i + half", "j = 0; j < half"]);
    const inside = within({ counters: ["i", "j"], loops: 2 }, () => {
      const butterfly = `${pad}    const l = ${pick(["j + half", "i + j", "j"])};\n${pad}    ${array}[${at()}] = heavy(${array}[${at()}]);`;
      return `${butterfly}\n${block(draw(2), 2, `${pad}    `)}`;
    });
    return `${sizes}\n${pad}for (let i = 0; i < 2 * n; i += size) {\n${pad}  for (let ${head}; j++) {\n${inside}\n${pad}  }\n${pad}}`;
  }

  function loop(level: number, pad: string): string {
    const i = ["i", "j", "l"][scope.counters.length] ?? "z";
    const outer = scope.counters[0] ?? "0";
    const inside = `${pad}  `;
    const body = (change: Partial<Scope>) =>
      within({ ...change, loops: scope.loops + 1 }, () =>
        block(level === 0 ? 2 + draw(4) : 1 + draw(2), level, inside),
      );
    const counted = (head: string) => {
      const isOuter = isHoisted && i !== "z" && !/,/.test(head) && draw(3) > 0;
      return `${pad}for (${isOuter ? pick(["", "", "var "]) + head.slice("let ".length) : head}) {\n${body({ counters: [...scope.counters, i] })}\n${pad}}`;
    };
    const over = (head: (name: string) => string, kind: "values" | "rows" | "objects") => {
      const name = `e${fresh++}`;
      return `${pad}for (const ${head(name)}) {\n${body({ [kind]: [...scope[kind], name] })}\n${pad}}`;
    };
    return choose([
      [8, () => counted(`let ${i} = 0; ${i} < n; ${i}++`)],
      [2, () => counted(`let ${i} = 1; ${i} < n - 1; ${i}++`)],
      [2, () => counted(`let ${i} = n - 1; ${i} >= 0; ${i}--`)],
      [2, () => counted(`let ${i} = 0; ${i} < n; ${i} += 2`)],
      [1, () => counted(`let ${i} = 0; ${i} !== ${pick(["n", "3"])}; ${i}++`)],
      [
        1,
        () => counted(pick([`let ${i} = a.length; ${i}--; `, `let ${i} = 4; ${i}--; `, `let ${i} = -1; ++${i} < n; `])),
      ],
      [2, () => counted(`let ${i} = 0; ${i} ${pick(["+ 1 <", "- 2 <", "+ 2 <="])} n; ${i}++`)],
      [2, () => counted(`let ${i} = ${outer}; ${i} < n; ${i}++`)],
      [1, () => counted(`let ${i} = ${pick(["tick()", "k++", "a[0]!", "os[0]!.x", "n - tick()"])}; ${i} < 4; ${i}++`)],
      [1, () => counted(`let ${i} = 0, z${i} = ${pick(["tick()", "k++", "a.length", "n"])}; ${i} < z${i}; ${i}++`)],
      [1, () => counted(`let ${i} = 0; ${i} < a.length; ${i}++`)],
      [style === "advances" ? 3 : 1, () => counted(`let ${i} = 0; ${i} < ${pick(["2", "3"])} * n; ${i} += n`)],
      [style === "advances" ? 8 : 1, () => besides(i, counted)],
      [isHoisted && i !== "z" ? 4 : 0, () => advancesOthers(i, pad, body)],
      [2, () => over((name) => `${name} of ${pick(["a", "b", "ta"])}`, "values")],
      [2, () => over((name) => `${name} of m`, "rows")],
      [2, () => over((name) => `${name} of os`, "objects")],
      [
        1,
        () =>
          over(
            (name) =>
              pick([
                `{ x: ${name} } of os`,
                `[, { y: ${name} }] of os.entries()`,
                `[${name}] of m`,
                `[[${name}], [, ${name}2]] of [m, m]`,
              ]),
            "values",
          ),
      ],
      [1, () => over((name) => `[, ${name}] of mp`, "values")],
      // A loop inside may count by the same name, and what is declared here is a constant.
      [isHoisted ? 0 : 1, () => over((name) => `[${i}, ${name}] of b.entries()`, "values")],
      [1, () => whileLoop(i, inside, pad, body)],
      [2, () => stepped(i, pad, body)],
      ...used.flatMap((family) => family.loops(pad)),
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

  /** A head that goes on with variables of the whole function, set in it, before it or nowhere. */
  function advancesOthers(i: string, pad: string, body: (change: Partial<Scope>) => string): string {
    const all = ["i", "j", "l", ...(style === "advances" ? ["p", "r"] : [])];
    const others = all.filter((name) => !scope.counters.includes(name) && name !== i);
    if (others.length === 0) return `${pad}s += 1;`;
    const other = pick(others);
    const start = pick([
      `${i} = 0`,
      `${i} = 0, ${other} = ${pick(["0", "n", ...others].filter((name) => name !== other))}`,
      "",
      `${other} = 1, ${i} = 0`,
    ]);
    const text = within({ advanced: [...scope.advanced, other] }, () => body({ counters: [...scope.counters, i] }));
    const before = pick(["", `${pad}${i} = 0;\n`, `${pad}${other} = n;\n`]);
    return `${before}${pad}for (${start}; ${i} < n; ${i}++, ${advance(other)}) {\n${text}\n${pad}}`;
  }

  /** A call of an array method, whose callback knows the element and its index. */
  function method(level: number, pad: string): string {
    const i = ["i", "j", "l"][scope.counters.length] ?? "z";
    const e = `e${fresh++}`;
    const array = pick(["a", "b", ...scope.rows, "a.concat(b)"]);
    // No jump gets out of a callback.
    const callback = (make: () => string) =>
      within({ counters: [...scope.counters, i], values: [...scope.values, e], loops: 0, isLabelled: false }, make);
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

  /** What the condition itself advances. */
  function stepped(i: string, pad: string, body: (change: Partial<Scope>) => string): string {
    const text = body({ counters: [...scope.counters, i] });
    const [first, head, last] = pick([
      [
        pick(["n", "n", "a.length"]),
        pick([`while (${i}-- > 0) {`, `while (--${i} >= 0) {`, `for (; ${i}-- > 0; ) {`]),
        "}",
      ],
      [pick(["a.length", "4", "n"]), pick([`while (${i}--) {`, `for (; ${i}--; ) {`, `while (${i}-- !== 0) {`]), "}"],
      ["-1", pick([`while (++${i} < n) {`, `for (; ++${i} < a.length; ) {`, `while (++${i} !== n) {`]), "}"],
      [pick(["-1", "0", "1"]), pick([`while (${i}++ < n - 1) {`, `while (n > ${i}++) {`]), "}"],
      [pick(["0", "1"]), "do {", pick([`} while (++${i} < n);`, `} while (${i}++ < 3);`])],
    ] as const);
    // Below the loop, the counter is where the loop has left it.
    const after = draw(3) === 0 ? `${pad}t += ${i};\n` : "";
    return `${pad}{\n${pad}let ${i} = ${first};\n${pad}${head}\n${text}\n${pad}${last}\n${after}${pad}}`;
  }

  function whileLoop(i: string, inside: string, pad: string, body: (change: Partial<Scope>) => string): string {
    const text = body({ counters: [...scope.counters, i] });
    // A `continue` would pass over the advance, and the loop would never end.
    const safe = text.replaceAll("continue;", "{ s++; }");
    const [first, last] = pick([
      [`while (${i} < n) {`, "}"],
      [`while (${i} < n) {`, "}"],
      ["do {", `} while (${i} < n);`],
    ] as const);
    const loop = `${pad}${first}\n${safe}\n${inside}${i}++;\n${pad}${last}`;
    // A counter of the whole function may be where an earlier loop, or an earlier execution of this one, has left it.
    if (isHoisted && i !== "z" && draw(2) === 0) {
      const head = pick([`for (; ${i} < n; ) {`, `while (${i}++ < n) {`, `for (; ${i} < n; ${i}++) {`]);
      const own =
        draw(2) === 0 ? loop : `${pad}${head}\n${head.includes("++") ? text : `${safe}\n${inside}${i}++;`}\n${pad}}`;
      return `${pick(["", `${pad}${i} = 0;\n`, `${pad}${i} = n - 1;\n`])}${own}`;
    }
    return `${pad}{\n${pad}let ${i} = 0;\n${loop}\n${pad}}`;
  }
}

function pickFrom<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!;
}
