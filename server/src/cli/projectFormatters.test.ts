// The project's own formatter lays out what a rewrite writes, only where it had nothing to do before, and its failures lose nothing.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { main } from "./main.js";
import { laidOut } from "./projectFormatters.js";

let folder = "";

before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-format-")));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A folder with these files. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const at = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    fs.writeFileSync(path.join(at, file), text);
  }
  return at;
}

function withBiome(name: string, files: Readonly<Record<string, string>>): string {
  const at = project(name, { "biome.json": '{ "formatter": { "indentStyle": "space" } }', ...files });
  fs.mkdirSync(path.join(at, "node_modules"));
  fs.symlinkSync(path.resolve("node_modules/@biomejs"), path.join(at, "node_modules/@biomejs"), "junction");
  return at;
}

/** A formatter that puts one blank where several are, prints while it loads, and fails as the text asks for. */
const prettier = `
console.log("loading");
exports.version = "3.0.0";
exports.getFileInfo = async (file) => ({ ignored: /ignored/.test(file), inferredParser: "typescript" });
exports.resolveConfig = async () => null;
exports.format = async (text) => {
  if (text.includes("throw")) throw new Error("broken");
  if (text.includes("exit")) process.exit(3);
  return text.includes("nothing") ? "" : text.replace(/ +/g, " ");
};
`;
const installed = { "node_modules/prettier/package.json": "{}", "node_modules/prettier/index.cjs": prettier };

/** What becomes of files: each by its text before, undefined where it is new, and after the rewrite. */
async function formatted(
  at: string,
  files: Readonly<Record<string, readonly [string | undefined, string]>>,
): Promise<readonly (string | undefined)[]> {
  const given = Object.entries(files).map(
    ([file, [before, after]]) => [path.join(at, file), { before, after }] as const,
  );
  const { changes } = await laidOut(new Map(given));
  return [...changes.values()].map(({ after }) => after);
}

test("a file that biome would have left alone is laid out, with its kernels", async () => {
  const at = withBiome("biome", { "a.ts": "f(1);\n" });
  const texts = await formatted(at, {
    "a.ts": ["f(1);\n", "f( 1,2 );\n"],
    "a.kernels.ts": [undefined, "export function k(){ return 1 }\n"],
  });
  assert.deepEqual(texts, ["f(1, 2);\n", "export function k() {\n  return 1;\n}\n"]);
});

test("a file that biome would have changed stays as the rewrite wrote it, with its kernels", async () => {
  const at = withBiome("other", { "a.ts": "f( 1 );\n", "b.ts": "g();\n" });
  const texts = await formatted(at, {
    "a.ts": ["f( 1 );\n", "f( 1,2 );\n"],
    "a.kernels.ts": [undefined, "k( )\n"],
    "b.ts": ["g();\n", "g( )\n"],
  });
  assert.deepEqual(texts, ["f( 1,2 );\n", "k( )\n", "g();\n"]);
});

test("prettier is asked where it is installed; what it prints while it loads is no answer", async () => {
  const at = project("prettier", installed);
  const texts = await formatted(at, {
    "src/a.ts": ["a b", "a  c"],
    "src/b.ts": ["a  b", "a  c"],
    "d.md": ["a", "a  b"],
  });
  assert.deepEqual(texts, ["a c", "a  c", "a  b"]);
});

test("what prettier ignores, empties or fails on stays as the rewrite wrote it", async () => {
  const at = project("failing", installed);
  const texts = await formatted(at, {
    "ignored.ts": ["a", "a  b"],
    "empty.ts": ["a", "nothing  b"],
    "bad.ts": ["a", "throw  b"],
    "good.ts": ["a", "a  b"],
  });
  assert.deepEqual(texts, ["a  b", "nothing  b", "throw  b", "a b"]);
});

test("a formatter that ends in the middle changes nothing", async () => {
  const at = project("ending", installed);
  assert.deepEqual(await formatted(at, { "a.ts": ["a", "a  b"], "b.ts": ["a", "exit  b"] }), ["a  b", "exit  b"]);
});

test("without a formatter, and with --no-format, nothing is laid out", async () => {
  assert.deepEqual(await formatted(project("none", {}), { "a.ts": ["a", "a  b"] }), ["a  b"]);
  const source =
    "export function roots(xs: number[]): number[] {\n  const out: number[] = [];\n  for (const x of xs) out.push(Math.sqrt(x));\n  return out;\n}\n";
  const at = withBiome("whole", { "package.json": '{ "type": "module" }\n', "a.ts": source });
  const shown = async (...more: string[]): Promise<{ out: string; err: string }> => {
    const [out, err]: [string[], string[]] = [[], []];
    const terminal = {
      cwd: at,
      out: (text: string) => out.push(text),
      err: (text: string) => err.push(text),
      color: false,
    };
    await main(["apply", "a.ts:3", "--force", "--sync", ...more], {
      terminal,
      signal: new AbortController().signal,
      version: "1",
    });
    return { out: out.join("\n"), err: err.join("\n") };
  };
  assert.match((await shown()).err, /^[23] files are laid out by the project's biome\.$/m);
  assert.doesNotMatch((await shown("--no-format")).err, /laid out/);
});
