// The labelled corpus: programs whose head says of every loop what is true of it, and what the analysis says.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { analyseFile, createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import type { LoopAnalysis } from "../../server/src/legality/loopAnalysis.js";
import type { Loop } from "../../server/src/loops/loop.js";
import { runToEnd } from "../../server/src/workspace/cancellation.js";
import { isProblem, openWorkspace } from "../../server/src/workspace/workspace.js";

export interface Label {
  /** `i/j`, `total:i`, `Grid.blur:y/x`. */
  readonly name: string;
  readonly verdict: "parallel" | "serial";
  readonly pattern: string | undefined;
  /** The rest of the line. */
  readonly text: string;
}

export interface LabelledLoop {
  /** Relative to the corpus. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly label: Label | undefined;
  readonly analysis: LoopAnalysis;
}

export interface Corpus {
  readonly loops: readonly LabelledLoop[];
  /** Labels without a loop, as `file: name`. */
  readonly idle: readonly string[];
}

/** `@loop i/j parallel map remark` and `@loop i serial [carried-dependence] a[i] -> a[i - 1]`. */
export function readLabels(text: string): readonly Label[] {
  const head = /^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? "";
  return [...head.matchAll(/^ \* @loop (\S+)\s+(parallel|serial)\s*(.*)$/gm)].map(([, name, verdict, rest]) => ({
    name: name!,
    verdict: verdict as Label["verdict"],
    pattern: verdict === "parallel" ? /^(?:map|reduction|commit)\b/.exec(rest!)?.[0] : undefined,
    text: rest!.trim(),
  }));
}

/** Analyses every file below the folder. */
export function readCorpus(folder: string): Corpus {
  const files = sourcesBelow(folder);
  const opened = openWorkspace({ cwd: folder, files });
  if (isProblem(opened)) throw new Error(opened.message);
  const program = opened.program();
  const context = createAnalysisContext(program);
  const loops: LabelledLoop[] = [];
  const idle: string[] = [];
  for (const file of files) {
    const sourceFile = program.getSourceFile(file);
    if (sourceFile === undefined) throw new Error(`${file} is not in the program`);
    const labels = new Map(readLabels(sourceFile.text).map((label) => [label.name, label]));
    const shown = path.relative(folder, file).replaceAll("\\", "/");
    const analyses = runToEnd(analyseFile(context, sourceFile));
    const names = namesOf(analyses.map(({ loop }) => loop));
    for (const [index, analysis] of analyses.entries()) {
      const { full, short } = names[index]!;
      const isAlone = names.filter((other) => other.short === short).length === 1;
      const name = labels.has(full) || !isAlone ? full : short;
      const label = labels.get(name);
      labels.delete(name);
      const line = sourceFile.getLineAndCharacterOfPosition(analysis.loop.node.getStart()).line + 1;
      loops.push({ file: shown, line, name, label, analysis });
    }
    for (const name of labels.keys()) idle.push(`${shown}: ${name}`);
  }
  return { loops, idle };
}

/**
 * The verdict rests on a test of objects when the loop starts, which its label expects to fail (`tested` in the remark): the
 * loop then runs in order.
 */
export function isTested({ analysis, label }: LabelledLoop): boolean {
  const { verdict } = analysis;
  if (!/\btested\b/.test(label?.text ?? "")) return false;
  return verdict.kind === "parallel" && verdict.assumptions.some(({ id }) => id === "disjoint" || id === "distinct");
}

function sourcesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Twins, which have the same way of names, are told apart by `#2`, `#3` at their own name. */
function namesOf(loops: readonly Loop[]): readonly { readonly full: string; readonly short: string }[] {
  const own = new Map<Loop, string>();
  const taken = new Map<string, number>();
  return loops.map((loop) => {
    const parent = loop.parent === undefined ? "" : `${own.get(loop.parent)}/`;
    const around = functionAround(loop.node);
    const bare = parent + nameOf(loop);
    const count = (taken.get(`${around}:${bare}`) ?? 0) + 1;
    taken.set(`${around}:${bare}`, count);
    const short = count === 1 ? bare : `${bare}#${count}`;
    own.set(loop, short);
    return { full: `${around}:${short}`, short };
  });
}

function nameOf({ node, kind }: Loop): string {
  if (ts.isWhileStatement(node)) return "while";
  if (ts.isDoStatement(node)) return "do";
  if (ts.isCallExpression(node)) return kind === "Array.from" ? kind : `.${kind}`;
  const { initializer } = node;
  if (initializer === undefined) return "for";
  const name = ts.isVariableDeclarationList(initializer)
    ? initializer.declarations[0]!.name
    : ts.isBinaryExpression(initializer)
      ? initializer.left
      : initializer;
  return name.getText().replace(/\s+/g, "");
}

/** `total`, `Grid.blur`: the innermost function with a name; empty at the top of a file. */
function functionAround(node: ts.Node): string {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionDeclaration(at)) return at.name?.text ?? "default";
    if (ts.isConstructorDeclaration(at)) return `${at.parent.name?.text}.constructor`;
    if (ts.isMethodDeclaration(at) || ts.isAccessor(at)) {
      const holder = ts.isClassLike(at.parent) ? `${at.parent.name?.text}.` : "";
      return `${holder}${at.name.getText()}`;
    }
    if ((ts.isArrowFunction(at) || ts.isFunctionExpression(at)) && ts.isVariableDeclaration(at.parent))
      return at.parent.name.getText();
  }
  return "";
}
