// A project that lists its files one by one has to list the new kernel module, too, where others build upon it (`composite`).
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import type { Workspace } from "../../workspace/workspace.js";
import type { FileEdit } from "../transform.js";

/**
 * Puts a new module behind the file that it belongs to, in the list of the nearest configuration that has that file. Nothing where
 * the project includes whole folders, or takes what is imported without being told. O(size of the configurations above the file).
 * @param file absolute path of a source file
 * @param added absolute path of the module that it will import
 */
export function listedFileEdit(
  file: string,
  added: string,
  workspace: Pick<Workspace, "readFile">,
): FileEdit | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    for (const configuration of configurationsIn(folder)) {
      const edit = editOf(configuration, file, added, workspace);
      if (edit !== undefined) return edit;
    }
    if (path.dirname(folder) === folder) return undefined;
  }
}

function configurationsIn(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder).filter((name) => /^(?:tsconfig|jsconfig)(?:\.[\w.-]+)?\.json$/.test(name));
  return names.sort((a, b) => a.length - b.length).map((name) => path.join(folder, name));
}

function editOf(
  configuration: string,
  file: string,
  added: string,
  workspace: Pick<Workspace, "readFile">,
): FileEdit | undefined {
  const read = (name: string) => workspace.readFile(name) ?? ts.sys.readFile(name);
  const source = ts.readJsonConfigFile(configuration, read);
  const folder = path.dirname(configuration);
  const elements = listOf(source);
  const owner = elements.find((element) => path.resolve(folder, element.text) === path.resolve(file));
  const isListed = elements.some((element) => path.resolve(folder, element.text) === path.resolve(added));
  if (owner === undefined || isListed) return undefined;
  // No folder is looked through for what the project includes.
  const host = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonSourceFileConfigFileContent(source, host, folder, undefined, configuration);
  if (options.composite !== true) return undefined;
  const { text } = source;
  const lead = owner.getText(source).startsWith("'") ? "'" : '"';
  const dots = owner.text.startsWith("./") ? "./" : "";
  const name = path.relative(folder, added).replaceAll("\\", "/");
  const blank = /\s*$/.exec(text.slice(0, owner.getStart(source)))![0];
  const apart = blank.includes("\n") ? blank : " ";
  const edit = { start: owner.end, end: owner.end, text: `,${apart}${lead}${dots}${name}${lead}` };
  return { file: configuration, created: false, edits: [edit] };
}

function listOf(source: ts.TsConfigSourceFile): readonly ts.StringLiteral[] {
  const object = source.statements[0]?.expression;
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
  const list = object.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && ts.isStringLiteral(property.name) && property.name.text === "files",
  );
  if (list === undefined || !ts.isArrayLiteralExpression(list.initializer)) return [];
  return list.initializer.elements.filter(ts.isStringLiteral);
}
