// Measures the benchmark against whole programs: each example as it is and rewritten, as processes of their own, timed inside of
// them around the loop, against what `loopsmith bench` says of the same loop. Shares no code with the benchmark.
// Usage: npm run bench:agree [-- --rounds N] [--pairs N] [--runs N] [--seconds N] [example[/function] …]
// Exit status 1 where fewer than nine of ten loops agree within 5 %.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ts } from "ts-morph";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values, positionals } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    pairs: { type: "string", default: "4" },
    runs: { type: "string", default: "24" },
    seconds: { type: "string", default: "6" },
  },
  allowPositionals: true,
});
const [rounds, pairs, runs] = [Number(values.rounds), Number(values.pairs), Number(values.runs)];
const cli = path.join(root, "server/dist/cli.js");
const tsx = path.join(root, "node_modules/tsx/dist/loader.mjs");
const workers = String(os.availableParallelism());

/**
 * Inputs on which each loop takes some 20 to 200 ms, and the functions whose heaviest promising loop is measured. Shorter calls do
 * not agree with anything: whether the caches are warm decides over them.
 */
const examples = {
  mandelbrot: { size: "450", functions: ["mandelbrot"] },
  "monte-carlo": { size: "12000", functions: ["priceAsianCall"] },
  "edit-distance": { size: "420", functions: ["comparePairs"] },
  // The other filter runs, too, and of the higher picture it takes seconds but for the smallest radius.
  "image-filter": {
    size: "2",
    sizes: { edges: "0" },
    functions: ["bilateral", "edges"],
    changed: { edges: higherPicture },
  },
  "k-means": { size: "800", functions: ["kMeans"] },
  matmul: { size: "300", functions: ["multiplyFlat", "multiplyRows"] },
  triangular: { size: "320", functions: ["correlations"] },
  "n-body": { size: "1500", functions: ["step"] },
};
const wanted = positionals.length > 0 ? positionals : Object.keys(examples);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-agree-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

// Runs the program again and again in one process: its modules stay, so that they are as warm as in a program that runs for long.
const driver = path.join(scratch, "driver.mjs");
fs.writeFileSync(
  driver,
  `const times = [];
let first = true;
let begin = 0n;
globalThis.__begin = () => {
  // Where V8 has put young arrays decides over a factor of two where columns of rows are gone through, and it is another place in each
  // run. Twice collected they lie in the old space, as in the benchmark.
  gc({ type: "minor" });
  gc({ type: "minor" });
  begin = process.hrtime.bigint();
};
globalThis.__end = () => {
  if (first) times.push(Number(process.hrtime.bigint() - begin) / 1e6);
  first = false;
};
const lines = new Set();
console.log = (line) => lines.add(line);
console.error = () => {};
const [file, runs, ...rest] = process.argv.slice(2);
process.argv.splice(2, 2);
for (let run = 0; run < Number(runs); run++) {
  first = true;
  await import(file + "?run=" + run);
}
process.stdout.write(JSON.stringify({ times, lines: [...lines] }));
process.exit(0);
`,
);

const found = [];
console.log(
  "speedup by whole programs of our own, by loopsmith bench (medians, quartiles), one by the other, serial times, parallel times",
);
for (const [name, only] of wanted.map((each) => each.split("/"))) {
  const example = examples[name];
  if (example === undefined) throw new Error(`There is no example ${name} here.`);
  for (const wantedFunction of example.functions)
    if (only === undefined || only === wantedFunction)
      found.push(compare(name, example.sizes?.[wantedFunction] ?? example.size, wantedFunction));
}
const close = found.filter((off) => Math.abs(off - 1) <= 0.05).length;
console.log(
  `${close} of ${found.length} loops agree within 5 % (${workers} workers, load ${os.loadavg()[0].toFixed(1)}).`,
);
process.exit(close < 0.9 * found.length ? 1 : 0);

