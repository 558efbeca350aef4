// The text of the kernel module: imports, types, moved helpers, the kernel, its registration. A second rewrite extends it.
import { ts } from "ts-morph";
import type { FileEdit, TransformContext } from "../transform.js";
import type { Helpers } from "./helpers.js";
import type { Target } from "./target.js";
import { fullRange, type Habits } from "./text.js";
import type { TypeNames } from "./types.js";

export interface KernelText {
  readonly name: string;
  /** The interface of the environment, empty in JavaScript or when nothing travels. */
  readonly envInterface: string;
  /** The function as a whole. */
  readonly declaration: string;
}

/** Creates or extends the kernel module. */
export function kernelModuleEdit(
  kernel: KernelText,
  helpers: Helpers,
  types: TypeNames,
  target: Target,
  habits: Habits,
  context: TransformContext,
): FileEdit {
  const { sourceFile, workspace } = context;
  const { newline } = habits;
  const present = workspace.readFile(target.kernelFile);
  const have = present ?? "";
  const imports = importLines(helpers, types, target, habits, sourceFile, have);
  const bodies = [
    ...helpers.moved.map((statement) => movedText(statement, target)),
    kernel.envInterface,
    kernel.declaration,
  ].filter((part) => part !== "");
  const names = [kernel.name];
  if (present === undefined) {
    const runner = target.usesRequire
      ? `const { registerKernels } = require(${quoted("@loopsmith/runner", habits)})${habits.semicolon}`
      : `import { registerKernels } from ${quoted("@loopsmith/runner", habits)}${habits.semicolon}`;
    const exports = target.usesRequire
      ? [`module.exports = { ${[...helpers.movedNames, kernel.name].join(", ")} }${habits.semicolon}`]
      : [];
    const blocks = [
      [runner, ...imports].join(newline),
      ...bodies,
      [...exports, registration(names, target, habits)].join(newline),
    ];
    return {
      file: target.kernelFile,
      created: true,
      edits: [{ start: 0, end: 0, text: blocks.join(newline + newline) + newline }],
    };
  }
  return {
    file: target.kernelFile,
    created: false,
    edits: extension(present, imports, bodies, kernel.name, helpers, target, habits),
  };
}

function registration(names: readonly string[], target: Target, habits: Habits): string {
  const where = target.system === "cjs" ? "__filename" : "import.meta.url";
  return `registerKernels(${where}, { ${names.join(", ")} })${habits.semicolon}`;
}

