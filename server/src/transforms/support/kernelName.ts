// Names for kernels: the function's name and what its loop goes through, e.g. `mandelbrotRow`.
import path from "node:path";
import { ts } from "ts-morph";
import type { Loop } from "../../loops/loop.js";
import type { TransformContext } from "../transform.js";
import type { Target } from "./target.js";
import { freeName } from "./text.js";

export function nameKernel({ analysis, sourceFile, workspace, prepared }: TransformContext, target: Target): string {
  const { container, space } = analysis.loop;
  // `export default function () { … }` is known by its file.
  const isDefault = !ts.isSourceFile(container) && container.name === undefined && isDefaultExport(container);
  const owner =
    ts.isSourceFile(container) || isDefault
      ? path
          .basename(sourceFile.fileName)
          .replace(/\..*$/, "")
          .replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase())
      : (functionName(container)?.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase()) ?? "loop");
  const base = owner
    .replace(/[^A-Za-z0-9_$]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? "")
    .replace(/^(\d)/, "_$1");
  const named = prepared?.parts === undefined ? itemName(space) : "chunk";
  // `step` and its loop over `i` give no `stepStep`.
  const what = base.toLowerCase().endsWith(named.toLowerCase()) ? "iteration" : named;
  const wanted = `${base}${what[0]!.toUpperCase()}${what.slice(1)}`;
  return freeName(wanted, sourceFile.text, workspace.readFile(target.kernelFile) ?? "");
}

function itemName(space: Loop["space"]): string {
  if (space.form === "elements") {
    const own = space.item?.name.replace(/^_+/, "") || "item";
    return own.length > 1 ? own : (elementName(space.iterable) ?? own);
  }
  const known: Record<string, string> = { y: "row", row: "row", x: "column", i: "step", j: "step", k: "step" };
  if (space.form !== "counted") return "item";
  // A letter says as little in the name of a function as `i` does.
  return known[space.name] ?? (space.name.length === 1 ? "step" : space.name);
}

/** `candidate` for an element of `candidates`, `layer` for one of `net.hiddenLayers`. */
function elementName(iterable: ts.Expression): string | undefined {
  const last = ts.isPropertyAccessExpression(iterable) ? iterable.name : iterable;
  const word = ts.isIdentifier(last) ? /[A-Z]?[a-z]+$/.exec(last.text)?.[0].toLowerCase() : undefined;
  if (word === undefined || !/[^siu]s$/.test(word)) return undefined;
  const single = word
    .replace(/ies$/, "y")
    .replace(/(ss|x|z|ch|sh)es$/, "$1")
    .replace(/s$/, "");
  return single.length > 2 ? single : undefined;
}

function isDefaultExport(node: ts.SignatureDeclaration): boolean {
  return ts.isExportAssignment(node.parent) || (ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent));
}

export function functionName(node: ts.SignatureDeclaration): string | undefined {
  if (node.name !== undefined && ts.isIdentifier(node.name)) return node.name.text;
  const holder = node.parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  if (ts.isPropertyAssignment(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  return undefined;
}
