// How everything that ships is bundled.
import fs from "node:fs";
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
