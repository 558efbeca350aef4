// Small projects of several files, rewritten as a user would: apply a transform, type-check strictly, run before and after.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ts } from "ts-morph";
import { analyseLoop, createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import { findLoops } from "../../server/src/loops/findLoops.js";
import type { Loop } from "../../server/src/loops/loop.js";
import { transforms } from "../../server/src/transforms/index.js";
import { applyTextEdits } from "../../server/src/transforms/support/applyEdits.js";
import type { FileEdit, TransformAnswer, TransformContext } from "../../server/src/transforms/transform.js";
import { runToEnd } from "../../server/src/workspace/cancellation.js";
import { checkerOf } from "../../server/src/workspace/checker.js";
import { isProblem, openWorkspace, type Workspace } from "../../server/src/workspace/workspace.js";

/** Texts by path relative to the project. The loop to rewrite is marked `for$0`; without a mark, the first loop of the first file. */
export type Files = Readonly<Record<string, string>>;

export interface Project {
  readonly folder: string;
  /** Texts without the mark. */
  readonly files: Files;
  readonly context: TransformContext;
  /** Documents of the workspace that belong to it. */
  readonly open: Set<string>;
}

function setText(workspace: Workspace, open: Set<string>, file: string, text: string): void {
  workspace.setDocument(file, version++, text);
  open.add(file);
}

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

/** As strict as this repository itself, and nothing may be left unused. */
export const strictOptions = {
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  moduleResolution: "nodenext",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  allowJs: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
  typeRoots: [path.join(repository, "node_modules/@types")],
};

const runnerManifest = JSON.stringify({
  type: "module",
  exports: { ".": { types: "./index.d.ts", require: "./index.cjs", default: "./index.js" } },
});

const packageText = '{ "type": "module" }';

interface Ground {
  readonly folder: string;
  readonly workspace: Workspace;
  readonly open: Set<string>;
}

const grounds = new Map<string, Ground>();

/** One folder and one workspace for all projects with the same options, so that the library is read once. */
function groundFor(options: Readonly<Record<string, unknown>>, manifest: string): Ground {
  const key = JSON.stringify([options, manifest]);
  const known = grounds.get(key);
  if (known !== undefined) return known;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-rewrite-"));
  folders.push(folder);
  fs.writeFileSync(path.join(folder, "package.json"), manifest);
  installRunner(path.join(folder, "node_modules/@loopsmith/runner"));
  const compilerOptions = { ...strictOptions, ...options };
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [] }));
  const workspace = openWorkspace({ cwd: folder });
  if (isProblem(workspace)) assert.fail(workspace.message);
  const ground = { folder, workspace, open: new Set<string>() };
  grounds.set(key, ground);
  return ground;
}

/** The real runner's types over the in-process runner, which has no threads. */
export function installRunner(runner: string): void {
  fs.mkdirSync(runner, { recursive: true });
  const entry = JSON.stringify(path.join(repository, "runner/src/index.js"));
  const standIn = path.join(repository, "test/support/inProcessRunner.ts");
  const module = ts.ModuleKind.CommonJS;
  const { outputText } = ts.transpileModule(fs.readFileSync(standIn, "utf8"), {
    compilerOptions: { module, target: ts.ScriptTarget.ES2022 },
  });
  fs.writeFileSync(path.join(runner, "package.json"), runnerManifest);
  // As a published package has it: a declaration without a body.
  const stream = `export interface RandomStream { next(): number; uint32(): number; below(end: number): number; normal(): number }
export declare function randomStream(seed: number, index: number): RandomStream;
`;
  fs.writeFileSync(path.join(runner, "index.d.ts"), `export * from ${entry};\n${stream}`);
  const random = pathToFileURL(path.join(repository, "runner/src/random/randomStream.ts")).href;
  fs.writeFileSync(
    path.join(runner, "index.js"),
    `export * from ${JSON.stringify(pathToFileURL(standIn).href)};\nexport { randomStream } from ${JSON.stringify(random)};\n`,
  );
  fs.writeFileSync(path.join(runner, "index.cjs"), outputText);
}

let version = 0;

/** Opens the files at the marked loop. They replace those of the project before with the same options. */
export function openProject(
  marked: Files,
  options: Readonly<Record<string, unknown>> = {},
  manifest = packageText,
): Project {
  return openAt(marked, options, manifest, () => true) ?? assert.fail("no loop at the mark");
}

/** Files of the workspace for these options, without looking for loops. They replace those of the project before. */
export function openFiles(marked: Files, options: Readonly<Record<string, unknown>> = {}, manifest = packageText) {
  const { folder, workspace, open } = groundFor(options, manifest);
  for (const file of open) workspace.closeDocument(file);
  open.clear();
  let at: { file: string; offset: number } | undefined;
  const files: Record<string, string> = { "package.json": manifest };
  for (const [name, text] of Object.entries(marked)) {
    const offset = text.indexOf("$0");
    if (offset !== -1 && at === undefined) at = { file: name, offset };
    files[name] = text.replace("$0", "");
    setText(workspace, open, path.join(folder, name), files[name]);
  }
  return { folder, workspace, open, files: files as Files, at };
}

