// Imports: one imported name as data, read from a declaration and printed for a new file.
import { ts } from "ts-morph";
import type { Habits } from "./text.js";

/** One imported name. */
export interface ImportNeed {
  readonly specifier: string;
  readonly kind: "named" | "default" | "namespace";
  /** The exported name, for `named`. */
  readonly imported: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

export function named(specifier: string, imported: string, local = imported): ImportNeed {
  return { specifier, kind: "named", imported, local, typeOnly: false };
}

/** One statement per module and kind, packages before relative paths. */
export function printImports(needs: readonly ImportNeed[], habits: Habits, usesRequire: boolean): readonly string[] {
  const groups = new Map<string, ImportNeed[]>();
  for (const need of needs) {
    const alone = need.kind === "namespace" ? need.local : "";
    const key = `${need.specifier}\n${need.typeOnly}\n${alone}`;
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups.values()]
    .sort((left, right) => rank(left[0]!) - rank(right[0]!))
    .map((group) => [...group].sort((a, b) => (a.imported.toLowerCase() < b.imported.toLowerCase() ? -1 : 1)))
    .map((group) => (usesRequire ? printRequire(group, habits) : printImport(group, habits)));
}

function rank({ specifier }: ImportNeed): number {
  if (specifier.startsWith("node:")) return 0;
  return specifier.startsWith(".") ? 2 : 1;
}

export function printImport(group: readonly ImportNeed[], habits: Habits): string {
  const { quote, semicolon } = habits;
  const [first] = group;
  if (first === undefined) return "";
  const from = `${quote}${first.specifier}${quote}${semicolon}`;
  const word = first.typeOnly ? "import type" : "import";
  if (first.kind === "namespace") return `${word} * as ${first.local} from ${from}`;
  const standard = group.find(({ kind }) => kind === "default");
  const names = group.filter(({ kind }) => kind === "named").map(specifierText);
  // `import type A, { B }` is not allowed.
  if (standard !== undefined && names.length > 0 && first.typeOnly)
    return `${word} ${standard.local} from ${from}\n${listed(`${word} `, names, ` from ${from}`, habits)}`;
  if (names.length === 0) return `${word} ${standard?.local} from ${from}`;
  return listed(`${word} ${standard === undefined ? "" : `${standard.local}, `}`, names, ` from ${from}`, habits);
}

/** The names in braces, each on a line of its own where the file's lines are shorter. */
export function listed(head: string, names: readonly string[], tail: string, { width, indent, comma }: Habits): string {
  const line = `${head}{ ${names.join(", ")} }${tail}`;
  if (line.length <= width || names.length === 1) return line;
  return `${head}{\n${names.map((name) => indent + name).join(",\n")}${comma.list}\n}${tail}`;
}

export function specifierText({ imported, local }: ImportNeed): string {
  return imported === local ? local : `${imported} as ${local}`;
}

export function printRequire(group: readonly ImportNeed[], habits: Habits): string {
  const { quote, semicolon } = habits;
  const [first] = group;
  if (first === undefined) return "";
  const call = `require(${quote}${first.specifier}${quote})${semicolon}`;
  if (first.kind === "namespace") return `const ${first.local} = ${call}`;
  const names = group.map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`));
  return listed("const ", names, ` = ${call}`, habits);
}

/** How a declaration imports its name; undefined when it is no import. */
export function importNeed(declaration: ts.Node): ImportNeed | undefined {
  if (ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration)) return requireNeed(declaration);
  let statement = declaration;
  while (statement.parent !== undefined && !ts.isImportDeclaration(statement)) statement = statement.parent;
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const specifier = statement.moduleSpecifier.text;
  const typeOnly = statement.importClause?.isTypeOnly ?? false;
  if (ts.isImportSpecifier(declaration)) {
    const imported = (declaration.propertyName ?? declaration.name).text;
    const need = named(specifier, imported, declaration.name.text);
    return { ...need, typeOnly: typeOnly || declaration.isTypeOnly };
  }
  if (ts.isNamespaceImport(declaration))
    return { specifier, kind: "namespace", imported: "*", local: declaration.name.text, typeOnly };
  if (ts.isImportClause(declaration) && declaration.name !== undefined)
    return { specifier, kind: "default", imported: "default", local: declaration.name.text, typeOnly };
  return undefined;
}

/** `const x = require("m")` and `const { a, b: c } = require("m")`. */
function requireNeed(declaration: ts.BindingElement | ts.VariableDeclaration): ImportNeed | undefined {
  const holder = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  const specifier = ts.isVariableDeclaration(holder) ? requiredModule(holder.initializer) : undefined;
  if (specifier === undefined || !ts.isIdentifier(declaration.name)) return undefined;
  const local = declaration.name.text;
  if (ts.isVariableDeclaration(declaration))
    return { specifier, kind: "namespace", imported: "*", local, typeOnly: false };
  const key = declaration.propertyName ?? declaration.name;
  return ts.isIdentifier(key) ? named(specifier, key.text, local) : undefined;
}

/** The module named in `require("…")`, or undefined for any other expression. */
export function requiredModule(node: ts.Expression | undefined): string | undefined {
  if (node === undefined || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [argument] = node.arguments;
  const isRequire = node.expression.text === "require" && argument !== undefined && ts.isStringLiteralLike(argument);
  return isRequire ? argument.text : undefined;
}
