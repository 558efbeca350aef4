// Analyses every JavaScript and TypeScript file under `node_modules`, broken variants of them and generated monsters, in child
// processes, and tells what threw, hung, crashed or took longest. Exit status 1 when anything did but take long.
// Usage: npm run robust [-- --only part-of-a-path] [--sample N] [--jobs N] [--limit SECONDS] [--no-files] [--no-broken] [--no-monsters]
import { fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brokenTexts, monsters } from "../test/robust/monsters.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    sample: { type: "string" },
    jobs: { type: "string", default: "1" },
    limit: { type: "string", default: "60" },
    "no-files": { type: "boolean", default: false },
    "no-broken": { type: "boolean", default: false },
    "no-monsters": { type: "boolean", default: false },
  },
});
const limitMs = Number(values.limit) * 1000;
const batchSize = 25;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-robust-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

const bad = [];
const done = [];
const queue = await batches();
const total = queue.reduce((sum, batch) => sum + batch.files.length, 0);
console.log(`${total} files in ${queue.length} batches`);
const started = Date.now();
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
report();
process.exit(bad.length === 0 ? 0 : 1);

async function batches() {
  const found = values["no-files"] ? [] : sources(path.join(root, "node_modules"));
  const wanted = found.filter((file) => values.only === undefined || file.includes(values.only));
  const every = values.sample === undefined ? 1 : Math.max(1, Math.floor(wanted.length / Number(values.sample)));
  const files = wanted.filter((_, index) => index % every === 0);
  const made = [];
  if (!values["no-broken"]) {
    // Every twentieth file, cut and scrambled.
    for (const [index, file] of files.filter((_, each) => each % 20 === 0).entries()) {
      for (const [kind, text] of brokenTexts(fs.readFileSync(file, "utf8"), index)) {
        const name = path.join(folder, `${index}-${kind}-${path.basename(file)}`);
        fs.writeFileSync(name, text);
        made.push(name);
      }
    }
  }
  const all = [files, made];
  if (!values["no-monsters"]) {
    for (const { name, text } of monsters()) {
      const file = path.join(folder, name);
      fs.writeFileSync(file, text);
      all.push([file]);
    }
  }
  return all.flatMap((list) =>
    Array.from({ length: Math.ceil(list.length / batchSize) }, (_, at) => ({
      folder: root,
      files: list.slice(at * batchSize, (at + 1) * batchSize),
    })),
  );
}

/** Every real source file below a folder, links followed once. */
function sources(start) {
  const found = [];
  const seen = new Set();
  const visit = (at) => {
    const real = fs.realpathSync(at);
    if (seen.has(real)) return;
    seen.add(real);
    for (const entry of fs.readdirSync(real, { withFileTypes: true })) {
      const full = path.join(real, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (entry.isFile() && /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/.test(entry.name)) found.push(full);
    }
  };
  visit(start);
  return found.sort();
}

/** One child at a time works through the queue; a new one takes the place of one that crashed or hung. */
async function work() {
  let child;
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    let left = batch;
    while (left.files.length > 0) {
      child ??= fork(path.join(root, "test/robust/worker.ts"), { execArgv: ["--import", "tsx"] });
      const stopped = await oneBatch(child, left);
      if (stopped === undefined) break;
      // The file that stopped the child is out; the rest of its batch goes to the next child.
      bad.push(stopped);
      console.log(`${stopped.what}: ${shown(stopped.file)}`);
      child.kill("SIGKILL");
      child = undefined;
      left = { ...left, files: left.files.slice(left.files.indexOf(stopped.file) + 1) };
    }
    if (done.length % 500 < batchSize)
      console.log(`${done.length} of ${total} after ${Math.round((Date.now() - started) / 1000)} s`);
  }
  child?.kill();
}

function oneBatch(child, batch) {
  return new Promise((resolve) => {
    let current = batch.files[0];
    let timer;
    const finish = (stopped) => {
      clearTimeout(timer);
      child.off("message", onMessage);
      child.off("exit", onExit);
      resolve(stopped);
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => finish({ file: current, what: `no end after ${limitMs / 1000} s` }), limitMs);
    };
    const onExit = (code, signal) => finish({ file: current, what: `the process ended (${signal ?? code})` });
    const onMessage = (told) => {
      watch();
      if (told.kind === "begins") current = told.file;
      else if (told.kind === "done") done.push(told);
      else if (told.kind === "threw") {
        bad.push({ file: told.file, what: told.message });
        console.log(`threw: ${shown(told.file)}\n  ${told.message.split("\n").slice(0, 6).join("\n  ")}`);
      } else finish(undefined);
    };
    child.on("message", onMessage);
    child.on("exit", onExit);
    watch();
    child.send(batch);
  });
}

function report() {
  const sum = (of) => done.reduce((all, each) => all + of(each), 0);
  console.log(`\n${done.length} files, ${sum((each) => each.loops)} loops, ${sum((each) => each.parallel)} parallel,`);
  console.log(
    `${sum((each) => each.tooLarge)} refused as too large, ${Math.round(sum((each) => each.ms) / 1000)} s of analysis`,
  );
  console.log("\nslowest files (ms in all, longest stretch without a yield, slowest loop):");
  for (const each of [...done].sort((a, b) => b.ms - a.ms).slice(0, 15)) {
    const loop = each.slowest === undefined ? "" : `, line ${each.slowest.line}: ${Math.round(each.slowest.ms)} ms`;
    console.log(`  ${Math.round(each.ms)} ${Math.round(each.stepMs)} ${shown(each.file)} (${each.loops} loops${loop})`);
  }
  console.log("\nlongest stretches:");
  for (const each of [...done].sort((a, b) => b.stepMs - a.stepMs).slice(0, 8))
    console.log(`  ${Math.round(each.stepMs)} ${shown(each.file)}`);
  console.log(bad.length === 0 ? "\nNothing threw, hung or crashed." : `\n${bad.length} files failed:`);
  for (const { file, what } of bad) console.log(`  ${shown(file)}: ${what.split("\n")[0]}`);
}

function shown(file) {
  return path.relative(root, file);
}
