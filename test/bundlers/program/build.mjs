// Bundles the program for Node, with the plugin or without.
// Usage: node build.mjs <bundler> <esm | cjs> <plugin | none> <bundled | external> <outdir> [entry] [development]
import path from "node:path";
import loopsmith from "@loopsmith/runner/bundler";
import { transform } from "esbuild";

const [bundler, format, plugin, runner, outdir, entry = "main.ts", mode = "production"] = process.argv.slice(2);
const extension = format === "esm" ? "mjs" : "cjs";
const external = runner === "external" ? ["@loopsmith/runner"] : [];
const plugins = plugin === "plugin" ? [loopsmith[bundler]()] : [];

const builds = {
  async esbuild() {
    const { build } = await import("esbuild");
    await build({
      // One entry in a folder of its own, beside the other.
      entryPoints: { main: `src/${entry}`, ...(mode === "splitting" ? { "inner/main": `src/inner.ts` } : {}) },
      splitting: mode === "splitting",
      bundle: true,
      platform: "node",
      target: "node20",
      format,
      outdir,
      outExtension: { ".js": `.${extension}` },
      minify: mode === "production",
      // As is customary: packages in CommonJS ask for Node's own modules by `require`.
      ...(format === "esm" ? { banner: { js: customary } } : {}),
      external,
      plugins,
      logLevel: "error",
    });
  },

  async rollup() {
    const { rollup } = await import("rollup");
    const { default: nodeResolve } = await import("@rollup/plugin-node-resolve");
    const { default: commonjs } = await import("@rollup/plugin-commonjs");
    const bundle = await rollup({
      input: { main: `src/${entry}` },
      external: (id) => id.startsWith("node:") || external.includes(id),
      plugins: [...plugins, nodeResolve({ extensions: [".js", ".ts"] }), withoutTypes, commonjs()],
      onwarn: (warning) => console.error(warning.message),
    });
    await bundle.write({ dir: outdir, format, entryFileNames: `[name].${extension}`, exports: "auto" });
    await bundle.close();
  },

  async rolldown() {
    const { rolldown } = await import("rolldown");
    const bundle = await rolldown({ input: { main: `src/${entry}` }, platform: "node", external, plugins });
    // In a folder of its own, as are the chunks: addresses are relative.
    const names = { entryFileNames: `[name].${extension}`, chunkFileNames: `parts/[name]-[hash].${extension}` };
    await bundle.write({ dir: outdir, format, minify: mode === "production", ...names });
    await bundle.close();
  },

  async vite() {
    const { build } = await import("vite");
    await build({
      configFile: false,
      logLevel: "warn",
      plugins,
      ssr: runner === "external" ? { external } : { noExternal: true },
      build: {
        ssr: true,
        outDir: outdir,
        minify: mode === "production",
        rollupOptions: { input: { main: `src/${entry}` }, output: { format, entryFileNames: `[name].${extension}` } },
      },
    });
  },

  async webpack() {
    const { default: webpack } = await import("webpack");
    const isModule = format === "esm";
    const stats = await new Promise((resolve, reject) => {
      webpack(
        {
          mode,
          target: "node20",
          context: process.cwd(),
          entry: { main: `./src/${entry}` },
          experiments: { outputModule: isModule },
          externals: external,
          externalsType: isModule ? "module" : "commonjs",
          output: { path: path.resolve(outdir), filename: `[name].${extension}`, module: isModule },
          resolve: { extensions: [".ts", ".js"] },
          module: { rules: [{ test: /\.ts$/, use: path.resolve("typeless.loader.cjs") }] },
          plugins,
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
    });
    if (stats.hasErrors() || stats.hasWarnings()) console.error(stats.toString());
    if (stats.hasErrors()) process.exitCode = 1;
  },
};

const customary =
  'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);';

const withoutTypes = {
  name: "without-types",
  async transform(code, id) {
    if (id.endsWith(".ts")) return { code: (await transform(code, { loader: "ts" })).code, map: null };
  },
};

await builds[bundler]();
