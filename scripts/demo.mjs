// `npm run demo`: the main job on three examples. Installs and builds what is missing, checks, rewrites a copy, runs it, measures
// serial against parallel, and leaves a table and pictures in out/. Exit status 1 when a result differs.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, "out");
const cli = path.join(root, "server/dist/cli.js");

const examples = [
  { name: "mandelbrot", title: "Mandelbrot set", file: "mandelbrot.ts", head: "for (let y = 0; y < height; y++) {" },
  {
    name: "monte-carlo",
    title: "Monte Carlo option pricing",
    file: "option.ts",
    head: "for (let path = 0; path < paths; path++) {",
  },
  {
    name: "edit-distance",
    title: "Edit distance of all pairs",
    file: "neighbours.ts",
    head: "for (let i = 0; i < words.length; i++) {",
  },
];

await ensureInstalled(root);
say("Building Loopsmith …");
must("npm", ["run", "--silent", "build"], root);
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });

const rows = [];
for (const example of examples) {
  const folder = path.join(out, example.name);
  fs.cpSync(path.join(root, "examples", example.name), folder, { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
  const line =
    fs
      .readFileSync(path.join(folder, example.file), "utf8")
      .split("\n")
      .findIndex((text) => text.trim() === example.head) + 1;
  const place = `${example.file}:${line}`;
  say(`\n${example.title}: examples/${example.name}/${place}`);

  step("loopsmith check", place);
  show(must(process.execPath, [cli, "check", place], folder));

  const serial = checksum(folder);
  step("loopsmith bench", `${place} -- npx tsx main.ts`);
  const report = JSON.parse(await bench(folder, place));
  const { comparison } = report;

  step("loopsmith apply", `${place} --write   (in a copy)`);
  show(
    must(process.execPath, [cli, "apply", place], folder)
      .split("\n")
      .filter((text) => /^[+-]/.test(text))
      .join("\n"),
    16,
  );
  must(process.execPath, [cli, "apply", place, "--write"], folder);
  const picture = example.name === "mandelbrot" ? ["1200", path.join(out, "mandelbrot.png")] : [];
  const parallel = checksum(folder, picture);
  const isSame = serial === parallel && comparison.outcome === "equal";
  say(`  ${serial}\n  ${parallel}   ${isSame ? "the same" : "DIFFERENT"}`);
  rows.push({ title: example.title, comparison, isSame });
}

say(`\n${table(rows)}`);
fs.writeFileSync(path.join(out, "speedup.svg"), chart(rows));
say(
  `\nPictures: out/speedup.svg, out/mandelbrot.png (painted by the rewritten program). Rewritten programs: out/<example>/.`,
);
process.exit(rows.every((row) => row.isSame) ? 0 : 1);

function say(text) {
  console.log(text);
}

function step(command, rest) {
  say(`\n  $ ${command} ${rest}`);
}

function show(text, most = 8) {
  const lines = text.trimEnd().split("\n");
  for (const line of lines.slice(0, most)) say(`    ${line}`);
  if (lines.length > most) say(`    … ${lines.length - most} more lines`);
}

function must(file, args, cwd) {
  const run = spawnSync(file, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (run.status === 0) return run.stdout;
  console.error(
    `${run.stdout}${run.stderr}\n\`${path.basename(file)} ${args.join(" ")}\` failed in ${cwd}. Mend what it says, then run npm run demo again.`,
  );
  process.exit(1);
}

function checksum(folder, args = []) {
  return (
    /^checksum .*$/m.exec(must(process.execPath, ["--import", "tsx", "main.ts", ...args], folder))?.[0] ?? "no checksum"
  );
}

/** Runs the benchmark and shows its progress on one line where somebody looks. */
function bench(folder, place) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        cli,
        "bench",
        place,
        "--format",
        "json",
        "--seconds",
        "12",
        "--",
        process.execPath,
        "--import",
        "tsx",
        "main.ts",
      ],
      { cwd: folder },
    );
    const text = [];
    child.stdout.on("data", (data) => text.push(data));
    child.stderr.on("data", (data) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K    ${String(data).trim().split("\n").at(-1)}`);
    });
    child.on("close", () => {
      if (process.stdout.isTTY) process.stdout.write("\r\u001b[2K");
      const all = Buffer.concat(text).toString("utf8");
      if (all.trim() !== "") return resolve(all);
      console.error("The benchmark ended without a report.");
      process.exit(1);
    });
  });
}

function ms(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

function table(all) {
  const lines = all.map(({ title, comparison, isSame }) => {
    if (comparison.outcome !== "equal") return [title, "", "", "", comparison.outcome];
    const { best, serial } = comparison;
    const [low, high] = best.interval;
    return [
      title,
      ms(serial.median),
      `${ms(best.timing.median)} on ${workers(best)}`,
      `${best.speedup.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`,
      isSame ? "identical" : "DIFFERENT",
    ];
  });
  const full = [["", "serial", "parallel", "speedup (95 % interval)", "results"], ...lines];
  const widths = full[0].map((_, column) => Math.max(...full.map((row) => row[column].length)));
  return full.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`).join("\n");
}

/** Two bars an example, serial and parallel, with the speedup beside them; readable on light and dark grounds. */
function chart(all) {
  const good = all.filter(({ comparison }) => comparison.outcome === "equal");
  const longest = Math.max(...good.map(({ comparison }) => comparison.serial.median));
  const bars = good.map(({ title, comparison }, index) => {
    const top = 20 + index * 84;
    const width = (value) => Math.max(2, (value / longest) * 430).toFixed(1);
    const { serial, best } = comparison;
    return `<text x="20" y="${top + 12}" class="name">${title}</text>
<rect x="20" y="${top + 20}" width="${width(serial.median)}" height="18" rx="3" fill="#8a94a6"/><text x="${20 + Number(width(serial.median)) + 8}" y="${top + 34}">serial ${ms(serial.median)}</text>
<rect x="20" y="${top + 42}" width="${width(best.timing.median)}" height="18" rx="3" fill="#2f81f7"/><text x="${20 + Number(width(best.timing.median)) + 8}" y="${top + 56}">parallel ${ms(best.timing.median)} · ${best.speedup.toFixed(2)}× on ${workers(best)} · results identical</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 ${good.length * 84 + 24}" role="img" aria-label="Serial and parallel run time of ${good.length} examples">
<style>text { font: 13px system-ui, sans-serif; fill: #6e7681 } .name { font-weight: 600 }</style>
${bars.join("\n")}
</svg>
`;
}

function workers({ workers: count }) {
  return count === 1 ? "1 worker" : `${count} workers`;
}
