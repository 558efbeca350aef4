// The dependency on the runner, written into the package's manifest in the same edit.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import type { Workspace } from "../../workspace/workspace.js";
import type { FileEdit, TextEdit } from "../transform.js";

export const runnerName = "@loopsmith/runner";
export const runnerVersion = "^0.1.0";

interface Manifest {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly source: ts.JsonSourceFile;
  readonly object: ts.ObjectLiteralExpression;
}

/**
 * Nothing when there is no manifest, when it or that of the workspace around it names the runner already, or when it cannot
 * be read. The place among the other dependencies, their order and the formatting are kept.
 */
export function packageEdit(file: string, workspace: Pick<Workspace, "readFile">): FileEdit | undefined {
  const manifests = manifestsAbove(file, workspace);
  const own = manifests.find(isPackage) ?? manifests[0];
  if (own === undefined || own.text.includes(`"${runnerName}"`)) return undefined;
  // What the root of a workspace depends on, its packages find, too; some workspaces keep all dependencies there.
  const around = manifests.slice(manifests.indexOf(own) + 1).filter(({ file }) => isWorkspaceRoot(file, manifests));
  if (around.some((manifest) => keys(dependenciesOf(manifest)).includes(runnerName))) return undefined;
  return { file: own.file, created: false, edits: [dependencyEdit(own, runnerVersion)] };
}

/** From the nearest one on. What cannot be read as JSON is left out. */
function manifestsAbove(file: string, workspace: Pick<Workspace, "readFile">): readonly Manifest[] {
  const found: Manifest[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "package.json");
    const text = workspace.readFile(candidate) ?? textOf(candidate);
    const manifest = text === undefined ? undefined : parse(candidate, text);
    if (manifest !== undefined) found.push(manifest);
    if (path.dirname(folder) === folder) return found;
  }
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

function parse(file: string, text: string): Manifest | undefined {
  const source = ts.parseJsonText(file, text);
  const isBroken = (source as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length > 0;
  const object = source.statements[0]?.expression;
  if (isBroken || object === undefined || !ts.isObjectLiteralExpression(object)) return undefined;
  return { file, text, source, object };
}

/** A manifest that only says which kind of modules lie beside it is none of a package. */
function isPackage({ object }: Manifest): boolean {
  return keys(object).some((key) => /^(?:name|version|private|scripts|workspaces|\w*[dD]ependencies)$/.test(key));
}

function isWorkspaceRoot(file: string, manifests: readonly Manifest[]): boolean {
  const manifest = manifests.find((other) => other.file === file);
  if (manifest !== undefined && keys(manifest.object).includes("workspaces")) return true;
  return fs.existsSync(path.join(path.dirname(file), "pnpm-workspace.yaml"));
}

/**
 * Lets the manifest of a file's package take the runner from somewhere else.
 * @param file absolute path, of a file that need not exist
 * @param version what stands for the runner's version, such as `file:vendor/runner.tgz`
 * @returns undefined where there is no manifest that can be read
 */
export function runnerFrom(file: string, version: string): FileEdit | undefined {
  const manifests = manifestsAbove(file, { readFile: () => undefined });
  const own = manifests.find(isPackage) ?? manifests[0];
  return own === undefined ? undefined : { file: own.file, created: false, edits: [dependencyEdit(own, version)] };
}

function dependencyEdit(manifest: Manifest, version: string): TextEdit {
  const { text, source, object } = manifest;
  const startOf = (node: ts.Node): number => node.getStart(source);
  const spaceBefore = (node: ts.Node): string => /\s*$/.exec(text.slice(0, startOf(node)))![0] || " ";
  const entry = `"${runnerName}": ${JSON.stringify(version)}`;
  const present = listsOf(manifest)
    .flatMap(({ properties }) => [...properties])
    .find((property) => nameOf(property) === runnerName);
  if (present !== undefined) return { start: startOf(present), end: present.end, text: entry };
  const list = dependenciesOf(manifest);
  if (list === undefined) {
    const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
    const end = /\r\n/.test(text) ? "\r\n" : "\n";
    const block = `"dependencies": {${end}${indent}${indent}${entry}${end}${indent}}`;
    const last = object.properties.at(-1);
    if (last === undefined) return insert(startOf(object) + 1, `${end}${indent}${block}${end}`);
    // Beside the other kinds of dependencies, which by custom follow it.
    const next = object.properties.find((property) => /^(?:dev|peer|optional)Dependencies$/.test(nameOf(property)));
    if (next !== undefined) return insert(startOf(next), `${block},${spaceBefore(next)}`);
    return insert(last.end, `,${end}${indent}${block}`);
  }
  const { properties } = list;
  const names = properties.map(nameOf);
  const [first, last] = [properties[0], properties.at(-1)];
  if (first === undefined || last === undefined) return { start: startOf(list), end: list.end, text: `{ ${entry} }` };
  const isSorted = names.every((name, index) => index === 0 || compare(names[index - 1]!, name) <= 0);
  const next = isSorted ? properties.find((property) => compare(runnerName, nameOf(property)) < 0) : undefined;
  if (next !== undefined) return insert(startOf(next), `${entry},${spaceBefore(next)}`);
  return insert(last.end, `,${spaceBefore(last)}${entry}`);
}

/** As npm orders them. */
function compare(one: string, other: string): number {
  return one.localeCompare(other, "en");
}

function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

function listsOf({ object }: Manifest): readonly ts.ObjectLiteralExpression[] {
  return object.properties.flatMap((property) => {
    const isList = /^(?:dev|optional)?[dD]ependencies$/.test(nameOf(property)) && ts.isPropertyAssignment(property);
    return isList && ts.isObjectLiteralExpression(property.initializer) ? [property.initializer] : [];
  });
}

function dependenciesOf({ object }: Manifest): ts.ObjectLiteralExpression | undefined {
  const property = object.properties.find((property) => nameOf(property) === "dependencies");
  if (property === undefined || !ts.isPropertyAssignment(property)) return undefined;
  return ts.isObjectLiteralExpression(property.initializer) ? property.initializer : undefined;
}

function keys(object: ts.ObjectLiteralExpression | undefined): readonly string[] {
  return object?.properties.map(nameOf) ?? [];
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string {
  return name !== undefined && ts.isStringLiteral(name) ? name.text : "";
}
