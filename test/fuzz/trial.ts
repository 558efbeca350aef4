// One trial of the fuzzer: programs are analysed, every loop called parallel is rewritten, and the function is run before and
// after over the same inputs.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import vm from "node:vm";
import { transform } from "esbuild";
import { ts } from "ts-morph";
import { analyseFile, createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import type { LoopAnalysis } from "../../server/src/legality/loopAnalysis.js";
import { runnerCalls } from "../../server/src/transforms/inverse/callSite.js";
import { planInline } from "../../server/src/transforms/inverse/inlineCall.js";
import { parallelMapSync } from "../../server/src/transforms/parallelMapSync.js";
import { reassociateSync } from "../../server/src/transforms/reassociateSync.js";
import { applyTextEdits } from "../../server/src/transforms/support/applyEdits.js";
import type { FileEdit, TextEdit } from "../../server/src/transforms/transform.js";
import { runToEnd } from "../../server/src/workspace/cancellation.js";
import { checkerOf } from "../../server/src/workspace/checker.js";
import { isProblem, openWorkspace } from "../../server/src/workspace/workspace.js";
import { canonical, inputFor, tooLong } from "./inputs.js";
import { prelude } from "./prelude.js";
import { createReferenceExecutor } from "./referenceExecutor.js";

export interface Trial {
  readonly loops: number;
  readonly parallel: number;
  readonly executed: number;
  /** Rewrites by partial results. */
  readonly inParts: number;
  /** Rewrites that were taken back, and executed once more as loops. */
  readonly takenBack: number;
  /** Reasons why a parallel loop was not rewritten, hence not executed. */
  readonly unexecuted: readonly string[];
  readonly failures: readonly Failure[];
}

export interface Failure {
  /** Number of the program among those of the trial. */
  readonly program: number;
  readonly text: string;
}

interface Executed {
  readonly name: string;
  readonly head: string;
  readonly code: Promise<Files>;
  /** Sums may be rounded otherwise. */
  readonly isRounded?: boolean;
}

/** In which language the programs are analysed: in JavaScript nothing is said of what a function is given. */
export type Language = "ts" | "js";

type Files = Readonly<Record<string, string>>;
/** What a function leaves behind, by input. */
type Wanted = ReadonlyMap<number, string>;
type Module = Readonly<Record<string, (...values: unknown[]) => unknown>>;
/** What a rewritten module imports from the runner; filled anew for every input. */
type Runner = Record<string, unknown>;

interface Rewritten {
  readonly name: string;
  readonly code: Files;
  readonly mainFile: string;
  readonly language: Language;
}

interface Run {
  readonly module: Module;
  readonly name: string;
  readonly runner: Runner;
  readonly language: Language;
}

const inputsEach = 20;
const patience = 400;
/** The first line of a program that went wrong without its types. */
export const javaScriptMark = "// as JavaScript";
/** After so many inputs with which a function does not end, the rest is not worth the wait. */
const mostEndless = 2;
/** Every so many of the rewrites are taken back: that takes a program of the compiler for each. */
const backEach = 6;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-fuzz-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
const emitted = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
const compilerOptions = {
  allowJs: true,
  strict: true,
  target: "es2022",
  module: "nodenext",
  lib: ["es2023"],
  types: [],
};
fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [] }));
// The compiler looks for a module in folders that are there.
fs.mkdirSync(path.join(folder, "back"));
const opened = openWorkspace({ cwd: folder });
if (isProblem(opened)) throw new Error(opened.message);
const workspace = opened;
let version = 0;

/**
 * @param functions texts of functions called `f`; they come into one file, so that the compiler starts once for all
 * @param language the texts are TypeScript; in the other one they are tried without their types, and with looser inputs
 * @param count of inputs for each of them, which differ from seed to seed
 */
