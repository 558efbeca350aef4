// Compares `loopsmith profile` with what a person reads from a flame graph: the same command once under Node's own --cpu-prof, whose
// raw samples are added up by function here, and once under Loopsmith. For each function that takes 5 % of the time or more:
// which loops does Loopsmith name for it, and do the times agree? Shares no code with Loopsmith.
// Usage: npm run profile:agree -- [--cwd FOLDER] -- node …   (exit status 1 where a hot function has no loop that was named)
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values, positionals: command } = parseArgs({
  options: { cwd: { type: "string", default: "." } },
  allowPositionals: true,
});
const cwd = path.resolve(values.cwd);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-flames-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
const HOT = 0.05;

const { functions, stacks, busy } = flames();
const { run, loops } = profile();

console.log("function                             self by samples   its loops by loopsmith (self, total)");
let missed = 0;
for (const [name, self] of [...functions].sort(([, a], [, b]) => b - a)) {
  if (self < HOT * busy) break;
  const isModule = name.startsWith("(anonymous)");
  const own = loops.filter(({ loop }) =>
    isModule ? loop.function === null && name.endsWith(` ${path.basename(loop.file)}`) : loop.function === nameOf(name),
  );
  const holders = own.length > 0 ? [] : callersWithLoops(name);
  const named = [...own, ...loops.filter(({ loop }) => holders.includes(loop.function))].slice(0, 3);
  if (named.length === 0) missed++;
  const text = named.map(
    ({ loop, selfMs, totalMs }) =>
      `${path.basename(loop.file)}:${loop.line} ${percent(selfMs / run.busyMs)}, ${percent(totalMs / run.busyMs)}`,
  );
  const through = own.length > 0 || named.length === 0 ? "" : `called in ${holders.join(", ")}: `;
  console.log(
    `${name.slice(0, 36).padEnd(37)}${percent(self / busy).padStart(6)}            ${through}${text.join(" · ") || "none"}`,
  );
}
console.log(missed === 0 ? "Every hot function has loops that were named." : `${missed} hot functions have none.`);
process.exit(missed === 0 ? 0 : 1);

/** Milliseconds of self time of each function, `name file`, and the stacks that end in it, from the raw samples. */
function flames() {
  // It is not allowed in NODE_OPTIONS before Node 22.
  if (command[0] !== "node") throw new Error("Give a command that begins with node.");
  const { status, stderr } = spawnSync("node", ["--cpu-prof", `--cpu-prof-dir=${folder}`, ...command.slice(1)], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TSX_DISABLE_CACHE: "1" },
  });
  if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}`);
  const functions = new Map();
  const stacks = new Map();
  let busy = 0;
  for (const file of fs.readdirSync(folder)) {
    const { nodes, samples, timeDeltas } = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
    samples.forEach((id, index) => {
      const { callFrame } = byId.get(id);
      // The time until the next sample is what was spent in this one.
      const ms = (timeDeltas[index + 1] ?? 0) / 1000;
      if (callFrame.functionName === "(idle)" || callFrame.functionName === "(program)") return;
      busy += ms;
      if (!/^file:|^\//.test(callFrame.url) || callFrame.url.includes("/node_modules/tsx/")) return;
      const name = label(callFrame);
      functions.set(name, (functions.get(name) ?? 0) + ms);
      const stack = [];
      for (let at = parents.get(id); at !== undefined; at = parents.get(at)) stack.push(label(byId.get(at).callFrame));
      const known = stacks.get(name) ?? [];
      if (known.length < 2000) known.push(stack);
      stacks.set(name, known);
    });
  }
  return { functions, stacks, busy };
}

function profile() {
  const cli = path.join(root, "server/dist/cli.js");
  const out = path.join(folder, "loops.json");
  const args = [cli, "profile", "--format", "json", "--all", "--out", out, "--", ...command];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`loopsmith profile failed: ${stderr}`);
  const { run, loops } = JSON.parse(fs.readFileSync(out, "utf8"));
  return { run, loops: [...loops].sort((a, b) => b.totalMs - a.totalMs) };
}

/** The nearest callers that have loops, for a function that has none. */
function callersWithLoops(name) {
  const withLoops = new Set(loops.map(({ loop }) => loop.function));
  const found = (stacks.get(name) ?? []).map((stack) => stack.map(nameOf).find((each) => withLoops.has(each)));
  return [...new Set(found.filter((each) => each !== undefined))];
}

function label({ functionName, url }) {
  return `${functionName || "(anonymous)"} ${path.basename(url)}`;
}

/** Without the class: loopsmith names the function alone. */
function nameOf(name) {
  const first = name.split(" ")[0];
  return first.slice(first.lastIndexOf(".") + 1);
}

function percent(part) {
  return `${(part * 100).toFixed(1)} %`;
}
