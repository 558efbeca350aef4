// What the plugin does to a kernel module, whatever the bundler: gives its emitted file a name, and lets it register under it.
import { createHash } from "node:crypto";
import path from "node:path";
import type { UnpluginOptions } from "unplugin";

export const pluginName = "loopsmith-kernels";

/** Which files, by path and without a query, are emitted as entries of their own. */
export function isKernelFile(id: string): boolean {
  return /\.kernels\.[cm]?[jt]sx?$/.test(id);
}

/**
 * The name of the emitted file without its extension, such as `rows-1f09ac72.kernels`: two kernel modules of one name in
 * different folders get two, and the same source gets the same in every build.
 * @param id absolute path of the kernel module
 * @param root absolute path of the folder that the build runs in
 */
export function emittedName(id: string, root: string): string {
  const place = path.relative(root, id).replaceAll("\\", "/");
  const mark = createHash("sha256").update(place).digest("hex").slice(0, 8);
  return `${path.basename(id).replace(/\.kernels\.[^.]+$/, "")}-${mark}.kernels`;
}

/**
 * Replaces what a kernel module says of itself in its calls of `registerKernels`, which in a bundle is the bundle's address.
 * @param code TypeScript or JavaScript of the module
 * @param address gives an expression for the emitted file's path or file URL at run time, in a module of either kind
 * @returns undefined where the module has no such call
 */
export function registerAs(code: string, address: (kind: "module" | "commonjs") => string): string | undefined {
  const aliases = [...code.matchAll(/\bregisterKernels\s+as\s+([\w$]+)/g)].map(([, alias]) => alias!);
  const names = ["registerKernels", ...aliases].map((name) => name.replaceAll("$", "\\$")).join("|");
  // Compiled to CommonJS it reads `(0, runner_1.registerKernels)(__filename, …)`.
  const call = new RegExp(`(?<![\\w$])((?:${names})\\s*\\)?\\s*\\(\\s*)(import\\.meta\\.url|__filename)(?=\\s*,)`, "g");
  let found = false;
  const changed = code.replace(call, (_, before: string, own: string) => {
    found = true;
    return `${before}{ emitted: ${address(own === "__filename" ? "commonjs" : "module")} }`;
  });
  // Without an address, in sources that are compiled to modules of either kind.
  const kind = /^\s*(?:import|export)\b/m.test(code) ? "module" : "commonjs";
  const bare = new RegExp(`(?<![\\w$])((?:${names})\\s*\\)?\\s*\\(\\s*)(?=\\{)(?!\\{ emitted:)`, "g");
  const whole = changed.replace(bare, (_, before: string) => {
    found = true;
    return `${before}{ emitted: ${address(kind)} }, `;
  });
  return found ? whole : undefined;
}

/**
 * An expression for the address of a file at run time, in a bundle of either kind. It has neither double quotes nor backslashes,
 * so that it may also stand in a string that is evaluated, as webpack writes modules in development.
 * @param relative path from the folder of the bundle that the expression ends up in, with forward slashes
 */
export function addressBeside(relative: string, kind: "module" | "commonjs"): string {
  if (kind === "commonjs") return `(__dirname+\`/${quoted(relative)}\`)`;
  // The engine encodes the rest itself; a name may still hold marks that the bundler replaces by a hash.
  const path = relative.replace(/[%?#]/g, encodeURIComponent);
  return `new URL(\`./${quoted(path)}\`,import.meta.url).href`;
}

function quoted(text: string): string {
  return text.replace(/[`\\]|\$(?=\{)/g, "\\$&");
}

/** CommonJS has no `import.meta`: there a module of this name, with a key behind it, tells the address. */
const addressModule = "loopsmith-address:";

/** The hooks that make those modules. @param address gives the expression for a key */
export function addressModules(
  address: (key: string) => string,
): Pick<UnpluginOptions, "resolveId" | "loadInclude" | "load"> {
  const prefix = `\0${addressModule}`;
  return {
    resolveId: (id) => (id.startsWith(addressModule) ? `\0${id}` : undefined),
    loadInclude: (id) => id.startsWith(prefix),
    load: (id) => `export const address = ${address(Buffer.from(id.slice(prefix.length), "hex").toString())};`,
  };
}

/** An expression for the address of a key in CommonJS. */
export function requiredAddress(key: string): string {
  // In hexadecimals it is a valid name everywhere, and never that of a kernel module.
  return `require("${addressModule}${Buffer.from(key).toString("hex")}").address`;
}

/** What a bundler reports of a kernel module that registers in a way the plugin does not know. */
export function unregistered(id: string): string {
  return `${id} has no call registerKernels(import.meta.url, { … }), so its kernels run in place. Add it at the end of the file, in these words; in CommonJS with __filename.`;
}
