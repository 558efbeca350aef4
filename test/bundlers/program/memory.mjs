// Bundles the program with esbuild without writing anything, and names what was made.
import path from "node:path";
import loopsmith from "@loopsmith/runner/bundler";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["src/main.ts"],
  bundle: true,
  platform: "node",
  format: "esm",
  outdir: "nowhere",
  outExtension: { ".js": ".mjs" },
  write: false,
  plugins: [loopsmith.esbuild()],
});
console.log(JSON.stringify(outputFiles.map((file) => path.basename(file.path))));
