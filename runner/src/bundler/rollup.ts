// The plugin for rollup, vite and rolldown, which emit further entries themselves and know their addresses.
import path from "node:path";
import type { BuildContext, UnpluginOptions } from "unplugin";
import { bundledRunner, carriedEntry, carriedFiles, carriedFolder, carriedName, isRunnerModule } from "./carried.js";
import type { EmittedFile } from "./host.js";
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

export function rollupOptions(): UnpluginOptions {
  const hooks = { renderChunk, generateBundle: { order: "post", handler: emitCarried } };
  return {
    name: pluginName,
    enforce: "pre",
    ...addressModules(fileUrl),
    transformInclude: (id) => isKernelFile(id) || isRunnerModule(id),
    transform(code, id) {
      return isKernelFile(id) ? emitKernel(this, code, id) : bundledRunner(code, id, carriedName);
    },
    rollup: hooks,
    rolldown: hooks,
    // The development server serves the sources as they are; only a build moves them.
    vite: { apply: "build", resolveFileUrl, ...hooks },
  };
}

function emitKernel(context: BuildContext, code: string, file: string): string | undefined {
  if (registerAs(code, () => "") === undefined) {
    context.warn(unregistered(file));
    return undefined;
  }
  const name = emittedName(file, process.cwd());
  const emitted = context.emitFile({ type: "chunk", id: file, name, preserveSignature: "allow-extension" });
  return registerAs(code, (kind) => (kind === "module" ? fileUrl(emitted) : requiredAddress(emitted)));
}

function fileUrl(reference: string): string {
  return `import.meta.ROLLUP_FILE_URL_${reference}`;
}

/** What is known when a chunk is rendered: names with their folders, relative to the folder of the output. */
interface Place {
  readonly fileName: string;
  readonly chunkId: string;
  readonly format: string;
}

/** An expression for the address of a file in the output, inside of a chunk. */
function addressIn({ fileName, chunkId, format }: Place): string {
  const relative = path.posix.relative(path.posix.dirname(chunkId), fileName);
  return addressBeside(relative, format === "cjs" ? "commonjs" : "module");
}

/** vite would answer with an address on a web server. */
function resolveFileUrl(place: Place): string | undefined {
  return /\.kernels[.-][^/]+$/.test(place.fileName) ? addressIn(place) : undefined;
}

function renderChunk(
  code: string,
  { fileName }: { readonly fileName: string },
  { format }: { readonly format: string },
) {
  if (!code.includes(carriedName)) return undefined;
  const address = addressIn({ fileName: `${carriedFolder}/${carriedEntry}`, chunkId: fileName, format });
  return { code: code.replaceAll(carriedName, address), map: null };
}

/** Behind the other plugins: vite takes files that are no code out of a bundle for the server. */
function emitCarried(this: { emitFile(file: EmittedFile): string; getModuleIds(): Iterable<string> }): void {
  const runner = [...this.getModuleIds()].find(isRunnerModule);
  if (runner === undefined) return;
  for (const { name, contents } of carriedFiles(runner)) {
    this.emitFile({ type: "asset", fileName: `${carriedFolder}/${name}`, source: contents });
  }
}
