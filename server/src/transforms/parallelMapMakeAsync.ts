// Transform: parallel-map-make-async
//
// Runs the loop on all cores without blocking the thread: the function and all of its callers become asynchronous in the same edit.
//
// ```ts
// function squares(n: number): number[] {
//   const out: number[] = [];
//   for$0 (let i = 0; i < n; i++) {
//     let sum = 0;
//     for (let k = 0; k < i; k++) sum += k * k;
//     out.push(sum);
//   }
//   return out;
// }
// async function main(): Promise<void> {
//   console.log(squares(10).length);
// }
// main();
// ```
// ->
// ```ts
// import { parallelMap, range } from "@loopsmith/runner";
// import { squaresStep } from "./example.kernels.js";
//
// async function squares(n: number): Promise<number[]> {
//   const out: number[] = await parallelMap(range(n), squaresStep, {});
//   return out;
// }
// async function main(): Promise<void> {
//   console.log((await squares(10)).length);
// }
// main();
// ```
// run: squares(10)
import path from "node:path";
import { ts } from "ts-morph";
import { unalias } from "../accesses/types.js";
import { perProgram } from "../workspace/perProgram.js";
import { enclosing, isAsync, usesOf, whyNotAsync } from "./support/functions.js";
import { functionName } from "./support/kernelName.js";
import { notesOf, rewriteLoop } from "./support/planning.js";
import { sharedStateNotes } from "./support/sharedState.js";
import { canWaitAtTopLevel, packageOf } from "./support/target.js";
import { habitsOf } from "./support/text.js";
import type { FileEdit, TextEdit, Transform, TransformAnswer, TransformContext } from "./transform.js";

export const parallelMapMakeAsync: Transform = {
  id: "parallel-map-make-async",
  form: "async",
  title: "Run this loop on all cores and make its function async",
  plan,
};

function plan(context: TransformContext): TransformAnswer | undefined {
  const { analysis } = context;
  const { container } = analysis.loop;
  if (analysis.verdict.kind !== "parallel" || ts.isSourceFile(container) || isAsync(container)) return undefined;
  const spread = spreadAsync(container, context);
  if ("problem" in spread) return { kind: "disabled", reason: spread.problem };
  const rewrite = rewriteLoop(context, "await");
  if ("problem" in rewrite) return { kind: "disabled", reason: rewrite.problem };
  const files = merge(rewrite.files, spread.edits);
  if (files === undefined)
    return {
      kind: "disabled",
      reason: "the loop's kernel takes along a function that would have to become asynchronous",
    };
  return {
    kind: "offered",
    plan: {
      files,
      safety: "needs-review",
      notes: [...notesOf(rewrite), ...spread.notes, ...sharedStateNotes(context)],
    },
  };
}

interface Spread {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly notes: readonly string[];
}

/** An edit that changes more functions than this is no longer one that a person can look through. */
const mostFunctions = 100;

/** Goes from the function to its callers until everybody who waits is asynchronous. */
function spreadAsync(start: ts.SignatureDeclaration, context: TransformContext): Spread | { readonly problem: string } {
  const edits = new Map<string, TextEdit[]>();
  const notes: string[] = [];
  const done = new Set<ts.Node>();
  const queue: ts.SignatureDeclaration[] = [start];
  for (let declaration = queue.shift(); declaration !== undefined; declaration = queue.shift()) {
    if (done.has(declaration)) continue;
    done.add(declaration);
    if (done.size > mostFunctions)
      return {
        problem: `more than ${mostFunctions} functions would have to become asynchronous, its callers and theirs`,
      };
    const name = functionName(declaration) ?? "the function";
    const no = whyNotAsync(declaration);
    if (no !== undefined) return { problem: `\`${name}\` cannot become asynchronous: ${no}` };
    if (isEntryPoint(declaration, context))
      return { problem: `\`${name}\` is exported by the package's entry point, so its callers are not all known` };
    const { calls, escapedAt } = usesOf(declaration, context);
    if (escapedAt !== undefined)
      return {
        problem: `\`${name}\` is used as a value in ${placeText(escapedAt)}, so not all of its callers are known`,
      };
    let awaited = 0;
    for (const call of calls) {
      if (ts.isAwaitExpression(call.parent)) continue;
      const holder = enclosing(call);
      if (ts.isSourceFile(holder)) {
        if (!canWaitAtTopLevel(holder, context.program))
          return {
            problem: `\`${name}\` is called at the top level of ${path.basename(holder.fileName)}, where only ES modules can wait`,
          };
      } else if (!isAsync(holder)) queue.push(holder);
      if (isInParameterOrField(call, holder))
        return { problem: `\`${name}\` is called in ${placeText(call)}, where \`await\` cannot stand` };
      addEdits(edits, call, awaitEdits(call));
      awaited++;
    }
    if (isAsync(declaration)) continue;
    addEdits(edits, declaration, asyncEdits(declaration));
    const calling = awaited === 0 ? "" : awaited === 1 ? "; 1 call awaits it" : `; ${awaited} calls await it`;
    notes.push(
      `\`${name}\` (${placeText(declaration)}) becomes asynchronous${calling}; errors that it threw are now rejections.`,
    );
  }
  return { edits, notes };
}

