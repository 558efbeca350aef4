import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { makeGround } from "../../../../test/support/benchProject.js";
import { profileLoops } from "./profile.js";

/** `frames` from the outermost: the text from a function's name to its parenthesis, or "" for the module; `at`: text of the line that ran. */
interface Tick {
  readonly frames: readonly string[];
  readonly at: string;
  readonly ms: number;
}

/** The times of the loops by the text of their first lines, of a profile made of the ticks. */
async function timesOf(source: string, ticks: readonly Tick[], name = "program") {
  const { project, remove } = makeGround({
    "package.json": JSON.stringify({ name, type: "module" }, null, 2),
    "main.js": source,
  });
  try {
    const file = path.join(project, "main.js");
    fs.writeFileSync(path.join(project, "run.cpuprofile"), JSON.stringify(profileOf(file, source, ticks)));
    const outcome = await profileLoops({ cwd: project, source: { files: ["run.cpuprofile"] } });
    assert.equal(outcome.kind, "report");
    return Object.fromEntries(
      outcome.report.loops.map(({ text, selfMs, totalMs, estimatedMs }) => [
        text,
        { self: Math.round(selfMs), total: Math.round(totalMs), estimated: Math.round(estimatedMs) },
      ]),
    );
  } finally {
    remove();
  }
}

function profileOf(file: string, source: string, ticks: readonly Tick[]) {
  const frame = (functionName: string, lineNumber: number, columnNumber: number) => ({
    functionName,
    scriptId: "7",
    url: `file://${file}`,
    lineNumber,
    columnNumber,
  });
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length - 1;
  const root = { id: 1, callFrame: { ...frame("(root)", -1, -1), url: "" }, children: [] as number[] };
  const nodes = [root];
  const samples: number[] = [];
  const timeDeltas = [0];
  for (const { frames, at, ms } of ticks) {
    let parent = root;
    for (const name of frames) {
      const offset = name === "" ? 0 : source.indexOf(name) + name.length - 1;
      const line = lineOf(offset);
      const column = offset - (source.lastIndexOf("\n", offset - 1) + 1);
      const node = {
        id: nodes.length + 1,
        callFrame: frame(/^\w*/.exec(name)![0], line, name === "" ? 0 : column),
        children: [] as number[],
      };
      parent.children.push(node.id);
      nodes.push(node);
      parent = node;
    }
    Object.assign(parent, { hitCount: 1, positionTicks: [{ line: lineOf(source.indexOf(at)) + 1, ticks: 1 }] });
    samples.push(parent.id);
    timeDeltas.push(ms * 1000);
  }
  return { nodes, startTime: 0, endTime: 1e6, samples, timeDeltas };
}

const calls = `
function heavy(x) {
  return Math.sqrt(x);
}
export function run(n) {
  heavy(0);
  let first = 1;
  for (let i = 0; i < n; i++) {
    first += heavy(i);
  }
  return first;
}
run(9);
`;

test("what a loop calls counts to its total, its own lines to both", async () => {
  const times = await timesOf(calls, [
    { frames: ["", "run("], at: "first += heavy", ms: 10 },
    { frames: ["", "run(", "heavy("], at: "return Math", ms: 30 },
    { frames: ["", "run("], at: "let first", ms: 5 },
  ]);
  assert.deepEqual(times, { "for (let i = 0; i < n; i++) {": { self: 10, total: 40, estimated: 0 } });
});

test("the loops of the runtime of rewritten programs are not the user's", async () => {
  const ticks = [{ frames: ["", "run("], at: "first += heavy", ms: 10 }];
  assert.deepEqual(await timesOf(calls, ticks, "@loopsmith/runner"), {});
});

test("a call of another function, outside of the loop, does not", async () => {
  const source = calls
    .replace("  heavy(0);", "  other(0);")
    .replace("export", "function other(x) {\n  return x;\n}\nexport");
  const times = await timesOf(source, [{ frames: ["", "run(", "other("], at: "return x;", ms: 30 }]);
  assert.deepEqual(times, {});
});

const heads = `
function sorted(n) {
  const made = [9, 7];
  return made;
}
function* lazy(n) {
  yield n;
}
export function run(n) {
  for (const x of sorted(n)) use(x);
  for (const y of lazy(n)) use(y);
  for (let z = sorted(n).length; z < n; z++) use(z);
  for (const u of sorted(n).map((each) => {
    return each * 2;
  })) {
    use(u);
  }
  for (const v in sorted(n)) use(v);
}
function use(x) {}
run(9);
`;

