// Teaches a worker to load TypeScript where neither Node nor a loader of the user's does.
import nodeModule from "node:module";
import path from "node:path";
import { transpile } from "./transpile.js";
import * as hooks from "./typescriptHooks.js";

interface CommonJsModule {
  _compile(code: string, file: string): void;
}

/** Parts of Node's module loader that its types leave out. */
interface Loader {
  registerHooks?(hooks: object): void;
  register?(specifier: string, parent: string): void;
  _extensions: Record<string, (module: CommonJsModule, file: string) => void>;
  _resolveFilename(request: string, parent: { readonly filename?: string } | undefined, ...rest: unknown[]): string;
}

const loader = nodeModule as unknown as Loader;
let registered = false;

/** Lets `import` and `require` of this thread load TypeScript, once. @returns false where this had been done before */
export function registerTypescript(): boolean {
  if (registered) return false;
  registered = true;
  // The former runs in this thread; before Node 22.15 there is only the latter.
  if (loader.registerHooks !== undefined) loader.registerHooks({ resolve: hooks.resolve, load: hooks.load });
  else loader.register?.("./typescriptHooks.js", import.meta.url);
  registerCommonJs();
  return true;
}

function registerCommonJs(): void {
  const { _extensions, _resolveFilename } = loader;
  for (const extension of [".ts", ".tsx", ".cts"]) {
    // A Node that strips types leaves imports as they are, which fails where the compiler was meant to make them `require`.
    const own = _extensions[extension];
    _extensions[extension] = (module, file) => {
      const code = transpile(file, "commonjs");
      if (code !== undefined) module._compile(code, file);
      else if (own !== undefined) own(module, file);
      else throw new Error(`Unknown file extension "${extension}" for ${file}`);
    };
  }
  loader._resolveFilename = (request, parent, ...rest) => {
    const from = parent?.filename;
    const isRelative = /^\.{1,2}\//.test(request) && from !== undefined;
    const source = isRelative ? hooks.sourceOf(path.resolve(path.dirname(from), request)) : undefined;
    return _resolveFilename.call(loader, source ?? request, parent, ...rest);
  };
}
