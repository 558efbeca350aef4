// The text of the kernel module: imports, types, moved helpers, the kernel, its registration. A second rewrite extends it.
import { ts } from "ts-morph";
import type { FileEdit, TextEdit, TransformContext } from "../transform.js";
import { declaredNames, type Helpers } from "./helpers.js";
import { linesWithGaps, sortedLike } from "./importOrder.js";
import { importEdits, localNameOf, namesOf } from "./imports.js";
import { type ImportNeed, importNeed, named, printImports } from "./importText.js";
import { sameKernel } from "./sameKernel.js";
import type { Target } from "./target.js";
import { freeInFile, fullRange, type Habits, habitsOf, inHabit } from "./text.js";
import type { TypeNames } from "./types.js";

export interface KernelText {
  readonly name: string;
  /** The interface of the environment, empty in JavaScript or when nothing travels. */
  readonly envInterface: string;
  /** The function as a whole. */
  readonly declaration: string;
}

const runnerPackage = "@loopsmith/runner";

/** Creates or extends the kernel module. A problem: a name that has to move there means something else already. */
export function kernelModuleEdit(
  kernel: KernelText,
  helpers: Helpers,
  types: TypeNames,
  target: Target,
  habits: Habits,
  { sourceFile, workspace }: TransformContext,
): FileEdit | { readonly problem: string } {
  const file = target.kernelFile;
  const bodies = [
    ...helpers.moved.map((statement) => movedText(statement, target, habits)),
    kernel.envInterface,
    kernel.declaration,
  ].filter((part) => part !== "");
  // Of a type the compiler may show what it stands for, not the names that it was put together from.
  const isShown = ({ local }: ImportNeed) => bodies.some((body) => isWordOf(body, local));
  const imports = neededImports(helpers, types, target, sourceFile).filter((need) => !need.typeOnly || isShown(need));
  const present = workspace.readFile(file);
  if (present === undefined) {
    const names = target.usesRequire ? [`module.exports = { ${[...helpers.movedNames, kernel.name].join(", ")} }`] : [];
    const blocks = [
      linesWithGaps(
        printImports([named(runnerPackage, "registerKernels"), ...imports], habits, target.usesRequire),
        habits.apart,
      ).join("\n"),
      ...bodies,
      [
        ...names.map((line) => line + habits.semicolon),
        registration("registerKernels", kernel.name, target, habits),
      ].join("\n"),
    ];
    const text = `${blocks.join("\n\n")}\n`;
    return { file, created: true, edits: inHabit([{ start: 0, end: 0, text }], habits) };
  }
  const parsed = ts.createSourceFile(file, present, ts.ScriptTarget.Latest, true);
  const clash = parsed.statements.flatMap(declaredNames).find((name) => helpers.movedNames.has(name));
  if (clash !== undefined) return { problem: `the kernel module has another \`${clash}\`; rename one of the two` };
  const other = imports.find((need) => meansAnother(need, parsed));
  if (other !== undefined)
    return { problem: `the kernel module has another \`${other.local}\`; rename one of the two` };
  const own = { ...habitsOf(parsed), ...(habits.apart === undefined ? {} : { apart: habits.apart }) };
  const edits = extension(parsed, imports, bodies, kernel.name, helpers, target, own);
  return { file, created: false, edits: inHabit(edits, own) };
}

/**
 * The name of a kernel of the module that is the same as the new one, and that can be called where the loop stands: a second one would
 * only say the same again.
 */
export function standingKernel(
  kernel: KernelText,
  helpers: Helpers,
  types: TypeNames,
  target: Target,
  { sourceFile, analysis, checker, workspace }: TransformContext,
): string | undefined {
  const present = workspace.readFile(target.kernelFile);
  if (present === undefined || helpers.moved.length > 0) return undefined;
  const parsed = ts.createSourceFile(target.kernelFile, present, ts.ScriptTarget.Latest, true);
  const words = `${kernel.envInterface}\n${kernel.declaration}`;
  const name = sameKernel(kernel.name, words, present, localNameOf(parsed, runnerPackage, "registerKernels"));
  if (name === undefined) return undefined;
  const imported = parsed.statements.flatMap(namesOf);
  const isThere = ({ local, specifier }: ImportNeed) =>
    !isWordOf(words, local) || imported.some((each) => each.local === local && each.specifier === specifier);
  if (!neededImports(helpers, types, target, sourceFile).every(isThere)) return undefined;
  if (localNameOf(sourceFile, target.kernelSpecifier, name) === undefined)
    return freeInFile(name, sourceFile) === name ? name : undefined;
  const meant = checker.resolveName(name, analysis.loop.node, ts.SymbolFlags.Value, false);
  const isOfFile = (declaration: ts.Declaration) => !isInFunction(declaration);
  return localNameOf(sourceFile, target.kernelSpecifier, name) === name && meant?.declarations?.every(isOfFile) === true
    ? name
    : undefined;
}

function isInFunction(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at) || ts.isBlock(at)) return true;
  return false;
}

function isWordOf(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}

/** The module has the name, and not from there. */
function meansAnother({ local, specifier }: ImportNeed, parsed: ts.SourceFile): boolean {
  const imported = parsed.statements.flatMap(namesOf).filter((each) => each.local === local);
  if (imported.length > 0) return imported.some((each) => each.specifier !== specifier);
  return parsed.statements.flatMap(declaredNames).includes(local);
}

function registration(register: string, kernelName: string, target: Target, { semicolon }: Habits): string {
  const where = { cjs: "__filename, ", esm: "import.meta.url, ", either: "" }[target.system];
  return `${register}(${where}{ ${kernelName} })${semicolon}`;
}

