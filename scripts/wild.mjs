// Rewrites a program that nobody wrote for Loopsmith, and runs its own tests before and after, every call forced to the workers: one row
// of docs/wild.md. The program's folder has to be a git work tree without changes, whose packages are installed; it is left rewritten
// (`git stash -u` takes that back). Kernels are counted by name and module as the tests call them.
// Usage: npm run wild -- FOLDER [--paths src,lib] [--form sync|async] [--lint "npm run lint"] -- <test command>
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const cli = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "server/dist/cli.js");
const { values, positionals } = parseArgs({
  options: {
    paths: { type: "string", default: "." },
    form: { type: "string", default: "sync" },
    lint: { type: "string" },
  },
  allowPositionals: true,
});
const [folder, ...command] = positionals;
if (folder === undefined || command.length === 0 || !["sync", "async"].includes(values.form)) {
  console.error('Usage: npm run wild -- FOLDER [--paths src,lib] [--form sync|async] [--lint "…"] -- <test command>');
  process.exit(2);
}
const cwd = path.resolve(folder);
const paths = values.paths.split(",");
if (run(["git", "status", "--porcelain"]).stdout.trim() !== "") {
  console.error(`${cwd} has changes that git does not have. Commit or stash them first.`);
  process.exit(2);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-wild-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 9 }));
const calls = path.join(scratch, "calls");

const before = tried("before");
const loops = JSON.parse(loopsmith("check", ...paths, "--format", "json").stdout).loops;
const parallel = loops.filter(({ verdict }) => verdict === "parallel").length;
const said = loopsmith("apply", ...paths, "--all", "--force", `--${values.form}`, "--write");
loopsmith("install");
const counted = countCalls();
const after = tried("after");

const kernels = kernelsOf(cwd);
const executed = new Map();
if (fs.existsSync(calls))
  for (const line of fs.readFileSync(calls, "utf8").split("\n"))
    if (line !== "") executed.set(line, (executed.get(line) ?? 0) + 1);
const silent = kernels.filter((kernel) => !executed.has(kernel));
const reasons = new Map();
for (const [, reason] of `${said.stdout}\n${said.stderr}`.matchAll(/ is left as it is: (.*)$/gm))
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);

console.log(`commit ${run(["git", "rev-parse", "--short", "HEAD"]).stdout.trim()}, ${values.form} form`);
console.log(`${loops.length} loops, ${parallel} parallel, ${kernels.length} kernels`);
console.log(
  `executed ${kernels.length - silent.length} of ${kernels.length}${counted ? "" : " (calls could not be counted)"}`,
);
for (const kernel of silent) console.log(`  not executed: ${kernel}`);
for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a)) console.log(`  left ${count}: ${reason}`);
for (const result of [before, after]) {
  console.log(`tests ${result.when}: exit status ${result.status}, ${result.seconds} s`);
  for (const line of result.last) console.log(`  ${line}`);
}
process.exit(after.status === before.status ? 0 : 1);

/** @param {"before" | "after"} when */
function tried(when) {
  if (values.lint !== undefined) {
    const { status } = spawnSync(values.lint, { cwd, shell: true, stdio: "ignore" });
    console.log(`lint ${when}: exit status ${status}`);
  }
  const started = Date.now();
  const env = when === "before" ? {} : { LOOPSMITH_GATE: "always", LOOPSMITH_COUNT: calls };
  const { status, stdout, stderr } = run(command, env);
  const last = `${stdout}\n${stderr}`
    .split("\n")
    .filter((line) => /\b(?:pass|fail|passed|failed|passing|failing)\b/i.test(line));
  return { when, status, seconds: Math.round((Date.now() - started) / 1000), last: last.slice(-4) };
}

/** Each call of the runner notes its kernel, in every thread and however the tests load the runner. */
function countCalls() {
  const dist = path.join(cwd, "node_modules/@loopsmith/runner/dist");
  const head = "function makeRequest(items, kernel, env, options, sync) {\n";
  const note =
    '  const counted = recordOf(kernel).place; if (process.env.LOOPSMITH_COUNT && counted) process.getBuiltinModule("fs")' +
    '.appendFileSync(process.env.LOOPSMITH_COUNT, counted.module + " " + counted.name + "\\n");\n';
  return ["index.js", "index.cjs"].every((name) => {
    const file = path.join(dist, name);
    const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    if (text.includes("LOOPSMITH_COUNT")) return true;
    if (!text.includes(head)) return false;
    // Not over what may be a link to another program's copy.
    fs.rmSync(file);
    fs.writeFileSync(file, text.replace(head, head + note));
    return true;
  });
}

/**
 * Kernels as calls note them: module and name.
 * @param {string} root
 * @returns {readonly string[]}
 */
function kernelsOf(root) {
  const listed = run(["git", "ls-files", "--others", "--exclude-standard"]).stdout.split("\n");
  return listed
    .filter((file) => /\.kernels\.[cm]?[jt]s$/.test(file))
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      const names = /\bregisterKernels\([^{]*\{([^}]*)\}/.exec(text)?.[1] ?? "";
      const module = pathToFileURL(fs.realpathSync(path.join(root, file))).href;
      return (names.match(/[\w$]+/g) ?? []).map((name) => `${module} ${name}`);
    });
}

/** @param {readonly string[]} args */
function loopsmith(...args) {
  return run([process.execPath, cli, ...args]);
}

/**
 * @param {readonly string[]} words
 * @param {Readonly<Record<string, string>>} [env]
 */
function run([program = "", ...args], env = {}) {
  const options = { cwd, encoding: /** @type {const} */ ("utf8"), maxBuffer: 2 ** 30, env: { ...process.env, ...env } };
  return spawnSync(program, args, options);
}
