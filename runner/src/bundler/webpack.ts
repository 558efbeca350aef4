// The plugin for webpack: adds an entry for each kernel module it has met, and puts addresses in when the files' names are known.
import path from "node:path";
import type { UnpluginOptions } from "unplugin";
import { bundledRunner, carriedEntry, carriedFiles, carriedFolder, carriedName, isRunnerModule } from "./carried.js";
import type { WebpackCompilation, WebpackCompiler, WebpackSource } from "./host.js";
import { addressBeside, emittedName, isKernelFile, pluginName, registerAs, unregistered } from "./kernelModule.js";

/** Begins an identifier that stands for the address of an emitted kernel file until that is known; its name follows in hexadecimals. */
const kernelMark = "LOOPSMITH_KERNEL_";

/** The runner's module in each compilation, found before webpack joins modules. */
const runners = new WeakMap<WebpackCompilation, string>();

export function webpackOptions(): UnpluginOptions {
  return {
    name: pluginName,
    enforce: "pre",
    transformInclude: (id) => isKernelFile(id) || isRunnerModule(id),
    transform(code, id) {
      if (!isKernelFile(id)) return bundledRunner(code, id, carriedName);
      const { compiler } = this.getNativeBuildContext!() as { compiler: WebpackCompiler };
      const name = Buffer.from(fileName(id, compiler)).toString("hex");
      const changed = registerAs(code, () => `${kernelMark}${name}`);
      if (changed === undefined) this.warn(unregistered(id));
      return changed;
    },
    webpack(compiler: WebpackCompiler) {
      compiler.hooks.finishMake.tapPromise(pluginName, (compilation) => addKernels(compiler, compilation));
      compiler.hooks.thisCompilation.tap(pluginName, (compilation) => {
        const stage = compiler.webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONS;
        compilation.hooks.processAssets.tap({ name: pluginName, stage }, () => putAddresses(compiler, compilation));
      });
    },
  };
}

function fileName(id: string, compiler: WebpackCompiler): string {
  const { filename } = compiler.options.output;
  const extension = typeof filename === "string" ? /\.[cm]?js$/.exec(filename)?.[0] : undefined;
  return `${emittedName(id, compiler.context)}${extension ?? (isModule(compiler) ? ".mjs" : ".js")}`;
}

function isModule(compiler: WebpackCompiler): boolean {
  return compiler.options.output.module === true;
}

/** A new entry may bring further kernel modules with it. */
async function addKernels(compiler: WebpackCompiler, compilation: WebpackCompilation): Promise<void> {
  const added = new Set<string>();
  for (;;) {
    const resources = [...compilation.modules].map(({ resource }) => resource ?? "");
    const runner = resources.find(isRunnerModule);
    if (runner !== undefined) runners.set(compilation, runner);
    const next = resources.find((resource) => isKernelFile(resource) && !added.has(resource));
    if (next === undefined) return;
    added.add(next);
    const name = emittedName(next, compiler.context);
    const dependency = compiler.webpack.EntryPlugin.createDependency(next, { name });
    const options = { name, filename: fileName(next, compiler) };
    await new Promise<void>((resolve, reject) => {
      const done = (error: unknown) => (error === null || error === undefined ? resolve() : reject(error));
      compilation.addEntry(compiler.context, dependency, options, done);
    });
  }
}

function putAddresses(compiler: WebpackCompiler, compilation: WebpackCompilation): void {
  const { ReplaceSource, RawSource } = compiler.webpack.sources;
  const marks = new RegExp(`${kernelMark}([0-9a-f]+)|\\b${carriedName}\\b`, "g");
  let carries = false;
  for (const { name, source } of compilation.getAssets()) {
    if (!/\.[cm]?js$/.test(name)) continue;
    const found = [...source.source().toString().matchAll(marks)];
    if (found.length === 0) continue;
    const changed = new ReplaceSource(source);
    for (const { 0: mark, 1: kernel, index } of found) {
      carries ||= kernel === undefined;
      const file = kernel === undefined ? `${carriedFolder}/${carriedEntry}` : Buffer.from(kernel, "hex").toString();
      const relative = path.posix.relative(path.posix.dirname(name), file);
      const address = addressBeside(relative, isModule(compiler) ? "module" : "commonjs");
      changed.replace(index, index + mark.length - 1, address);
    }
    compilation.updateAsset(name, changed);
  }
  const runner = runners.get(compilation);
  if (!carries || runner === undefined) return;
  for (const { name, contents } of carriedFiles(runner)) {
    const file = `${carriedFolder}/${name}`;
    if (compilation.getAsset(file) === undefined) compilation.emitAsset(file, new RawSource(contents) as WebpackSource);
  }
}