function addEdits(edits: Map<string, TextEdit[]>, node: ts.Node, more: readonly TextEdit[]): void {
  const file = node.getSourceFile().fileName;
  const list = edits.get(file);
  if (list === undefined) edits.set(file, [...more]);
  else list.push(...more);
}

function asyncEdits(declaration: ts.SignatureDeclaration): TextEdit[] {
  const keyword =
    ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)
      ? declaration.getChildren().find((child) => child.kind === ts.SyntaxKind.FunctionKeyword)
      : undefined;
  const at = keyword?.getStart() ?? declaration.getStart();
  const edits: TextEdit[] = [{ start: at, end: at, text: "async " }];
  if (declaration.type !== undefined && !/^Promise\s*</.test(declaration.type.getText())) {
    edits.push({
      start: declaration.type.getStart(),
      end: declaration.type.end,
      text: `Promise<${declaration.type.getText()}>`,
    });
  }
  return edits;
}

function awaitEdits(call: ts.CallExpression): TextEdit[] {
  const { parent } = call;
  const needsParentheses =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isNonNullExpression(parent)) &&
    (parent as ts.PropertyAccessExpression).expression === call;
  const isPower = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
  if (!needsParentheses && !isPower) return [{ start: call.getStart(), end: call.getStart(), text: "await " }];
  // Without semicolons, a line that begins with a parenthesis would go on with the line before.
  const opens = beginsStatement(call) && habitsOf(call.getSourceFile()).semicolon === "" ? ";(" : "(";
  return [
    { start: call.getStart(), end: call.getStart(), text: `${opens}await ` },
    { start: call.end, end: call.end, text: ")" },
  ];
}

function beginsStatement(call: ts.Node): boolean {
  let at = call;
  while (at.parent !== undefined && at.parent.getStart() === call.getStart() && !ts.isStatement(at)) at = at.parent;
  return ts.isExpressionStatement(at);
}

function isInParameterOrField(call: ts.Node, holder: ts.Node): boolean {
  for (let at = call.parent; at !== undefined && at !== holder; at = at.parent)
    if (
      ts.isParameter(at) ||
      ts.isPropertyDeclaration(at) ||
      ts.isDecorator(at) ||
      ts.isClassStaticBlockDeclaration(at)
    )
      return true;
  return false;
}

// Every loop asks; what is on disk is looked up once for each state of the program.
const manifests = perProgram(() => new Map<string, ReturnType<typeof packageOf>>());

function manifestOf(file: string, program: ts.Program): ReturnType<typeof packageOf> {
  const known = manifests(program);
  const folder = path.dirname(file);
  if (!known.has(folder)) known.set(folder, packageOf(file));
  return known.get(folder);
}

/** Exported, under whatever name, by a file that the package's manifest names as one of its doors. */
function isEntryPoint(declaration: ts.SignatureDeclaration, { program, checker }: TransformContext): boolean {
  const file = declaration.getSourceFile().fileName;
  const manifest = manifestOf(file, program);
  if (manifest === undefined) return false;
  const root = path.dirname(manifest.file).replaceAll("\\", "/");
  const nameOf = (door: string) => path.basename(door).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
  const doors = [
    ...manifest.text.matchAll(/"(?:main|module|types|import|require|default|exports|node|\.[^"]*)"\s*:\s*"([^"]+)"/g),
  ];
  const names = new Set(doors.map((match) => nameOf(match[1]!)));
  const holder = ts.isVariableDeclaration(declaration.parent) ? declaration.parent : declaration;
  const symbol = holder.name && checker.getSymbolAtLocation(holder.name);
  return program.getSourceFiles().some((source) => {
    if (
      source.isDeclarationFile ||
      !source.fileName.startsWith(`${root}/`) ||
      source.fileName.includes("/node_modules/")
    )
      return false;
    // Compiled files lie elsewhere than their sources, but keep their names.
    if (!names.has(nameOf(source.fileName))) return false;
    const module = checker.getSymbolAtLocation(source);
    return (
      module !== undefined &&
      checker.getExportsOfModule(module).some((exported) => unalias(exported, checker) === symbol)
    );
  });
}

function placeText(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${path.basename(source.fileName)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** Joins the edits of the loop and those of the callers. Undefined when they touch the same text. */
function merge(
  files: readonly FileEdit[],
  more: ReadonlyMap<string, readonly TextEdit[]>,
): readonly FileEdit[] | undefined {
  const merged: FileEdit[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const extra = more.get(file.file) ?? [];
    seen.add(file.file);
    const edits = [...file.edits, ...extra].sort((a, b) => a.start - b.start || a.end - b.end);
    if (edits.some((edit, index) => index > 0 && edit.start < edits[index - 1]!.end)) return undefined;
    merged.push({ ...file, edits });
  }
  for (const [file, edits] of more) {
    if (!seen.has(file))
      merged.push({ file, created: false, edits: [...edits].sort((a, b) => a.start - b.start || a.end - b.end) });
  }
  return merged;
}
