// Measures @loopsmith/runner against other worker pools, workers by hand and OpenMP, and writes docs/performance.md.
// Usage: npm run bench:runtime [-- --threads N] [--rounds N] [--scale X] [--only a,b] [--peers a,b] [--latency] [--experts] [--add] [--print]
// --latency measures what a call costs beside its work, and nothing else unless --only names it; --add keeps what the page says of the rest, so
// that it can be made in pieces. Lines of the page that begin with `> ` are kept in any case.
// --scale 0.1 takes a tenth of each workload; --print does not touch the page; --experts leaves out a task for each item, and the page. Peers live in test/benchRuntime/package.json.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureLatency } from "../test/benchRuntime/latencyPage.mjs";
import { conditions, page } from "../test/benchRuntime/page.mjs";
import { readPage } from "../test/benchRuntime/readPage.mjs";
import { workloads } from "../test/benchRuntime/workloads.mjs";
import { buildRunner } from "./build-runner.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const here = path.join(root, "test/benchRuntime");
const { values } = parseArgs({
  options: {
    threads: { type: "string", default: String(os.availableParallelism()) },
    rounds: { type: "string", default: "7" },
    scale: { type: "string", default: "1" },
    only: { type: "string" },
    latency: { type: "boolean", default: false },
    add: { type: "boolean", default: false },
    peers: { type: "string", default: "piscina,tinypool,workerpool,poolifier,threads,multithreading" },
    print: { type: "boolean", default: false },
    experts: { type: "boolean", default: false },
  },
});
const [threads, rounds, scale] = [values.threads, values.rounds, values.scale].map(Number);
const names = (values.only ?? (values.latency ? "" : Object.keys(workloads).join()))
  .split(",")
  .filter((name) => name !== "");
const unknown = names.filter((name) => !(name in workloads));
if (unknown.length > 0) {
  console.error(`There is no workload ${unknown.join(", ")}. Choose from ${Object.keys(workloads).join(", ")}.`);
  process.exit(2);
}
if (![threads, rounds, scale].every((value) => value > 0)) {
  console.error("--threads, --rounds and --scale are numbers above 0.");
  process.exit(2);
}

await buildRunner();
if (names.length > 0) installPeers();
const peers = values.peers.split(",").filter((name) => name !== "" && !lacksNode(name));
const reference = names.length > 0 && !values.experts ? measureReference() : new Map();
const file = path.join(root, "docs/performance.md");
const before = readPage(fs.readFileSync(file, "utf8"));
const machine = { threads, processor: os.cpus()[0]?.model ?? "unknown", node: process.version };
const now = () => ({ date: new Date().toISOString().slice(0, 10), load: os.loadavg()[0] });
const measured = [];
for (const name of names) {
  const argument = JSON.stringify({ name, scale, rounds, threads, peers, experts: values.experts });
  const child = spawnSync(process.execPath, [path.join(here, "child.mjs"), argument], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  if (child.status !== 0) {
    console.error(`${name} could not be measured (exit ${child.status ?? child.signal}).`);
    process.exit(1);
  }
  const when = conditions({ rounds, scale, ...machine, ...now() });
  const result = { ...JSON.parse(child.stdout), openMp: reference.get(name), when };
  measured.push(result);
  print(result);
  // A run that is ended early has measured something nevertheless.
  if (values.add && !values.print && !values.experts) fs.writeFileSync(file, textWith(before.latency));
}
const latency = values.latency ? { rows: measureLatency(threads), ...now() } : values.add ? before.latency : undefined;
if (values.latency)
  for (const { what, figure, goal, met } of latency.rows)
    console.log(`${met ? "met   " : "MISSED"} ${what}: ${figure} (${goal})`);
if (values.print) console.log(`\n${textWith(latency)}`);
else if (!values.experts) {
  fs.writeFileSync(file, textWith(latency));
  console.log("\ndocs/performance.md is written.");
}

function textWith(latency) {
  const known = [...measured, ...(values.add ? before.measured : [])];
  const all = Object.keys(workloads).flatMap((name) => known.find((one) => one.name === name) ?? []);
  return page(all, latency, before.notes);
}

function installPeers() {
  if (fs.existsSync(path.join(here, "node_modules/tinypool"))) return;
  console.log("Installing the other pools into test/benchRuntime (once) …");
  // Settings that an outer `npm run` passes down name the outer workspaces.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { cwd: here, env, stdio: "inherit" });
  if (status !== 0) {
    console.error(
      "The other pools could not be installed. Run `npm ci` in test/benchRuntime, or leave them out: --peers piscina.",
    );
    process.exit(1);
  }
}

/** @param {string} peer */
function lacksNode(peer) {
  if (peer !== "multithreading" || "withResolvers" in Promise) return false;
  console.log("multithreading is left out: it needs Node 22.");
  return true;
}

/** The speedups of the same kernels in C with OpenMP, by workload; none where there is no gcc. */
function measureReference() {
  const program = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-bench-")), "reference");
  const gcc = ["-O2", "-fopenmp", "-o", program, path.join(here, "reference.c"), "-lm"];
  if (spawnSync("gcc", gcc, { stdio: "ignore" }).status !== 0) {
    console.log("OpenMP is left out: gcc is not there.");
    return new Map();
  }
  const { stdout } = spawnSync(program, [threads, rounds, scale].map(String), {
    encoding: "utf8",
    // Threads that spin while they wait would take the processor from one another where others use the machine, too.
    env: { ...process.env, OMP_WAIT_POLICY: "passive" },
  });
  fs.rmSync(path.dirname(program), { recursive: true });
  return new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" "))
      .map(([name, speedup]) => [name, Number(speedup)]),
  );
}

function print({ name, title, rows, ceiling, openMp, mode }) {
  const extra = openMp === undefined ? "" : `, OpenMP ${openMp.toFixed(2)}`;
  console.log(`\n${name}: ${title} (ceiling ${ceiling.toFixed(2)}${extra}; ran ${mode.loopsmith})`);
  for (const { contestant, ms, speedup, low, high } of rows.toSorted((a, b) => b.speedup - a.speedup)) {
    const range = `${low.toFixed(2)}–${high.toFixed(2)}`;
    console.log(
      `  ${contestant.padEnd(38)} ${ms.toFixed(2).padStart(10)} ms  ${speedup.toFixed(2).padStart(5)}×  (${range})`,
    );
  }
}
