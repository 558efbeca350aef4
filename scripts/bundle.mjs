// How everything that ships is bundled.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";

/**
 * Binds what the compiler's module offers (`ts.isIdentifier`, `ts.SyntaxKind`) to variables, once, when it is loaded. The module
 * itself is an object of getters behind getters, and the analysis asks it millions of times.
 * @type {import("esbuild").Plugin}
 */
const compilerNames = {
  name: "compiler-names",
  setup(build) {
    build.onLoad({ filter: /[\\/]server[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: fs
        .readFileSync(path, "utf8")
        .replace('import { ts } from "ts-morph"', 'import * as ts from "compiler-names"'),
      loader: "ts",
    }));
    build.onResolve({ filter: /^compiler-names$/ }, ({ resolveDir }) => ({
      path: "compiler-names",
      namespace: "compiler-names",
      pluginData: resolveDir,
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: "compiler-names" }, ({ pluginData }) => ({
      contents: `import { ts } from "ts-morph";\nexport const { ${Object.keys(ts).join(", ")} } = ts;`,
      resolveDir: pluginData,
    }));
  },
};

/**
 * Binds what the extension uses of the editor's interface to variables, once. An import of a module that is not bundled is copied
 * name by name for each file that has it, and the interface has hundreds of names.
 * @type {import("esbuild").Plugin}
 */
export const editorNames = {
  name: "editor-names",
  setup(build) {
    const folder = "extension/src";
    const files = fs.readdirSync(folder, { recursive: true }).filter((file) => /(?<!\.test)\.ts$/.test(file));
    const used = files.flatMap((file) => [
      ...fs.readFileSync(path.join(folder, file), "utf8").matchAll(/\bvscode\.([A-Za-z]\w*)/g),
    ]);
    // Types among them are names of nothing.
    const names = [...new Set(used.map(([, name]) => name))].sort();
    build.onResolve({ filter: /^vscode$/ }, ({ kind, resolveDir }) =>
      kind === "import-statement"
        ? { path: "editor-names", namespace: "editor-names", pluginData: resolveDir, sideEffects: false }
        : { path: "vscode", external: true },
    );
    build.onLoad({ filter: /.*/, namespace: "editor-names" }, () => ({
      contents: `const editor = require("vscode");\nexport const { ${names.join(", ")} } = editor;`,
    }));
  },
};

/** @type {import("esbuild").BuildOptions} */
export const shipped = {
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  plugins: [compilerNames],
};

// ts-morph and the language server are CommonJS; inside of an ES module they find `require` and the file's name here.
const shim =
  "import { createRequire as __cr } from 'node:module'; import { fileURLToPath as __fu } from 'node:url'; import { dirname as __dn } from 'node:path'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); const __dirname = __dn(__filename);";
/** @type {import("esbuild").BuildOptions} */
export const esModule = { ...shipped, format: "esm", banner: { js: shim } };
