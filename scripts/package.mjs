// `npm run package`: builds, and packs the extension with everything it needs into one .vsix; says its size.
// Usage: node scripts/package.mjs [--out <file.vsix>] [--no-build]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} out absolute path of the package to write
 * @param {{ build: boolean }} options
 * @throws {Error} with one sentence, when the build or the packing fails
 */
export async function packageExtension(out, { build }) {
  await ensureInstalled(root);
  if (build) run(process.execPath, [path.join(root, "scripts/build.mjs")], "The build failed.");
  const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
  // Everything is bundled: dependencies are not looked at.
  const args = [vsce, "package", "--no-dependencies", "--readme-path", "extension/README.md", "-o", out];
  run(process.execPath, args, "The extension could not be packed.");
}

function run(file, args, failed) {
  const { status } = spawnSync(file, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error(`${failed} The lines above say why.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const at = process.argv.indexOf("--out");
  const out = path.resolve(at < 0 ? path.join(root, `loopsmith-${version}.vsix`) : process.argv[at + 1]);
  try {
    await packageExtension(out, { build: !process.argv.includes("--no-build") });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  console.log(`${path.relative(process.cwd(), out)}: ${(fs.statSync(out).size / 1e6).toFixed(1)} MB`);
}
