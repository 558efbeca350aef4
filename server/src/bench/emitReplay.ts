// Turns the replay module and what it imports into plain JavaScript beside the sources, without any loader's help.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { makeResolver, type Resolver, specifiersOf } from "./moduleGraph.js";
import { declaredKind, hasModuleSyntax, type ModuleKind, needsEsm } from "./moduleKind.js";
import { ownPath } from "./ownPath.js";

export interface EmittedReplay {
  /** The emitted replay module. */
  readonly replayModule: string;
  /** A module of the same kind that re-exports `@loopsmith/runner`. */
  readonly runnerModule: string;
}

interface OwnModule {
  readonly file: string;
  readonly text: string;
  readonly source: ts.SourceFile;
}

/**
 * Emits the project's own modules that the replay module reaches, each beside its source, so that packages and files beside
 * it are found as before. Specifiers of own modules, path aliases included, are rewritten to the emitted files; the rest is
 * left to Node. Kernel modules keep `.kernels.` in their names, by which workers know them.
 * @param replayModule absolute path in the shadow copy
 * @param tree folder that holds the project and what lies above it in the shadow copy
 * @param options the project's compiler options, with paths of the shadow copy
 */
export function emitReplay(replayModule: string, tree: string, options: ts.CompilerOptions): EmittedReplay {
  const resolver = makeResolver(tree, options);
  const modules = collect(replayModule, resolver, options);
  const kinds = decideKinds(modules);
  for (const module of modules) emit(module, kinds, { resolver, options, tree });
  const kind = kinds.get(replayModule)!;
  const runnerModule = path.join(
    path.dirname(replayModule),
    kind === "esm" ? "loopsmith-runner.mjs" : "loopsmith-runner.cjs",
  );
  fs.writeFileSync(
    ownPath(runnerModule, tree),
    kind === "esm" ? 'export * from "@loopsmith/runner";\n' : 'module.exports = require("@loopsmith/runner");\n',
  );
  return { replayModule: emittedName(replayModule, kind), runnerModule };
}

/** Follows the imports that are left once types are erased. */
function collect(start: string, resolver: Resolver, options: ts.CompilerOptions): readonly OwnModule[] {
  const modules = new Map<string, OwnModule>();
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (modules.has(file)) continue;
    const text = fs.readFileSync(file, "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    modules.set(file, { file, text, source });
    if (file.endsWith(".json")) continue;
    // `import x = require("…")` exists in CommonJS only, and would be dropped from an ES module.
    const isCommon = declaredKind(file) === "cjs" || source.statements.some(ts.isImportEqualsDeclaration);
    const script = parseScript(erase(text, file, isCommon ? "cjs" : "esm", options));
    for (const specifier of specifiersOf(script)) {
      const own = resolver.own(specifier, file);
      if (own !== undefined) queue.push(own);
    }
  }
  return [...modules.values()];
}

/**
 * Where neither name nor package decides, one module that can only be an ES module makes all with module syntax such; else
 * they become CommonJS, which is what Node and tsx make of them.
 */
function decideKinds(modules: readonly OwnModule[]): ReadonlyMap<string, ModuleKind> {
  const code = modules.filter(({ file }) => !file.endsWith(".json"));
  const open = code.some(({ file, source }) => declaredKind(file) === undefined && needsEsm(source)) ? "esm" : "cjs";
  return new Map(
    modules.map(({ file, source }): [string, ModuleKind] => {
      if (file.endsWith(".json")) return [file, "cjs"];
      if (needsEsm(source)) return [file, "esm"];
      return [file, declaredKind(file) ?? (hasModuleSyntax(source) ? open : "cjs")];
    }),
  );
}

function emit(
  { file, text, source }: OwnModule,
  kinds: ReadonlyMap<string, ModuleKind>,
  { resolver, options, tree }: { resolver: Resolver; options: ts.CompilerOptions; tree: string },
): void {
  const kind = kinds.get(file)!;
  const target = ownPath(emittedName(file, kind), tree);
  if (file.endsWith(".json")) {
    fs.writeFileSync(target, `module.exports = ${text};\n`);
    return;
  }
  const isPlain = /\.[cm]?js$/.test(file) && (kind === "esm") === hasModuleSyntax(source);
  const script = isPlain ? text : erase(text, file, kind, options);
  let output = script;
  // From the end, so that the places before stay valid.
  for (const specifier of [...specifiersOf(parseScript(script))].reverse()) {
    const own = resolver.own(specifier, file);
    const ownKind = own === undefined ? undefined : kinds.get(own);
    if (own === undefined || ownKind === undefined) continue;
    const relative = path.relative(path.dirname(file), emittedName(own, ownKind)).replaceAll("\\", "/");
    const rewritten = relative.startsWith(".") ? relative : `./${relative}`;
    output = output.slice(0, specifier.start) + rewritten + output.slice(specifier.end);
  }
  fs.writeFileSync(target, output);
}

/** `a/mandelbrot.kernels.ts` becomes `a/mandelbrot.loopsmith-ts.kernels.mjs`: no name of the project's own is taken. */
function emittedName(file: string, kind: ModuleKind): string {
  const { dir, name, ext } = path.parse(file);
  const isKernel = name.endsWith(".kernels");
  const stem = isKernel ? name.slice(0, -".kernels".length) : name;
  const extension = kind === "esm" ? "mjs" : "cjs";
  return path.join(dir, `${stem}.loopsmith-${ext.slice(1)}${isKernel ? ".kernels" : ""}.${extension}`);
}

/** Removes types and compiles to one kind of modules; everything else stays as the author wrote it. */
function erase(text: string, file: string, kind: ModuleKind, options: ts.CompilerOptions): string {
  const { target, jsx, jsxImportSource, jsxFactory, jsxFragmentFactory } = options;
  const isOld = target !== undefined && target < ts.ScriptTarget.ES2022;
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: kind === "esm" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
    jsx: jsx === undefined || jsx === ts.JsxEmit.Preserve || jsx === ts.JsxEmit.ReactNative ? ts.JsxEmit.ReactJSX : jsx,
    esModuleInterop: true,
    isolatedModules: true,
    // Only where it does not stand in the way of CommonJS output.
    verbatimModuleSyntax: kind === "esm" && options.verbatimModuleSyntax === true,
    useDefineForClassFields: options.useDefineForClassFields ?? !isOld,
    experimentalDecorators: options.experimentalDecorators ?? false,
    emitDecoratorMetadata: options.emitDecoratorMetadata ?? false,
    alwaysStrict: false,
    ...(jsxImportSource === undefined ? {} : { jsxImportSource }),
    ...(jsxFactory === undefined ? {} : { jsxFactory }),
    ...(jsxFragmentFactory === undefined ? {} : { jsxFragmentFactory }),
  };
  // The neutral extension keeps the compiler from deciding the kind of module by itself.
  const fileName = /x$/.test(file) ? "module.tsx" : /\.[cm]?js$/.test(file) ? "module.js" : "module.ts";
  return ts.transpileModule(text, { fileName, compilerOptions }).outputText;
}

function parseScript(text: string): ts.SourceFile {
  return ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
}