test("what the head of a loop computes once, before it, is none of the loop's", async () => {
  assert.deepEqual(await timesOf(heads, [{ frames: ["", "run(", "sorted("], at: "const made", ms: 30 }]), {});
  const mapped = await timesOf(heads, [{ frames: ["", "run(", "map(("], at: "return each", ms: 30 }]);
  assert.deepEqual(Object.keys(mapped), ["for (const u of sorted(n).map((each) => {"], "the loop of the method itself");
});

test("a generator that the head makes runs in the iterations", async () => {
  const times = await timesOf(heads, [{ frames: ["", "run(", "lazy("], at: "yield n", ms: 30 }]);
  assert.deepEqual(times, { "for (const y of lazy(n)) use(y);": { self: 0, total: 30, estimated: 0 } });
});

test("loops that call the same function share its time, and this is called an estimate", async () => {
  const source = `
function heavy(x) {
  return Math.sqrt(x);
}
export function run(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += heavy(i);
  for (let k = 0; k < n; k++) sum -= heavy(k);
  return sum;
}
run(9);
`;
  const times = await timesOf(source, [{ frames: ["", "run(", "heavy("], at: "return Math", ms: 30 }]);
  assert.deepEqual(times, {
    "for (let i = 0; i < n; i++) sum += heavy(i);": { self: 0, total: 15, estimated: 15 },
    "for (let k = 0; k < n; k++) sum -= heavy(k);": { self: 0, total: 15, estimated: 15 },
  });
});

const callbacks = `
export function run() {
  const xs = [1, 2, 3];
  const made = xs.map((x) => {
    return Math.sqrt(x);
  });
  return made;
}
export function later(xs) {
  for (const x of xs) {
    setTimeout(function tick() {
      work(x);
    });
  }
}
`;

test("a callback counts to the loop of the method that calls it", async () => {
  const times = await timesOf(callbacks, [{ frames: ["", "run(", "map(("], at: "return Math", ms: 20 }]);
  assert.deepEqual(times, { "const made = xs.map((x) => {": { self: 20, total: 20, estimated: 0 } });
});

test("a callback that is called later does not count to the loop that it was made in", async () => {
  assert.deepEqual(await timesOf(callbacks, [{ frames: ["tick("], at: "work(x)", ms: 20 }]), {});
});

test("a recursive function counts once", async () => {
  const source = `
export function walk(node) {
  for (const child of node.children) walk(child);
}
walk({ children: [] });
`;
  const times = await timesOf(source, [{ frames: ["", "walk(", "walk(", "walk("], at: "for (const child", ms: 20 }]);
  assert.deepEqual(times, { "for (const child of node.children) walk(child);": { self: 20, total: 20, estimated: 0 } });
});

test("ticks of an inlined function, which V8 counts to its caller, go where the lines say", async () => {
  const source = `
import { range } from "./none.js";
export function run(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += inner(i);
  return sum;
}
function inner(m) {
  let value = 0;
  while (value < m) {
    value += 0.5;
  }
  return value;
}
run(9);
`;
  const times = await timesOf(source, [{ frames: ["", "run("], at: "value += 0.5", ms: 20 }]);
  assert.deepEqual(times, {
    "for (let i = 0; i < n; i++) sum += inner(i);": { self: 0, total: 20, estimated: 0 },
    "while (value < m) {": { self: 20, total: 20, estimated: 0 },
  });
});

test("so do those of a method whose object nobody knows, by its name", async () => {
  const source = `
export function run(matrix) {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += matrix.get(i);
  return sum;
}
class Matrix {
  get(i) {
    return this.rows[i];
  }
}
run(new Matrix());
`;
  const loop = "for (let i = 0; i < 9; i++) sum += matrix.get(i);";
  const ticks = [{ frames: ["", "run("], at: "return this.rows", ms: 20 }];
  assert.deepEqual(await timesOf(source, ticks), { [loop]: { self: 0, total: 20, estimated: 0 } });
  const foreign = source.replace("matrix.get", "matrix.at");
  const called = { [loop.replace("get", "at")]: { self: 0, total: 20, estimated: 0 } };
  assert.deepEqual(await timesOf(foreign, ticks), called, "the only code that it can be is called in the loop");
  const before = foreign.replace("let sum = 0", "let sum = matrix.size()");
  assert.deepEqual(await timesOf(before, ticks), {}, "or before the loop, and nobody can tell");
  const seen = [...ticks, { frames: ["", "run(", "at("], at: "return this.rows", ms: 2 }];
  const two = `${before}\nfunction at(i) {}\n`;
  assert.equal((await timesOf(two, seen))[loop.replace("get", "at")]?.total, 22, "the one was seen to be called");

  const library = source.replaceAll("get(i)", "sqrt(i)").replace("matrix.sqrt", "Math.sqrt");
  assert.deepEqual(await timesOf(library, ticks), {}, "a function of the library is another one");
});
