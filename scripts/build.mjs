// Builds everything that ships: the runner, the command line, the bundled language server and the extension, and beside the
// extension a copy of the runner that needs no node_modules.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildRunner, buildStandalone } from "./build-runner.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

await buildRunner();
/** @type {import("esbuild").BuildOptions} */
const node = {
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
};
// ts-morph and the language server are CommonJS; inside of an ES module they find `require` and the file's name here.
const shim =
  "import { createRequire as __cr } from 'node:module'; import { fileURLToPath as __fu } from 'node:url'; import { dirname as __dn } from 'node:path'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); const __dirname = __dn(__filename);";
fs.rmSync("server/dist/chunks", { recursive: true, force: true });
await Promise.all([
  build({
    ...node,
    format: "esm",
    splitting: true,
    entryPoints: { cli: "server/src/cli.ts" },
    outdir: "server/dist",
    chunkNames: "chunks/[name]-[hash]",
    banner: { js: shim },
  }),
  build({
    ...node,
    format: "cjs",
    entryPoints: { server: "server/src/main.ts" },
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "importMetaUrl" },
  }),
  ...(fs.existsSync("extension/src/main.ts")
    ? [
        build({
          ...node,
          format: "cjs",
          entryPoints: { extension: "extension/src/main.ts" },
          outdir: "dist",
          outExtension: { ".js": ".cjs" },
          external: ["vscode"],
        }),
      ]
    : []),
]);
await buildStandalone(path.join(root, "dist/runner"));
