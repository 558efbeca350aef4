// Builds everything that ships: the runner, the command line, the bundled language server and the extension, and beside the
// extension a copy of the runner that needs no node_modules.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildRunner, buildStandalone, buildTarball } from "./build-runner.mjs";
import { editorNames, esModule, shipped } from "./bundle.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

await buildRunner();
fs.rmSync("server/dist/chunks", { recursive: true, force: true });
await Promise.all([
  build({
    ...esModule,
    splitting: true,
    entryPoints: { cli: "server/src/cli.ts" },
    outdir: "server/dist",
    chunkNames: "chunks/[name]-[hash]",
  }),
  build({
    ...shipped,
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
          ...shipped,
          format: "cjs",
          entryPoints: { extension: "extension/src/main.ts" },
          // Less to read is loaded sooner, on the thread that all extensions share.
          minifyIdentifiers: true,
          plugins: [editorNames],
          outdir: "dist",
          outExtension: { ".js": ".cjs" },
          external: ["vscode"],
        }),
      ]
    : []),
]);
for (const name of ["LICENSE", "NOTICE"]) fs.copyFileSync(`runner/dist/drawChart.${name}`, `dist/drawChart.${name}`);
// The pages that diagnostics lead to, under a name by which the editor is told to show them as pages.
for (const name of ["reasons", "transforms"])
  fs.cpSync(`docs/${name}`, `dist/loopsmith-pages/${name}`, { recursive: true });
await buildStandalone(path.join(root, "dist/runner"));
await buildTarball(path.join(root, "server/dist"));
// The extension carries it, too: what it rewrites can be run without a network.
const isTarball = (name) => /^loopsmith-runner-.*\.tgz$/.test(name);
for (const name of fs.readdirSync("dist").filter(isTarball)) fs.rmSync(path.join("dist", name));
for (const name of fs.readdirSync("server/dist").filter(isTarball))
  fs.copyFileSync(path.join("server/dist", name), path.join("dist", name));
