// The inverse of the rewrite: a call of the runner becomes the serial loop that computes the same. Asking whether it is offered
// and making its edit are the same function.
import { ts } from "ts-morph";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { kernelProblems } from "../../legality/kernelProblems/index.js";
import { preorder } from "../../loops/mentions.js";
import { importEdits, importedNames, namesOf } from "../support/imports.js";
import type { ImportNeed } from "../support/importText.js";
import { namesUsed } from "../support/namesUsed.js";
import { habitsOf } from "../support/text.js";
import type { FileEdit, TextEdit, TransformAnswer } from "../transform.js";
import { type CallSite, readCall, runnerCalls, type Site } from "./callSite.js";
import { isPlain } from "./envText.js";
import { needOf, outerNames } from "./names.js";
import { removeKernel } from "./removeKernel.js";
import { serialText } from "./serialText.js";
import { shapeOf } from "./shape.js";

export const inlineTitle = "Inline this parallelMap back into a loop";
export const inlineId = "inline-parallel-map";

/** The call of the runner at an offset: on its line, or the innermost around it; undefined where there is none. */
export function callAt(sourceFile: ts.SourceFile, offset: number): ts.CallExpression | undefined {
  const calls = runnerCalls(sourceFile).map(({ call }) => call);
  const lineOf = (at: number) => sourceFile.getLineAndCharacterOfPosition(at).line;
  const around = calls.filter((call) => call.getStart() <= offset && offset <= call.end);
  return (
    around.at(-1) ??
    calls.find((call) => lineOf(statementAround(call).getStart()) === lineOf(offset)) ??
    calls.find((call) => lineOf(call.getStart()) === lineOf(offset))
  );
}

function statementAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent !== undefined && !ts.isStatement(at)) at = at.parent;
  return at;
}

/** Plans the way back. O(size of the program's files that mention the kernel). */
export function planInline(site: Site, call: ts.CallExpression): TransformAnswer {
  const runs = runnerCalls(site.sourceFile).find((each) => each.call === call)?.runs;
  if (runs === undefined) return { kind: "disabled", reason: "this is no call of the runner" };
  const found = readCall(call, runs, site);
  if ("problem" in found) return { kind: "disabled", reason: found.problem };
  const computed = [...found.options].find(([name, value]) => name !== "into" && !isPlain(value));
  if (computed !== undefined)
    return { kind: "disabled", reason: `its option \`${computed[0]}\` is computed, and who computes it might be seen` };
  const shape = shapeOf(found, site);
  if ("problem" in shape) return { kind: "disabled", reason: shape.problem };
  const { sourceFile } = site;
  const typed = /\.[cm]?tsx?$/.test(sourceFile.fileName);
  if (!typed && /\.[cm]?tsx?$/.test(found.kernel.getSourceFile().fileName))
    return { kind: "disabled", reason: "its kernel is written in TypeScript, and this file is not" };
  const habits = habitsOf(sourceFile);
  const inlined = serialText(site, found, shape, habits, typed);
  if ("problem" in inlined) return { kind: "disabled", reason: inlined.problem };
  const isMoved = !inlined.keepsKernel && shape.kind !== "beside" && found.kernel.getSourceFile() !== sourceFile;
  const wanted = isMoved ? importsFor(found, site) : [];
  // What the kernel uses cannot be had here, but the kernel itself can be called.
  const serial = "problem" in wanted ? serialText(site, found, shape, habits, typed, true) : inlined;
  if ("problem" in serial) return { kind: "disabled", reason: serial.problem };
  const needs = "problem" in wanted ? [] : wanted;
  const edits = callerEdits(serial.edit, needs, site);
  const files: FileEdit[] = [{ file: sourceFile.fileName, created: false, edits }];
  const removed = serial.keepsKernel ? undefined : removeKernel(found.kernel, serial.edit, site);
  if (removed !== undefined) files.push(removed);
  const doubts = doubtsOf(found, site);
  const notes = [...doubts, ...notesOf(found, serial.keepsKernel)];
  return { kind: "offered", plan: { files, safety: doubts.length > 0 ? "needs-review" : "safe", notes } };
}

/** A kernel that computes something else in a worker than in a loop: which of the two was meant is for the author to say. */
function doubtsOf({ kernel, options }: CallSite, { program }: Site): string[] {
  const context = createAnalysisContext(program);
  const named = options.get("writes");
  const list = named !== undefined && ts.isArrayLiteralExpression(named) ? named.elements : [];
  const writes = new Set(list.flatMap((each) => (ts.isStringLiteralLike(each) ? [each.text] : [])));
  return kernelProblems({ kernel, summary: context.summaries.of(kernel), writes, context })
    .filter(({ severity }) => severity === "warning")
    .map(({ message }) => `The loop may compute something else than the call did. ${message}`);
}

function notesOf(found: CallSite, keepsKernel: boolean): string[] {
  const notes: string[] = [];
  if (found.isAwaited) notes.push("The function no longer waits here, so no other code runs in between.");
  if (keepsKernel)
    notes.push("The kernel stays a function, which the loop calls; its body cannot stand in a loop as it is.");
  return notes;
}

/** What the kernel's code uses, as this file has to import it. */
function importsFor(
  { kernel, kernelName, call }: CallSite,
  { program, checker, sourceFile }: Site,
): readonly ImportNeed[] | { readonly problem: string } {
  const specifier = sourceFile.statements.flatMap(namesOf).find(({ local }) => local === kernelName?.text)?.specifier;
  const roots = [kernel.body, ...kernel.parameters.map(({ name }) => name)];
  const needs: ImportNeed[] = [];
  for (const outer of outerNames(roots, kernel, program, checker)) {
    const need = needOf(outer, call, specifier, checker);
    if (need === undefined) continue;
    if ("problem" in need) return need;
    needs.push(need);
  }
  return needs;
}

function callerEdits(edit: TextEdit, needs: readonly ImportNeed[], { sourceFile }: Site): readonly TextEdit[] {
  const habits = habitsOf(sourceFile);
  const names = namesUsed(sourceFile, [edit]);
  const gone = importedNames(sourceFile).filter((name) => names.before(name) && !names.after(name));
  const usesRequire =
    [...preorder(sourceFile)].every((node) => !ts.isImportDeclaration(node)) && /\brequire\s*\(/.test(sourceFile.text);
  const imports = importEdits(sourceFile, needs, new Set(gone), habits, usesRequire);
  return [...imports.map((each) => (each.text === "" ? withBlank(each, sourceFile.text, imports) : each)), edit]
    .map((each) => ({ ...each, text: each.text.replace(/\r?\n/g, habits.newline) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Where the last import goes, the empty line behind the imports goes with it. */
function withBlank(edit: TextEdit, text: string, all: readonly TextEdit[]): TextEdit {
  const isFirst = /^\s*$/.test(text.slice(0, Math.min(...all.map(({ start }) => start))));
  const rest = text.slice(edit.end);
  const isLast = edit === all.at(-1) && !/^(?:import\b|const\b.*\brequire\b)/.test(rest);
  const blank = /^\r?\n/.exec(rest)?.[0].length ?? 0;
  return isFirst && isLast ? { ...edit, end: edit.end + blank } : edit;
}
