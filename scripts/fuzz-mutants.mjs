// `npm run fuzz:mutants [-- --seconds N] [--only TEXT] [--seeds N] [--program FILE]`: switches each legality rule of
// test/fuzz/mutants.ts off in turn; the fuzzer has to notice within N seconds of the processor (300 unless told), so that other work
// on the machine does not count. Exits with 1 when one goes
// unnoticed. `--only`: the rules whose names contain the text; `--seeds`: each of them so many times, from other programs each
// time; `--program`: with the one function in the file instead of what the grammar makes.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, "out/mutants");
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "300" },
    only: { type: "string", multiple: true, default: [""] },
    seeds: { type: "string", default: "1" },
    program: { type: "string" },
  },
});
const apart = 100_000;
const program = values.program === undefined ? [] : ["--program", path.resolve(values.program)];
const mutants = await load();
let unnoticed = 0;
for (const [number, mutant] of mutants.entries()) {
  if (!values.only.some((text) => mutant.rule.includes(text))) continue;
  const file = path.join(out, `${number}.mjs`);
  await bundle(file, mutant);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => 1 + index * apart);
  const runs = seeds.map((seed) => runWith(file, seed, mutant.language));
  const isNoticed = runs.every((run) => run.isNoticed);
  if (!isNoticed) unnoticed++;
  const times = runs.map((run) => (run.isNoticed ? run.seconds : `not in ${run.seconds}`)).join(", ");
  console.log(`${isNoticed ? "noticed" : "NOT NOTICED"} in ${times} s: ${mutant.rule}`);
  for (const { text, isNoticed: isGood } of runs) if (!isGood || program.length > 0) console.log(text);
}
console.log(unnoticed === 0 ? "Every rule is needed, and its loss is noticed." : `${unnoticed} went unnoticed.`);
process.exit(unnoticed === 0 ? 0 : 1);

function runWith(file, seed, language) {
  const inLanguage = language === undefined ? [] : ["--language", language];
  const options = [
    "--seconds",
    values.seconds,
    "--seed",
    String(seed),
    "--processor",
    "--quick",
    ...inLanguage,
    ...program,
  ];
  const run = spawnSync(process.execPath, [file, ...options], { encoding: "utf8", cwd: root });
  const isNoticed = run.status === 1 && run.stdout.includes("computes something else");
  const text = (run.stderr || run.stdout)
    .trim()
    .split("\n")
    .slice(0, isNoticed ? 40 : 3)
    .join("\n  ");
  const seconds = / (\d+) s\.$/m.exec(run.stdout)?.[1] ?? "?";
  return { isNoticed, seconds, text: `  ${text.slice(0, 4000)}` };
}

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