function extension(
  parsed: ts.SourceFile,
  imports: readonly ImportNeed[],
  bodies: readonly string[],
  name: string,
  helpers: Helpers,
  target: Target,
  habits: Habits,
): readonly TextEdit[] {
  const { text } = parsed;
  const code = bodies.join("\n\n");
  const edits: TextEdit[] = [];
  const register = localNameOf(parsed, runnerPackage, "registerKernels");
  const call =
    register === undefined ? undefined : parsed.statements.find((statement) => isCallOf(register, statement));
  const exportsAt = parsed.statements.find((statement) => /^module\.exports\s*=/.test(statement.getText()));
  const list = exportsAt && findObject(exportsAt);
  if (list !== undefined) edits.push(addNames(list, [...helpers.movedNames, name]));
  const names = call && findObject(call);
  if (call === undefined || names === undefined) {
    const tail = [code, registration(register ?? "registerKernels", name, target, habits)].join("\n\n");
    edits.push({ start: text.length, end: text.length, text: `${text.endsWith("\n") ? "" : "\n"}\n${tail}\n` });
  } else {
    const anchor = exportsAt !== undefined && exportsAt.pos < call.pos ? exportsAt : call;
    edits.push({ start: anchor.getStart(), end: anchor.getStart(), text: `${code}\n\n` });
    edits.push(...addNamesTo(call, names, [name], habits));
  }
  const needs = register === undefined ? [named(runnerPackage, "registerKernels"), ...imports] : imports;
  edits.push(...importEdits(parsed, needs, new Set(), habits, target.usesRequire));
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isCallOf(name: string, statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
  return statement.expression.expression.getText() === name;
}

function findObject(root: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(root)) return root;
  return ts.forEachChild(root, findObject);
}

/** The names behind those of the statement, each on a line of its own where one line does not hold them. */
function addNamesTo(
  statement: ts.Statement,
  object: ts.ObjectLiteralExpression,
  names: readonly string[],
  { width, indent, comma: { list } }: Habits,
): readonly TextEdit[] {
  const added = addNames(object, names);
  const lines = statement.getText().split("\n");
  if (lines.length > 1) {
    const last = object.properties.at(-1);
    if (last === undefined || !/^\s*,?\s*\n/.test(statement.getSourceFile().text.slice(last.end))) return [added];
    const comma = object.properties.hasTrailingComma ? 1 : 0;
    const at = last.end + comma;
    const text = `${comma === 0 ? "," : ""}${names.map((name) => `\n${indent}${name}`).join(",")}${comma === 0 ? "" : ","}`;
    return [{ start: at, end: at, text }];
  }
  if (lines[0]!.length + added.text.length <= width) return [added];
  const all = [...object.properties.map((each) => each.getText()), ...names];
  return [
    { start: object.getStart(), end: object.end, text: `{\n${all.map((each) => indent + each).join(",\n")}${list}\n}` },
  ];
}

function addNames(object: ts.ObjectLiteralExpression, names: readonly string[]): TextEdit {
  const last = object.properties.at(-1);
  if (last === undefined) return { start: object.getStart(), end: object.end, text: `{ ${names.join(", ")} }` };
  return { start: last.end, end: last.end, text: `, ${names.join(", ")}` };
}

/** The statement as it stands, with its comments, exported. */
function movedText(statement: ts.Statement, target: Target, { semicolon }: Habits): string {
  const source = statement.getSourceFile();
  const { start, end } = fullRange(statement, source.text);
  const text = source.text.slice(start, end).trimEnd();
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  const at = statement.getStart() - start;
  // What was the file's default export has a name here.
  if (isExported) return text.slice(0, at) + text.slice(at).replace(/^export\s+default\s+/, "export ");
  // `;[a, b] = …`: that sign was counted to the statement before.
  if (semicolon === "" && /^[[(`+\-/]/.test(text.slice(at))) return `${text.slice(0, at)};${text.slice(at)}`;
  if (target.usesRequire || declaredNames(statement).length === 0) return text;
  return `${text.slice(0, at)}export ${text.slice(at)}`;
}

/** `export default class Matrix` has no other name for those who import it. */
function ownNeed(name: string, declaration: ts.Declaration, { ownSpecifier }: Target): ImportNeed {
  const isDefault = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Default) !== 0;
  return isDefault
    ? { specifier: ownSpecifier, kind: "default", imported: "default", local: name, typeOnly: true }
    : named(ownSpecifier, name);
}

/** What the helpers and types are imported from; what lies in the kernel module itself needs no import. */
function neededImports(
  helpers: Helpers,
  types: TypeNames,
  target: Target,
  sourceFile: ts.SourceFile,
): readonly ImportNeed[] {
  const needs = [...helpers.imports.values()].flatMap((declaration) => importNeed(declaration) ?? []);
  if (target.language === "ts") {
    for (const [name, symbol] of types.names) {
      if (helpers.movedNames.has(name) || needs.some(({ local }) => local === name)) continue;
      const [declaration] = symbol.declarations ?? [];
      if (declaration === undefined) continue;
      const imported = importNeed(declaration);
      if (imported !== undefined) needs.push({ ...imported, typeOnly: true });
      else if (declaration.getSourceFile() === sourceFile)
        needs.push({ ...ownNeed(name, declaration, target), typeOnly: true });
    }
    for (const [name, module] of types.imports ?? []) needs.push({ ...named(module, name), typeOnly: true });
  }
  const own = sourceFile.statements.flatMap((statement) => namesOf(statement)[0]?.specifier ?? []);
  const others = needs.filter(({ specifier }) => specifier !== target.kernelSpecifier);
  return sortedLike(own, others, ({ specifier }) => specifier);
}
