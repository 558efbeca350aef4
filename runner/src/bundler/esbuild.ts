// The plugin for esbuild, which has no way to add an entry: each kernel module is built by itself, beside the bundles that hold it.
import fs from "node:fs";
import path from "node:path";
import type { BuildContext, UnpluginOptions } from "unplugin";
import { bundledRunner, carriedEntry, carriedFiles, carriedFolder, isRunnerModule } from "./carried.js";
import type { EsbuildBuild, EsbuildOptions, EsbuildOutput, EsbuildPlugin, EsbuildResult } from "./host.js";
import {
  addressBeside,
  addressModules,
  emittedName,
  isKernelFile,
  pluginName,
  registerAs,
  requiredAddress,
  unregistered,
} from "./kernelModule.js";

export function esbuildOptions(): UnpluginOptions {
  return {
    name: pluginName,
    ...addressModules((file) => addressBeside(file, "module")),
    transformInclude: (id) => isKernelFile(id) || isRunnerModule(id),
    transform(code, id) {
      const options = optionsOf(this);
      // Without bundling nothing moves.
      if (options.bundle !== true) return undefined;
      const bundleKind = kindOf(options);
      const beside = (file: string) => addressBeside(file, bundleKind);
      if (!isKernelFile(id)) return bundledRunner(code, id, beside(`${carriedFolder}/${carriedEntry}`));
      const file = emittedFile(id, options);
      const changed = registerAs(code, (kind) => {
        return kind === "module" || bundleKind === "commonjs" ? beside(file) : requiredAddress(file);
      });
      if (changed === undefined) this.warn(unregistered(id));
      return changed;
    },
    esbuild: {
      onResolveFilter: /^loopsmith-address:/,
      onLoadFilter: /loopsmith-address:|\.kernels\.[cm]?[jt]sx?$|[\\/]dist[\\/]index\.c?js$/,
      setup(build: EsbuildBuild) {
        if (build.initialOptions.bundle !== true) return;
        // It tells which bundle holds which module.
        build.initialOptions.metafile = true;
        build.onEnd((result) => emitBeside(build, result));
      },
    },
  };
}

function optionsOf(context: BuildContext): EsbuildOptions {
  return (context.getNativeBuildContext!() as { build: EsbuildBuild }).build.initialOptions;
}

/** Of the kind of the bundle, not of the module. */
function kindOf({ format, platform }: EsbuildOptions): "module" | "commonjs" {
  return (format ?? (platform === "neutral" ? "esm" : "cjs")) === "esm" ? "module" : "commonjs";
}

function emittedFile(id: string, options: EsbuildOptions): string {
  return `${emittedName(id, rootOf(options))}${extensionOf(options)}`;
}

function extensionOf({ outfile, outExtension }: EsbuildOptions): string {
  return outfile === undefined ? (outExtension?.[".js"] ?? ".js") : path.extname(outfile);
}

function rootOf({ absWorkingDir }: EsbuildOptions): string {
  return absWorkingDir ?? process.cwd();
}

/** @returns what went wrong, for esbuild to report with the rest */
async function emitBeside(build: EsbuildBuild, result: EsbuildResult): Promise<object | undefined> {
  const options = build.initialOptions;
  const root = rootOf(options);
  const found: EsbuildOutput[] = [];
  const errors: unknown[] = [];
  for (const { folder, file } of heldModules(result, root)) {
    if (isRunnerModule(file)) found.push(...carriedOutputs(file, path.join(folder, carriedFolder)));
    else if (isKernelFile(file)) {
      try {
        const { outputFiles } = await build.esbuild.build(kernelBuild(file, folder, options));
        found.push(...outputFiles!);
      } catch (error) {
        errors.push(...((error as Partial<EsbuildResult>).errors ?? [{ text: String(error) }]));
      }
    }
  }
  if (options.write === false) result.outputFiles?.push(...found);
  else for (const { path: file, contents } of found) write(file, contents);
  return errors.length === 0 ? undefined : { errors };
}

/** The modules that each folder of bundles holds, once for each folder. */
function heldModules(
  { metafile }: EsbuildResult,
  root: string,
): Iterable<{ readonly folder: string; readonly file: string }> {
  const held = new Map<string, { readonly folder: string; readonly file: string }>();
  for (const [output, { inputs }] of Object.entries(metafile?.outputs ?? {})) {
    const folder = path.dirname(path.resolve(root, output));
    for (const input of Object.keys(inputs)) {
      const file = path.resolve(root, input);
      held.set(`${folder}\n${file}`, { folder, file });
    }
  }
  return held.values();
}

/** The options of the user's build, for one kernel module: one file, which holds nothing of the program. */
function kernelBuild(file: string, folder: string, options: EsbuildOptions): object {
  return {
    ...options,
    entryPoints: { [emittedName(file, rootOf(options))]: file },
    stdin: undefined,
    outfile: undefined,
    outdir: folder,
    entryNames: "[name]",
    outExtension: { ...options.outExtension, ".js": extensionOf(options) },
    splitting: false,
    metafile: false,
    write: false,
    logLevel: "silent",
    plugins: options.plugins?.map(withoutEnds),
  };
}

/** What resolves and loads modules is asked again; what begins or ends a build belongs to the user's build alone. */
function withoutEnds({ name, setup }: EsbuildPlugin): EsbuildPlugin {
  const nothing = () => {};
  return { name, setup: (build) => setup({ ...build, onStart: nothing, onEnd: nothing, onDispose: nothing }) };
}

function carriedOutputs(runner: string, folder: string): readonly EsbuildOutput[] {
  return carriedFiles(runner).map(({ name, contents }) => ({
    path: path.join(folder, name),
    contents,
    hash: "",
    text: contents.toString("utf8"),
  }));
}

function write(file: string, contents: Uint8Array): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, contents);
}
