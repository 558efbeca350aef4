// `npm test`: installs what is missing, builds, checks types and style, runs the unit tests, the examples, the bundlers and
// the suite in a real VS Code, and prints one closing line. Needs only Node 20, npm and (for the editor) a Debian-like system or VS Code.
// Usage: node scripts/test.mjs [--no-editor]
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const steps = [
  { name: "build", command: ["npm", "run", "build"] },
  { name: "types", command: ["npm", "run", "typecheck"] },
  { name: "style", command: ["npm", "run", "lint"] },
  { name: "unit tests", command: ["npm", "run", "unit"] },
  { name: "a minute of fuzzing", command: ["npm", "run", "fuzz", "--", "--seconds", "60", "--seed", "1"] },
  { name: "bundlers and test runners", command: ["npm", "run", "test:bundlers"] },
  { name: "report page in a browser", command: ["npm", "run", "test:page"], editor: true },
  { name: "tests in VS Code", command: ["npm", "run", "test:e2e"], editor: true },
];

await ensureInstalled(root);
let passed = 0;
let failed = 0;
const broken = [];
for (const { name, command, editor } of steps) {
  if (editor && process.argv.includes("--no-editor")) continue;
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const { status, output } = await run(command);
  const counts = count(output);
  passed += counts.passed;
  failed += counts.failed;
  console.log(`=== ${name}: ${status === 0 ? "good" : "FAILED"} in ${Math.round((Date.now() - started) / 1000)} s`);
  if (status !== 0) {
    broken.push(name);
    if (counts.failed === 0) failed++;
    // Without a build nothing else can be said.
    if (name === "build") break;
  }
}
if (broken.length > 0) console.log(`\nNot good: ${broken.join(", ")}.`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(broken.length === 0 && passed > 0 ? 0 : 1);

/** Runs a command, showing its output as it comes and keeping it for the counts. */
function run([file, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, FORCE_COLOR: "0" } });
    const chunks = [];
    for (const [stream, out] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.on("data", (data) => {
        chunks.push(data);
        out.write(data);
      });
    }
    child.on("close", (status) => resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** Adds up the closing lines of Node's test runner (`# pass 12`, `ℹ pass 12`) and of Mocha (`12 passing`). */
function count(output) {
  const sum = (pattern) => [...output.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
  return {
    passed: sum(/^[#ℹ] pass (\d+)$/gm) + sum(/^\s*(\d+) passing\b/gm),
    failed: sum(/^[#ℹ] fail (\d+)$/gm) + sum(/^\s*(\d+) failing\b/gm),
  };
}
