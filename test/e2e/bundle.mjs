// Bundles the suite that runs inside of the editor; Mocha stays outside, the editor's host loads it from node_modules.
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/**
 * @param {string} root absolute path of the repository
 * @param {string} folder absolute path for the bundles
 * @returns {Promise<string>} the file whose `run` the host calls
 */
export async function bundleSuite(root, folder) {
  const suite = path.join(root, "test/e2e/suite");
  const files = fs.readdirSync(suite).filter((file) => file === "index.ts" || file.endsWith(".test.ts"));
  await build({
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    logLevel: "warning",
    external: ["vscode", "mocha"],
    entryPoints: files.map((file) => path.join(suite, file)),
    outdir: folder,
    outExtension: { ".js": ".cjs" },
  });
  return path.join(folder, "index.cjs");
}