export async function tryPrograms(
  functions: readonly string[],
  seed: number,
  language: Language = "ts",
  count = inputsEach,
): Promise<Trial> {
  const inputs = Array.from({ length: count }, (_, round) => seed * count + round);
  const named = functions.map((text, index) => text.replace("function f(", `function f${index}(`));
  const typed = prelude + named.join("\n");
  const text = language === "ts" ? typed : ts.transpileModule(typed, { compilerOptions: emitted }).outputText;
  const mainFile = `program.${language}`;
  const file = path.join(folder, mainFile);
  workspace.setDocument(file, ++version, text);
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file)!;
  const context = { workspace, program, checker: checkerOf(program), sourceFile };
  const analyses = runToEnd(analyseFile(createAnalysisContext(program), sourceFile));
  const before = load(await compile({ [mainFile]: text }), mainFile, {});
  const source = { mainFile, text };
  const wantedOf = new Map<string, Wanted>();
  // The compiler works in a process of its own, so the texts are given to it as soon as they are there.
  const rewritten: Executed[] = [];
  const unexecuted: string[] = [];
  const failures: Failure[] = [];
  let [loops, parallel, executed, takenBack, inParts] = [0, 0, 0, 0, 0];
  for (const analysis of analyses) {
    const name = functionAround(analysis);
    if (!/^f\d+$/.test(name)) continue;
    loops++;
    const line = sourceFile.getLineAndCharacterOfPosition(analysis.loop.node.getStart()).line;
    const head = text.split("\n")[line]!.trim();
    const combined = reassociateSync.plan({ ...context, analysis });
    if (combined?.kind === "offered") {
      const { safety, notes } = combined.plan;
      const files = edited(source, combined.plan.files, bodiesOfOthers(sourceFile, name));
      // What is taken for granted need not hold in a program that is made at random.
      const isTrusting = notes.some((note) => / is taken to /.test(note));
      const isRounded = safety === "needs-review";
      if (!isTrusting) {
        const code = compile(forced(files));
        rewritten.push({ name, head: `${head} (by partial results)`, code, isRounded });
        inParts++;
      }
    }
    if (analysis.verdict.kind === "serial") continue;
    parallel++;
    const answer = parallelMapSync.plan({ ...context, analysis });
    if (answer?.kind !== "offered") {
      unexecuted.push(answer?.reason ?? "the transform does not apply");
      continue;
    }
    const files = edited(source, answer.plan.files, bodiesOfOthers(sourceFile, name));
    rewritten.push({ name, head, code: compile(files) });
    if (executed++ % backEach !== 0) continue;
    const back = inlined(files, mainFile);
    if (typeof back === "string") unexecuted.push(`not taken back: ${back.replace(/`\w+`/, "a name")}`);
    else {
      takenBack++;
      rewritten.push({ name, head: `${head} (there and back)`, code: compile(back) });
    }
  }
  for (const { name, head, code, isRounded } of rewritten) {
    const wanted = wantedOf.get(name) ?? outcomesBefore(before, name, inputs, language);
    wantedOf.set(name, wanted);
    const after = { name, code: await code, mainFile, language };
    const difference = compare(after, wanted, isRounded === true ? isClose : Object.is);
    if (difference === undefined) continue;
    const program = Number(name.slice(1));
    const inJavaScript = language === "js" ? `${javaScriptMark}\n` : "";
    failures.push({ program, text: `${inJavaScript}// ${head}\n${difference}\n${functions[program]}\n` });
  }
  return { loops, parallel, executed, takenBack, inParts, unexecuted, failures };
}

