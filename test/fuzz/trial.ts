// One trial of the fuzzer: programs are analysed, every loop called parallel is rewritten, and the function is run before and
// after over the same inputs.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import vm from "node:vm";
import { ts } from "ts-morph";
import { analyseFile, createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import type { LoopAnalysis } from "../../server/src/legality/loopAnalysis.js";
import { parallelMapSync } from "../../server/src/transforms/parallelMapSync.js";
import { applyTextEdits } from "../../server/src/transforms/support/applyEdits.js";
import type { FileEdit } from "../../server/src/transforms/transform.js";
import { runToEnd } from "../../server/src/workspace/cancellation.js";
import { isProblem, openWorkspace } from "../../server/src/workspace/workspace.js";
import { prelude } from "./grammar.js";
import { canonical, inputFor } from "./inputs.js";
import { createReferenceExecutor } from "./referenceExecutor.js";

export interface Trial {
  readonly loops: number;
  readonly parallel: number;
  readonly executed: number;
  /** Reasons why a parallel loop was not rewritten, hence not executed. */
  readonly unexecuted: readonly string[];
  readonly failures: readonly Failure[];
}

export interface Failure {
  /** Number of the program among those of the trial. */
  readonly program: number;
  readonly text: string;
}

type Files = Readonly<Record<string, string>>;
type Module = Readonly<Record<string, (...values: unknown[]) => unknown>>;

const inputsEach = 10;
const patience = 400;
const mainFile = "program.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-fuzz-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
const compilerOptions = { strict: true, target: "es2022", module: "nodenext", lib: ["es2023"], types: [] };
fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [] }));
const opened = openWorkspace({ cwd: folder });
if (isProblem(opened)) throw new Error(opened.message);
const workspace = opened;
let version = 0;

/** @param functions texts of functions called `f`; they come into one file, so that the compiler starts once for all */
export function tryPrograms(functions: readonly string[], seed: number): Trial {
  const named = functions.map((text, index) => text.replace("function f(", `function f${index}(`));
  const text = prelude + named.join("\n");
  const file = path.join(folder, mainFile);
  workspace.setDocument(file, ++version, text);
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file)!;
  const context = { workspace, program, checker: program.getTypeChecker(), sourceFile };
  const analyses = runToEnd(analyseFile(createAnalysisContext(program), sourceFile));
  const before = load(compile({ [mainFile]: text }), {});
  const unexecuted: string[] = [];
  const failures: Failure[] = [];
  let [loops, parallel, executed] = [0, 0, 0];
  for (const analysis of analyses) {
    const name = functionAround(analysis);
    if (!/^f\d+$/.test(name)) continue;
    loops++;
    if (analysis.verdict.kind === "serial") continue;
    parallel++;
    const answer = parallelMapSync.plan({ ...context, analysis });
    if (answer?.kind !== "offered") {
      unexecuted.push(answer?.reason ?? "the transform does not apply");
      continue;
    }
    executed++;
    const difference = compare(name, before, compile(edited(text, answer.plan.files)), seed);
    if (difference === undefined) continue;
    const line = sourceFile.getLineAndCharacterOfPosition(analysis.loop.node.getStart()).line;
    const index = Number(name.slice(1));
    failures.push({
      program: index,
      text: `// ${text.split("\n")[line]!.trim()}\n${difference}\n${functions[index]}\n`,
    });
  }
  return { loops, parallel, executed, unexecuted, failures };
}

function functionAround({ loop }: LoopAnalysis): string {
  return ts.findAncestor(loop.node, ts.isFunctionDeclaration)?.name?.text ?? "";
}

function edited(text: string, edits: readonly FileEdit[]): Files {
  const files: Record<string, string> = { [mainFile]: text };
  for (const { file, created, edits: own } of edits) {
    const name = path.basename(file);
    files[name] = applyTextEdits(created ? "" : (files[name] ?? ""), own);
  }
  return files;
}

/** What differs, as comments; undefined: nothing. */
function compare(name: string, before: Module, code: Files, seed: number): string | undefined {
  for (let round = 0; round < inputsEach; round++) {
    const input = seed * inputsEach + round;
    const wanted = outcome(before, name, input);
    // A loop without end in the program itself.
    if (wanted === undefined) return undefined;
    let found: string | undefined;
    try {
      const after = () => load(code, createReferenceExecutor(input));
      // On a machine that is busy with other things, what ends may take long.
      found = outcome(after(), name, input) ?? outcome(after(), name, input, 50 * patience);
    } catch (error) {
      found = `cannot be loaded: ${String(error)}`;
    }
    if (found !== wanted) return `// input ${input}\n// before: ${wanted}\n// after:  ${found ?? "does not end"}`;
  }
  return undefined;
}

/** Everything that a run leaves behind; undefined when it does not end. */
function outcome(module: Module, name: string, input: number, limit = patience): string | undefined {
  const values = inputFor(input);
  module.reset!();
  const result = limited(() => module[name]!(...values), limit);
  return result === undefined ? undefined : `${canonical([result, values])} ${String(module.state!())}`;
}

function limited(run: () => unknown, limit: number): readonly unknown[] | undefined {
  const holder = globalThis as { loopsmithTrial?: () => unknown };
  holder.loopsmithTrial = run;
  try {
    return ["returned", vm.runInThisContext("loopsmithTrial()", { timeout: limit })];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    // Which property of something missing was asked for first is told by the message, but no program relies on that.
    const message = String(error).replace(/ \((?:reading|setting) .*/, "");
    // Nor on the words for an array that is missing as a whole.
    const isMissing = /^TypeError: (?:Cannot read properties of undefined|The items are undefined.*)$/.test(message);
    return ["thrown", isMissing ? "TypeError: something is undefined" : message];
  }
}

/** JavaScript of the files, by the names of the files. */
function compile(files: Files): Files {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const { outputText } = ts.transpileModule(text, { compilerOptions: options });
      return [name, outputText.replaceAll("import.meta.url", '"file:///program"')] as const;
    }),
  );
}

function load(code: Files, runner: Readonly<Record<string, unknown>>): Module {
  const loaded = new Map<string, object>();
  const require = (specifier: string): object => {
    if (specifier === "@loopsmith/runner") return runner;
    const name = path.basename(specifier).replace(/\.js$/, ".ts");
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const exports = {};
    loaded.set(name, exports);
    new Function("exports", "require", code[name]!)(exports, require);
    return exports;
  };
  return require(`./${mainFile.replace(/\.ts$/, ".js")}`) as Module;
}