/** The same at the mark, or else at the first loop that is meant; undefined: there is none. */
export function openAt(
  marked: Files,
  options: Readonly<Record<string, unknown>>,
  manifest: string,
  isMeant: (loop: Loop) => boolean,
): Project | undefined {
  const { folder, workspace, open, files, at } = openFiles(marked, options, manifest);
  const program = workspace.program();
  const file = path.join(folder, at?.file ?? Object.keys(marked)[0]!);
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) assert.fail(`${file} is not in the program`);
  const loops = findLoops(sourceFile, checkerOf(program));
  const offset = at?.offset;
  const loop =
    offset === undefined
      ? loops.find(isMeant)
      : loops.find(({ node }) => node.getStart() <= offset && offset <= node.getStart() + "while".length);
  if (loop === undefined) return undefined;
  const analysis = runToEnd(analyseLoop(createAnalysisContext(program), loop));
  return {
    folder,
    files,
    open,
    context: { workspace, program, checker: checkerOf(program), sourceFile, analysis },
  };
}

export function planIn({ context }: Project, transformId: string): TransformAnswer | undefined {
  const transform = transforms.find(({ id }) => id === transformId);
  if (transform === undefined) assert.fail(`no transform ${transformId}`);
  // Partial results may do for loops that are called serial.
  if (context.analysis.verdict.kind === "serial" && !transformId.startsWith("reassociate-"))
    assert.fail(context.analysis.verdict.reasons.map(({ message }) => message).join("\n"));
  return transform.plan(context);
}

/** Texts of all files after the edits. */
export function edited({ folder, files }: Project, edits: readonly FileEdit[]): Files {
  const after: Record<string, string> = { ...files };
  for (const { file, created, deleted, edits: own } of edits) {
    const name = path.relative(folder, file);
    if (deleted === true) {
      delete after[name];
      continue;
    }
    let end = 0;
    for (const edit of own) {
      assert.ok(end <= edit.start && edit.start <= edit.end, `the edits of ${name} are sorted and do not overlap`);
      end = edit.end;
    }
    after[name] = applyTextEdits(created ? "" : after[name]!, own);
  }
  return after;
}

/** Applies an offered transform. */
export function rewritten(project: Project, transformId = "parallel-map-sync"): Files {
  const answer = planIn(project, transformId);
  if (answer === undefined) assert.fail(`${transformId} does not concern this loop`);
  if (answer.kind === "disabled") assert.fail(`${transformId} is disabled: ${answer.reason}`);
  return edited(project, answer.plan.files);
}

/** Errors of the compiler in the project's own files, one line each. */
export function typeErrors(project: Project, files: Files): readonly string[] {
  const { workspace } = project.context;

  for (const [name, text] of Object.entries(files)) {
    if (/\.[cm]?[jt]sx?$/.test(name)) setText(workspace, project.open, path.join(project.folder, name), text);
  }
  const program = workspace.program();
  const found: string[] = [];
  for (const name of Object.keys(files)) {
    const source = program.getSourceFile(path.join(project.folder, name));
    if (source === undefined) continue;
    for (const diagnostic of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
      found.push(`${name}:${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`);
    }
  }
  return found;
}

let copies = 0;

/** Writes the files into a folder of their own, which can be run. Answers its path. */
export function writeCopy(project: Project, files: Files): string {
  const copy = `${project.folder}-${copies++}`;
  folders.push(copy);
  fs.mkdirSync(copy);
  fs.symlinkSync(path.join(project.folder, "node_modules"), path.join(copy, "node_modules"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(copy, name)), { recursive: true });
    fs.writeFileSync(path.join(copy, name), text);
  }
  return copy;
}

/** What the expression computes in the scope of `main`, run in a copy of the project over the in-process runner. */
export async function valueIn(project: Project, files: Files, main: string, expression: string): Promise<unknown> {
  const isCommonJs = /^module\.exports\s*=/m.test(files[main] ?? "");
  const value = `(async () => ${expression})()`;
  const tail = isCommonJs
    ? `\nmodule.exports.exampleResult = ${value};\n`
    : `\nexport const exampleResult = ${value};\n`;
  const copy = writeCopy(project, { ...files, [main]: files[main] + tail });
  const file = path.join(copy, main);
  const load = isCommonJs ? createRequire(file) : (name: string) => import(pathToFileURL(name).href);
  const module = (await load(file)) as { exampleResult?: unknown; default?: { exampleResult?: unknown } };
  return await (module.exampleResult ?? module.default?.exampleResult);
}

export interface Expected {
  readonly transform?: string;
  /** In the scope of the loop's file. */
  readonly expression: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly manifest?: string;
  /** Texts that must occur in the files after the rewrite. */
  readonly contains?: Readonly<Record<string, readonly string[]>>;
}

/** Applies the transform; the result must type-check, and compute the same. Answers the files after it. */
export async function checkRewrite(marked: Files, expected: Expected): Promise<Files> {
  const project = openProject(marked, expected.options, expected.manifest);
  const main = path.relative(project.folder, project.context.sourceFile.fileName);
  assert.deepEqual(typeErrors(project, project.files), [], "the program is correct before");
  const after = rewritten(project, expected.transform);
  const shown = Object.entries(after)
    .map(([name, text]) => `--- ${name}\n${text}`)
    .join("\n");
  assert.deepEqual(typeErrors(project, after), [], shown);
  const before = await valueIn(project, project.files, main, expected.expression);
  assert.notEqual(before, undefined, "the expression computes something");
  assert.deepEqual(await valueIn(project, after, main, expected.expression), before, shown);
  for (const [name, texts] of Object.entries(expected.contains ?? {}))
    for (const text of texts) assert.ok(after[name]?.includes(text), `${name} has ${text}\n${shown}`);
  return after;
}