function compare(name, size, wantedFunction) {
  const [plain, serial, rewritten] = ["plain", "serial", "rewritten"].map((kind) => copyOf(name, wantedFunction, kind));
  const { loops } = JSON.parse(loopsmith(plain, ["check", "--format", "json"]));
  const promising = loops.filter(
    (each) => each.function === wantedFunction && each.verdict === "parallel" && each.profit.promising,
  );
  const loop = promising.reduce((a, b) => (a.profit.workPerIteration < b.profit.workPerIteration ? b : a));
  const place = `${loop.file}:${loop.line}`;
  for (const folder of [serial, rewritten]) mark(path.join(folder, loop.file), loop);
  loopsmith(rewritten, ["apply", place, "--sync", "--write"]);
  // In turn, because a machine that others use, too, has at times more and at times fewer cores to give.
  const [own, theirs] = [[], []];
  const [ownTimes, theirTimes] = [
    [[], []],
    [[], []],
  ];
  for (let round = 0; round < rounds; round++) {
    for (const [serialTime, time] of measurePairs(serial, rewritten, size, pairs)) {
      own.push(serialTime / time);
      ownTimes[0].push(serialTime);
      ownTimes[1].push(time);
    }
    const report = JSON.parse(
      loopsmith(plain, [
        ...["bench", place, "--seconds", values.seconds, "--format", "json", "--"],
        ...[process.execPath, "--import", tsx, "main.ts", size],
      ]),
    );
    if (report.comparison.outcome !== "equal") throw new Error(`${place}: ${JSON.stringify(report.comparison)}`);
    const point = report.comparison.points.find((each) => String(each.workers) === workers);
    theirs.push(point.speedup);
    theirTimes[0].push(report.comparison.serial.median);
    theirTimes[1].push(point.timing.median);
  }
  const off = median(theirs) / median(own);
  const times = [0, 1].map((version) =>
    [ownTimes, theirTimes].map((each) => median(each[version]).toFixed(1)).join(" and "),
  );
  console.log(
    `${`${name}/${place}`.padEnd(34)} ${spread(own)}  ${spread(theirs)}  ${off.toFixed(3)}  ${times.join("  ")} ms`,
  );
  return off;
}

function copyOf(name, wantedFunction, kind) {
  const folder = path.join(scratch, `${name}-${wantedFunction}-${kind}`);
  fs.cpSync(path.join(root, "examples", name), folder, { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  const changed = examples[name].changed?.[wantedFunction];
  const main = path.join(folder, "main.ts");
  if (changed !== undefined) fs.writeFileSync(main, changed(fs.readFileSync(main, "utf8")));
  return folder;
}

/** The picture sixteen times below itself: of one picture the edges are found in 4 ms. */
function higherPicture(text) {
  const before = "const { width, height } = png;";
  if (!text.includes(before)) throw new Error("The main program of image-filter is another one now.");
  return text.replace(
    before,
    "png.data = Buffer.concat(new Array(16).fill(png.data)); const { width } = png; const height = 16 * png.height;",
  );
}

/** The loop says when it is entered and left, on its own lines, so that its place stays the same. */
function mark(file, { line, column }) {
  const text = fs.readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const start = source.getPositionOfLineAndCharacter(line - 1, column - 1);
  const find = (node) =>
    ts.isIterationStatement(node, false) && node.getStart() === start ? node : ts.forEachChild(node, find);
  const loop = find(source);
  const call = (what) => `;(globalThis as any).__${what}?.();`;
  const marked = `${text.slice(0, start)}${text.slice(start, loop.end)} ${call("end")}${text.slice(loop.end)}`;
  const head = text.lastIndexOf("\n", start - 1);
  // At the end of the line above, so that the loop is still what begins its own line.
  fs.writeFileSync(file, `${marked.slice(0, head)} ${call("begin")}${marked.slice(head)}`);
}

/** Times of the serial and the rewritten loop, of pairs of processes that change places from pair to pair. */
function measurePairs(serial, rewritten, size, count) {
  const times = [];
  for (let pair = 0; pair < count; pair++) {
    const order = pair % 2 === 0 ? [serial, rewritten] : [rewritten, serial];
    const [one, other] = order.map((folder) => runProgram(folder, size));
    const [a, b] = pair % 2 === 0 ? [one, other] : [other, one];
    if (a.lines.join("\n") !== b.lines.join("\n"))
      throw new Error(`The rewritten program in ${rewritten} prints something else.`);
    times.push([a.time, b.time]);
  }
  return times;
}

function runProgram(folder, size) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--import", tsx, driver, path.join(folder, "main.ts"), String(runs), size],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, LOOPSMITH_GATE: "always", LOOPSMITH_WORKERS: workers },
    },
  );
  if (status !== 0) throw new Error(`${folder} failed: ${stderr}`);
  const { times, lines } = JSON.parse(stdout);
  // The first runs start the threads, and each thread compiles and optimizes the kernel for itself.
  return { time: median(times.slice(Math.floor(times.length / 2))), lines };
}

function loopsmith(cwd, args) {
  const env = { ...process.env, LOOPSMITH_WORKERS: workers };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: "utf8", env });
  if (status !== 0) throw new Error(`loopsmith ${args.join(" ")} failed: ${stdout}${stderr}`);
  return stdout;
}

/** Median, with the quartiles. */
function spread(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const [low, high] = [0.25, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))].toFixed(2));
  return `${median(list).toFixed(2)} (${low}–${high})`;
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