function extension(
  present: string,
  imports: readonly string[],
  bodies: readonly string[],
  name: string,
  helpers: Helpers,
  target: Target,
  habits: Habits,
) {
  const { newline } = habits;
  const edits: { start: number; end: number; text: string }[] = [];
  const parsed = ts.createSourceFile(target.kernelFile, present, ts.ScriptTarget.Latest, true);
  const lastImport = parsed.statements
    .filter((statement) => ts.isImportDeclaration(statement) || /^const .*require\(/.test(statement.getText()))
    .at(-1);
  if (imports.length > 0) {
    const at = lastImport?.end ?? 0;
    edits.push({
      start: at,
      end: at,
      text: (at === 0 ? "" : newline) + imports.join(newline) + (at === 0 ? newline : ""),
    });
  }
  const call = parsed.statements.find((statement) => /^registerKernels\s*\(/.test(statement.getText()));
  const object = call === undefined ? undefined : findObject(call);
  const exportsAt = parsed.statements.find((statement) => /^module\.exports\s*=/.test(statement.getText()));
  const bodyAt = (exportsAt ?? call)?.getStart() ?? present.length;
  edits.push({ start: bodyAt, end: bodyAt, text: `${bodies.join(newline + newline)}${newline}${newline}` });
  if (exportsAt !== undefined) {
    const list = findObject(exportsAt);
    if (list !== undefined) edits.push(addNames(list, [...helpers.movedNames, name]));
  }
  if (object !== undefined) edits.push(addNames(object, [name]));
  else edits.push({ start: present.length, end: present.length, text: registration([name], target, habits) + newline });
  return edits.sort((a, b) => a.start - b.start);
}

function findObject(root: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(root)) return root;
  return ts.forEachChild(root, findObject);
}

function addNames(object: ts.ObjectLiteralExpression, names: readonly string[]) {
  const last = object.properties.at(-1);
  if (last === undefined) return { start: object.getStart(), end: object.end, text: `{ ${names.join(", ")} }` };
  return { start: last.end, end: last.end, text: `, ${names.join(", ")}` };
}

export function quoted(text: string, { quote }: Habits): string {
  return `${quote}${text}${quote}`;
}

/** The statement as it stands, with its comments, exported. */
function movedText(statement: ts.Statement, target: Target): string {
  const source = statement.getSourceFile();
  const { start, end } = fullRange(statement, source.text);
  const text = source.text.slice(start, end).trimEnd();
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (isExported || target.usesRequire) return text;
  const at = statement.getStart() - start;
  return `${text.slice(0, at)}export ${text.slice(at)}`;
}

function importLines(
  helpers: Helpers,
  types: TypeNames,
  target: Target,
  habits: Habits,
  sourceFile: ts.SourceFile,
  have: string,
): string[] {
  const lines = new Set<string>();
  const byModule = new Map<string, string[]>();
  for (const [name, declaration] of helpers.imports) {
    if (ts.isVariableDeclaration(declaration)) {
      const list = declaration.parent;
      lines.add(`${list.getText()}${habits.semicolon}`);
      continue;
    }
    const statement = importOf(declaration);
    const specifier = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : "";
    // What an earlier rewrite moved lies in the kernel module itself.
    if (specifier === target.kernelSpecifier) continue;
    if (ts.isImportSpecifier(declaration)) {
      const original = declaration.propertyName?.text;
      add(specifier, original === undefined ? name : `${original} as ${name}`);
    } else if (ts.isNamespaceImport(declaration))
      lines.add(`import * as ${name} from ${quoted(specifier, habits)}${habits.semicolon}`);
    else lines.add(`import ${name} from ${quoted(specifier, habits)}${habits.semicolon}`);
  }
  const typesByModule = new Map<string, string[]>();
  if (target.language === "ts") {
    for (const [name, symbol] of types.names) {
      const declaration = symbol.declarations?.[0];
      if (declaration === undefined || helpers.movedNames.has(name) || helpers.imports.has(name)) continue;
      if (ts.isImportSpecifier(declaration)) {
        const statement = importOf(declaration);
        const specifier = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : "";
        const original = declaration.propertyName?.text;
        addTo(typesByModule, specifier, original === undefined ? name : `${original} as ${name}`);
      } else if (ts.isImportClause(declaration)) {
        lines.add(`import type ${name} from ${importOf(declaration).moduleSpecifier.getText()}${habits.semicolon}`);
      } else if (declaration.getSourceFile() === sourceFile) addTo(typesByModule, target.ownSpecifier, name);
    }
  }
  for (const [specifier, names] of byModule)
    lines.add(`import { ${names.join(", ")} } from ${quoted(specifier, habits)}${habits.semicolon}`);
  for (const [specifier, names] of typesByModule)
    lines.add(`import type { ${names.join(", ")} } from ${quoted(specifier, habits)}${habits.semicolon}`);
  return [...lines].filter((line) => !have.includes(line));

  function add(specifier: string, name: string): void {
    addTo(byModule, specifier, name);
  }

  function addTo(map: Map<string, string[]>, specifier: string, name: string): void {
    // A second rewrite may need one more name from a module that is already imported; two import lines do no harm.
    if (new RegExp(`import (?:type )?\\{[^}]*\\b${name.split(" as ").at(-1)}\\b[^}]*\\} from`).test(have)) return;
    const list = map.get(specifier);
    if (list === undefined) map.set(specifier, [name]);
    else if (!list.includes(name)) list.push(name);
  }
}

function importOf(declaration: ts.Node): ts.ImportDeclaration {
  let at = declaration;
  while (!ts.isImportDeclaration(at)) at = at.parent;
  return at;
}