/** The files without the calls of the runner; a sentence when one of them stays. */
function inlined(files: Files, mainFile: string): Files | string {
  const folderOf = (name: string) => path.join(folder, "back", name);
  let now = files;
  for (;;) {
    for (const [name, text] of Object.entries(now)) workspace.setDocument(folderOf(name), ++version, text);
    const program = workspace.program();
    const sourceFile = program.getSourceFile(folderOf(mainFile))!;
    const [first] = runnerCalls(sourceFile);
    const answer = first && planInline({ workspace, program, checker: checkerOf(program), sourceFile }, first.call);
    for (const name of Object.keys(now)) workspace.closeDocument(folderOf(name));
    if (answer === undefined) return now;
    if (answer.kind === "disabled") return answer.reason;
    const after: Record<string, string> = { ...now };
    for (const { file, deleted, edits } of answer.plan.files) {
      const name = path.basename(file);
      if (deleted === true) delete after[name];
      else after[name] = applyTextEdits(now[name]!, edits);
    }
    now = after;
  }
}

/** Parts also where the tables are too large for so few iterations. */
function forced(files: Files): Files {
  const always = (text: string) => text.replace(/(?<=if \()\w+Length \* \d+ <= /g, "0 <= ");
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, always(text)]));
}

function functionAround({ loop }: LoopAnalysis): string {
  return ts.findAncestor(loop.node, ts.isFunctionDeclaration)?.name?.text ?? "";
}

/** Takes the other functions out of a text that is compiled for the sake of one; three quarters of the time went there. */
function bodiesOfOthers(sourceFile: ts.SourceFile, name: string): readonly TextEdit[] {
  return sourceFile.statements.filter(ts.isFunctionDeclaration).flatMap(({ name: own, body }) => {
    const isOther = own !== undefined && /^f\d+$/.test(own.text) && own.text !== name && body !== undefined;
    return isOther ? [{ start: body.getStart() + 1, end: body.end - 1, text: "" }] : [];
  });
}

function edited(
  { mainFile, text }: { readonly mainFile: string; readonly text: string },
  edits: readonly FileEdit[],
  removed: readonly TextEdit[],
): Files {
  const files: Record<string, string> = {};
  for (const { file, created, edits: own } of edits) {
    const name = path.basename(file);
    if (name === mainFile) files[name] = applyTextEdits(text, [...own, ...removed]);
    else if (created) files[name] = applyTextEdits("", own);
  }
  return files;
}

/**
 * What the function leaves behind for each input. Left out is one with which it does not end, or makes an array grow without
 * measure, which a call that is forced to run in parallel would copy again and again: that is no matter of the rewrite.
 */
function outcomesBefore(module: Module, name: string, inputs: readonly number[], language: Language): Wanted {
  const found = new Map<number, string>();
  const run = { module, name, runner: {}, language };
  const all = outcomes(run, inputs, patience);
  let endless = 0;
  for (const [round, input] of inputs.entries()) {
    if (endless === mostEndless) break;
    const [one] = all === undefined ? (outcomes(run, [input], patience) ?? []) : [all[round]];
    if (one === undefined || one.includes(tooLong)) endless++;
    else found.set(input, one);
  }
  return found;
}

/** Sums in another order differ in their last digits, and zeros may be small numbers. */
function isClose(one: string, other: string): boolean {
  const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;
  if (one.replace(number, "0") !== other.replace(number, "0")) return false;
  const [left, right] = [one, other].map((text) => (text.match(number) ?? []).map(Number)) as [number[], number[]];
  return left.every((value, at) => {
    const difference = Math.abs(value - right[at]!);
    return difference < 1e-6 || difference <= 1e-5 * Math.abs(value);
  });
}

/** What differs, as comments; undefined: nothing. */
function compare(
  { name, code, mainFile, language }: Rewritten,
  wanted: Wanted,
  isEqual: (found: string, expected: string) => boolean,
): string | undefined {
  const runner: Runner = { ...createReferenceExecutor(0) };
  let module: Module;
  try {
    module = load(code, mainFile, runner);
  } catch (error) {
    return `// cannot be loaded: ${String(error)}`;
  }
  const inputs = [...wanted.keys()];
  const run = { module, name, runner, language };
  const all = outcomes(run, inputs, patience);
  for (const [round, input] of inputs.entries()) {
    // On a machine that is busy with other things, or on which the process is stopped for a while, what ends may take long.
    const again = () => outcomes(run, [input], 50 * patience);
    const [found] = all === undefined ? (again() ?? again() ?? []) : [all[round]];
    const expected = wanted.get(input);
    if (found === undefined || expected === undefined || !isEqual(found, expected))
      return `// input ${input}\n// before: ${wanted.get(input)}\n// after:  ${found ?? "does not end"}`;
  }
  return undefined;
}

