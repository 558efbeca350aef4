// `npm run fuzz:mutants [-- --seconds N]`: switches each legality rule of test/fuzz/mutants.ts off in turn; the fuzzer has to
// notice within N seconds (300 unless told). Exits with 1 when one goes unnoticed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, "out/mutants");
const { values } = parseArgs({ options: { seconds: { type: "string", default: "300" }, only: { type: "string" } } });
const mutants = await load();
let unnoticed = 0;
for (const [number, mutant] of mutants.entries()) {
  if (values.only !== undefined && !mutant.rule.includes(values.only)) continue;
  const file = path.join(out, `${number}.mjs`);
  await bundle(file, mutant);
  const started = Date.now();
  const run = spawnSync(process.execPath, [file, "--seconds", values.seconds, "--seed", "1", "--quick"], {
    encoding: "utf8",
    cwd: root,
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const isNoticed = run.status === 1 && run.stdout.includes("computes something else");
  if (!isNoticed) unnoticed++;
  console.log(`${isNoticed ? "noticed" : "NOT NOTICED"} in ${seconds} s: ${mutant.rule}`);
  if (!isNoticed)
    console.log(`  ${(run.stderr || run.stdout).trim().split("\n").slice(0, 3).join("\n  ").slice(0, 400)}`);
}
console.log(unnoticed === 0 ? "Every rule is needed, and its loss is noticed." : `${unnoticed} went unnoticed.`);
process.exit(unnoticed === 0 ? 0 : 1);

/** The table, which is TypeScript. */
async function load() {
  const file = path.join(out, "table.mjs");
  fs.mkdirSync(out, { recursive: true });
  await esbuild.build({ entryPoints: [path.join(root, "test/fuzz/mutants.ts")], outfile: file, format: "esm" });
  return (await import(file)).mutants;
}

/** The fuzzer with one source changed. The product itself has no switches. */
function bundle(outfile, { file, from, to }) {
  const changed = path.join(root, file);
  return esbuild.build({
    entryPoints: [path.join(root, "test/fuzz/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
    plugins: [
      {
        name: "mutant",
        setup(build) {
          build.onLoad({ filter: /\.ts$/ }, (args) => {
            if (args.path !== changed) return undefined;
            return { contents: fs.readFileSync(args.path, "utf8").replace(from, () => to), loader: "ts" };
          });
        },
      },
    ],
  });
}
