// `npm run bench:editor`: measures the extension in a real VS Code on a generated workspace of 100,000 lines, and writes docs/editor.md:
// activation, from a key to the marks in a file of 3,000 lines, the longest stretch of work on the editor's thread, memory.
// Usage: node --import tsx scripts/bench-editor.mjs [--lines N] [--no-write] [--activation] [--profiles <folder>]
//        --activation: only that, printed; --profiles: keeps what V8's profiler saw of the extension host, to be opened in VS Code
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { moduleText, writeCodeBase } from "../test/benchCheck/codeBase.ts";
import { editorPage } from "../test/benchEditor/page.ts";
import { ensureEditorHost } from "../test/editor/setup.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "100000" },
    "no-write": { type: "boolean", default: false },
    activation: { type: "boolean", default: false },
    profiles: { type: "string" },
  },
});
if (!fs.existsSync(path.join(root, "dist/extension.cjs"))) {
  console.error("The extension has not been built. Run `npm run build`, then this command again.");
  process.exit(1);
}
ensureEditorHost();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-bench-editor-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
const workspace = path.join(scratch, "workspace");
fs.mkdirSync(workspace);
writeCodeBase(workspace, Number(values.lines) - 3000);
fs.writeFileSync(path.join(workspace, "src/long.ts"), moduleText(0, 3000));
const suite = path.join(root, "dist/e2e/benchEditor.cjs");
await build({
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "warning",
  external: ["vscode"],
  entryPoints: [path.join(root, "test/benchEditor/host.ts")],
  outfile: suite,
});
process.env.EDITOR_TIMEOUT_MS ??= "900000";
const load = os.loadavg()[0];
const kept = values.profiles === undefined ? {} : { LOOPSMITH_PROFILES: path.resolve(values.profiles) };
const activations = [];
for (let window = 0; window < 3; window++) activations.push(await measure("activation"));
activations.sort((a, b) => a.activationMs - b.activationMs);
const figures = { ...activations[1], ...(values.activation ? {} : await measure("profiled")) };
if (values.activation) {
  console.log(activations);
  process.exit(0);
}
const machine = { cores: os.cpus().length, cpu: os.cpus()[0]?.model ?? "", load };
const page = editorPage(figures, { ...machine, lines: Number(values.lines) });
console.log(page);
if (!values["no-write"]) fs.writeFileSync(path.join(root, "docs/editor.md"), page);

/** What one part of the suite measures, in a window of its own. */
async function measure(part) {
  const out = path.join(scratch, "figures.json");
  await runTests({
    vscodeExecutablePath: path.join(root, "test/editor/vscode-web-host.mjs"),
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: { LOOPSMITH_FIGURES: out, LOOPSMITH_PART: part, ...kept },
    launchArgs: [
      workspace,
      "--disable-extensions",
      `--user-data-dir=${path.join(scratch, "data")}`,
      `--extensions-dir=${path.join(scratch, "extensions")}`,
    ],
  });
  return JSON.parse(fs.readFileSync(out, "utf8"));
}