/** Everything that a run with each of the inputs leaves behind; undefined when they do not end within the milliseconds. */
function outcomes(
  { module, name, runner, language }: Run,
  inputs: readonly number[],
  limit: number,
): readonly string[] | undefined {
  const holder = globalThis as { loopsmithTrial?: () => readonly string[] };
  // One guarded call for all of them: a guard is a thread of its own.
  holder.loopsmithTrial = () =>
    inputs.map((input) => {
      Object.assign(runner, createReferenceExecutor(input));
      const values = inputFor(input, language === "js");
      module.reset!();
      const result = resultOf(() => module[name]!(...values));
      return `${canonical([result, values])} ${String(module.state!())}`;
    });
  try {
    return vm.runInThisContext("loopsmithTrial()", { timeout: limit }) as readonly string[];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}

function resultOf(run: () => unknown): readonly unknown[] {
  try {
    return ["returned", run()];
  } catch (error) {
    // Which property of something missing was asked for first is told by the message, but no program relies on that.
    const message = String(error).replace(/ \((?:reading|setting) .*/, "");
    // Nor on the words for an array that is missing as a whole.
    const isMissing = /^TypeError: (?:Cannot read properties of undefined|The items are undefined.*)$/.test(message);
    // Who asks a missing array for its length is told something else than who goes through it.
    const isNoSequence = /^TypeError: \S+ is not iterable( \(.*)?$/.test(message);
    // The runner names its items, whatever the head of the loop says of them.
    if (isNoSequence) return ["thrown", "TypeError: something is undefined"];
    // A variable may have another name.
    const isTooEarly = /^ReferenceError: Cannot access '\w+' before initialization$/.test(message);
    if (isTooEarly) return ["thrown", "ReferenceError: something is not initialized yet"];
    // Patterns name the code around what they take apart, too.
    if (message.startsWith("TypeError: Cannot destructure")) return ["thrown", "TypeError: something is undefined"];
    if (/^TypeError: .* is not a function$/.test(message)) return ["thrown", "TypeError: something is not a function"];
    return ["thrown", isMissing ? "TypeError: something is undefined" : message];
  }
}

/**
 * JavaScript of the files, by the names of the files. esbuild takes a tenth of the compiler's time. What it cannot compile
 * becomes code that fails when it is loaded.
 */
async function compile(files: Files): Promise<Files> {
  const options = {
    loader: "ts",
    format: "cjs",
    target: "es2022",
    define: { "import.meta.url": '"file:///program"' },
    logLevel: "silent",
  } as const;
  const compiled = Object.entries(files).map(async ([name, text]) => {
    const { code } = await transform(text, options).catch((error: unknown) => ({
      code: `throw new SyntaxError(${JSON.stringify(String(error))});`,
    }));
    return [name, code] as const;
  });
  return Object.fromEntries(await Promise.all(compiled));
}

function load(code: Files, mainFile: string, runner: Runner): Module {
  const loaded = new Map<string, object>();
  const require = (specifier: string): object => {
    if (specifier === "@loopsmith/runner") return runner;
    const name = path.basename(specifier).replace(/\.js$/, path.extname(mainFile));
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const module = { exports: {} };
    loaded.set(name, module.exports);
    new Function("module", "require", code[name]!)(module, require);
    loaded.set(name, module.exports);
    return module.exports;
  };
  return require(mainFile.replace(/\.ts$/, ".js")) as Module;
}
