// Edits of the imports of an existing file: names that come, names that nobody uses any more.
import { ts } from "ts-morph";
import type { TextEdit } from "../transform.js";
import { followerOf, isOneGroup, joined, sortedLike, withGaps } from "./importOrder.js";
import {
  type ImportNeed,
  listed,
  printImport,
  printImports,
  printRequire,
  requiredModule,
  specifierText,
} from "./importText.js";
import { fullRange, type Habits } from "./text.js";

/**
 * @param gone local names whose imports are taken away
 * @param ordered statements whose modules are loaded where they stand: what comes out of files comes right behind the last one
 */
export function importEdits(
  sourceFile: ts.SourceFile,
  added: readonly ImportNeed[],
  gone: ReadonlySet<string>,
  habits: Habits,
  usesRequire: boolean,
  ordered: ReadonlySet<ts.Statement> = new Set(),
): readonly TextEdit[] {
  const missing = added.filter((need) => !isImported(sourceFile, need));
  // What was imported as a type alone, and is now needed as a value.
  const asValues = new Set(missing.filter(({ typeOnly }) => !typeOnly).map(({ local }) => local));
  const edits: TextEdit[] = [];
  const placed = new Set<ImportNeed>();
  const lastOrdered = sourceFile.statements.findLast((statement) => ordered.has(statement));
  const isOfFile = (need: ImportNeed) => isRelative(need.specifier) && !placed.has(need) && !isJoined(need);
  const isJoined = (need: ImportNeed) =>
    sourceFile.statements.some((each) => isDependency(each) && canJoin(each, need));
  for (const statement of sourceFile.statements) {
    if (!isDependency(statement)) continue;
    const join = missing.filter((need) => !placed.has(need) && canJoin(statement, need));
    for (const need of join) placed.add(need);
    const isGone = ({ local, typeOnly }: ImportNeed) => gone.has(local) || (typeOnly && asValues.has(local));
    const edit = rewriteStatement(statement, join, isGone, habits, sourceFile);
    if (edit?.text === "" && ordered.has(statement)) {
      const coming = statement === lastOrdered ? missing.filter(isOfFile) : [];
      for (const need of coming) placed.add(need);
      const lines = coming.length > 0 ? printImports(coming, habits, usesRequire) : [printEffect(statement, habits)];
      edits.push({ start: edit.start, end: statement.end, text: lines.join("\n") });
    } else if (edit !== undefined) edits.push(edit);
  }
  const rest = missing.filter((need) => !placed.has(need));
  const removed = (statement: ts.Statement) =>
    edits.some(({ start, text }) => text === "" && start === statement.getStart(sourceFile));
  const all = [...edits, ...newStatements(sourceFile, rest, removed, ordered, habits, usesRequire)];
  if (habits.apart === undefined || usesRequire) return all;
  return withGaps(
    sourceFile,
    all.sort((a, b) => a.start - b.start || a.end - b.end),
    habits.apart,
  );
}

/** The import for its effects alone. */
function printEffect(statement: ts.Statement, { quote, semicolon }: Habits): string {
  const module = `${quote}${namesOf(statement)[0]!.specifier}${quote}`;
  return `${ts.isImportDeclaration(statement) ? `import ${module}` : `require(${module})`}${semicolon}`;
}

/** What the name is called here when it is imported already. */
export function localNameOf(sourceFile: ts.SourceFile, specifier: string, imported: string): string | undefined {
  for (const statement of sourceFile.statements) {
    const found = namesOf(statement).find(
      (need) => need.specifier === specifier && need.kind === "named" && need.imported === imported && !need.typeOnly,
    );
    if (found !== undefined) return found.local;
  }
  return undefined;
}

function isImported(sourceFile: ts.SourceFile, need: ImportNeed): boolean {
  return sourceFile.statements.some((statement) =>
    namesOf(statement).some(
      (other) =>
        other.specifier === need.specifier &&
        other.imported === need.imported &&
        other.local === need.local &&
        (need.typeOnly || !other.typeOnly),
    ),
  );
}

function isDependency(statement: ts.Statement): statement is ts.ImportDeclaration | ts.VariableStatement {
  return namesOf(statement).length > 0;
}

/** The names that an import statement (or a `const … = require(…)`) brings in. */
export function namesOf(statement: ts.Statement): readonly ImportNeed[] {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const { importClause: clause } = statement;
    const specifier = statement.moduleSpecifier.text;
    if (clause === undefined) return [];
    const typeOnly = clause.isTypeOnly;
    const found: ImportNeed[] = [];
    if (clause.name) found.push({ specifier, kind: "default", imported: "default", local: clause.name.text, typeOnly });
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings))
      found.push({ specifier, kind: "namespace", imported: "*", local: bindings.name.text, typeOnly });
    if (bindings && ts.isNamedImports(bindings)) {
      for (const element of bindings.elements)
        found.push({
          specifier,
          kind: "named",
          imported: (element.propertyName ?? element.name).text,
          local: element.name.text,
          typeOnly: typeOnly || element.isTypeOnly,
        });
    }
    return found;
  }
  if (!ts.isVariableStatement(statement)) return [];
  const { declarations } = statement.declarationList;
  const [declaration] = declarations;
  const specifier = requiredModule(declaration?.initializer);
  if (declaration === undefined || declarations.length !== 1 || specifier === undefined) return [];
  const { name } = declaration;
  if (ts.isIdentifier(name))
    return [{ specifier, kind: "namespace", imported: "*", local: name.text, typeOnly: false }];
  return name.elements.flatMap((element): ImportNeed[] => {
    if (ts.isOmittedExpression(element) || !ts.isIdentifier(element.name)) return [];
    const key = element.propertyName ?? element.name;
    return ts.isIdentifier(key)
      ? [{ specifier, kind: "named", imported: key.text, local: element.name.text, typeOnly: false }]
      : [];
  });
}

function canJoin(statement: ts.Statement, need: ImportNeed): boolean {
  if (need.kind !== "named") return false;
  const names = namesOf(statement);
  const list = names.filter(({ kind }) => kind === "named");
  if (list.length === 0 || names.some(({ kind }) => kind === "namespace")) return false;
  const isTypeStatement = ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly === true;
  return list[0]!.specifier === need.specifier && isTypeStatement === need.typeOnly;
}

function rewriteStatement(
  statement: ts.ImportDeclaration | ts.VariableStatement,
  join: readonly ImportNeed[],
  isGone: (need: ImportNeed) => boolean,
  habits: Habits,
  sourceFile: ts.SourceFile,
): TextEdit | undefined {
  const names = namesOf(statement);
  const kept = names.filter((each) => !isGone(each));
  // `import a, * as b` is left alone until neither is used.
  const isPair = names.length > 1 && names.some(({ kind }) => kind === "namespace");
  if (isPair && kept.length > 0) return undefined;
  if (kept.length === names.length && join.length === 0) return undefined;
  if (kept.length + join.length === 0) {
    // With the line end behind it; the comments above stay, they may be the file's.
    const { text } = sourceFile;
    const end = /^[ \t]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0;
    return { start: statement.getStart(sourceFile), end: statement.end + end, text: "" };
  }
  const group = joined(kept, join, ({ imported }) => imported);
  const start = statement.getStart(sourceFile);
  if (ts.isVariableStatement(statement)) return { start, end: statement.end, text: printRequire(group, habits) };
  const isTypeStatement = statement.importClause?.isTypeOnly === true;
  // `import { type A, b }` keeps its form.
  const mixed = !isTypeStatement && group.some(({ typeOnly }) => typeOnly);
  if (!mixed) return { start, end: statement.end, text: printImport(group, habits) };
  const standard = group.find(({ kind }) => kind === "default");
  const list = group
    .filter(({ kind }) => kind === "named")
    .map((need) => (need.typeOnly ? `type ${specifierText(need)}` : specifierText(need)));
  const head = standard === undefined ? "" : `${standard.local}, `;
  const { quote, semicolon } = habits;
  const from = `${quote}${group[0]!.specifier}${quote}${semicolon}`;
  return { start, end: statement.end, text: listed(`import ${head}`, list, ` from ${from}`, habits) };
}

/** Where those of its kind are sorted a new import is, too; else packages go before the first relative import, relative modules behind the last. */
function newStatements(
  sourceFile: ts.SourceFile,
  needs: readonly ImportNeed[],
  isRemoved: (statement: ts.Statement) => boolean,
  ordered: ReadonlySet<ts.Statement>,
  habits: Habits,
  usesRequire: boolean,
): readonly TextEdit[] {
  if (needs.length === 0) return [];
  const all = sourceFile.statements.filter(
    (statement) =>
      ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement) || isDependency(statement),
  );
  const imports = all.filter((statement) => !isRemoved(statement));
  const print = (some: readonly ImportNeed[]) => printImports(some, habits, usesRequire);
  const last = imports.at(-1);
  const [gone] = all;
  if (last === undefined && gone !== undefined) {
    const at = gone.getStart(sourceFile);
    return [{ start: at, end: at, text: `${print(needs).join("\n")}\n` }];
  }
  if (last === undefined) {
    const start = headEnd(sourceFile);
    // Behind a directive, with the empty line that stands there already.
    const blank = start > 0 ? (/^[ \t]*\r?\n/.exec(sourceFile.text.slice(start))?.[0] ?? "") : "";
    const isBehind = blank !== "" && sourceFile.statements.length > 0;
    const gap = sourceFile.statements.length > 0 ? "\n\n" : "\n";
    const at = start + (isBehind ? blank.length : 0);
    return [{ start: at, end: at, text: `${print(needs).join("\n")}${gap}` }];
  }
  const edits: TextEdit[] = [];
  const groups = usesRequire ? [] : groupBy(needs);
  const placed = new Set(groups.filter(place).flat());
  const rest = needs.filter((need) => !placed.has(need));
  const lastPackage = imports.findLast((statement) =>
    namesOf(statement).some(({ specifier }) => !isRelative(specifier)),
  );
  const firstRelative = imports.find((statement) => namesOf(statement).some(({ specifier }) => isRelative(specifier)));
  const packages = rest.filter(({ specifier }) => !isRelative(specifier));
  const relatives = rest.filter(({ specifier }) => isRelative(specifier));
  if (packages.length > 0) {
    const lines = print(packages);
    if (lastPackage !== undefined)
      edits.push({ start: lastPackage.end, end: lastPackage.end, text: lines.map((line) => `\n${line}`).join("") });
    else {
      const at = startOf(firstRelative ?? last, sourceFile);
      // Ahead of a file that comes to stand at the same place.
      edits.unshift({ start: at, end: at, text: lines.map((line) => `${line}\n`).join("") });
    }
  }
  if (relatives.length > 0)
    edits.push({
      start: last.end,
      end: last.end,
      text: print(relatives)
        .map((line) => `\n${line}`)
        .join(""),
    });
  return edits;

  /** Puts what comes from one module before the first import that follows it in the author's order. */
  function place(group: readonly ImportNeed[]): boolean {
    const { specifier } = group[0]!;
    const ahead = isRelative(specifier) ? imports.findLast((statement) => ordered.has(statement)) : undefined;
    if (ahead !== undefined) {
      edits.push({ start: ahead.end, end: ahead.end, text: `\n${print(group).join("\n")}` });
      return true;
    }
    // Imports for their effects alone run in the author's order.
    const lastEffect = imports.findLastIndex((statement) => namesOf(statement).length === 0);
    const peers = imports
      .slice(lastEffect + 1)
      .filter((statement) => isRelative(namesOf(statement)[0]!.specifier) === isRelative(specifier));
    const follower = followerOf(specifier, peers);
    if (follower === undefined) return false;
    const before = peers[peers.indexOf(follower) - 1];
    const isOfGroup = (peer: ts.Statement) => isOneGroup(namesOf(peer)[0]!.specifier, specifier);
    if (before !== undefined && isOfGroup(before) && !isOfGroup(follower)) {
      const text = print(group)
        .map((line) => `\n${line}`)
        .join("");
      edits.push({ start: before.end, end: before.end, text });
      return true;
    }
    const start = startOf(follower, sourceFile);
    const text = print(group)
      .map((line) => `${line}\n`)
      .join("");
    const at = edits.findIndex((edit) => edit.start === start);
    if (at === -1) edits.push({ start, end: start, text });
    else edits[at] = { start, end: start, text: edits[at]!.text + text };
    return true;
  }
}

/** With the comments right above it, but for one that heads the file; what is told to a tool is about the next line. */
function startOf(statement: ts.Statement, { text, statements }: ts.SourceFile): number {
  const [own, { start }] = [statement.getStart(), fullRange(statement, text)];
  const isHead = statement === statements[0] && !/(?:eslint|biome|prettier|oxlint|@ts)-/.test(text.slice(start, own));
  return isHead ? own : start;
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith(".");
}

/** By the module that they come from, in the order in which several new ones stand. */
function groupBy(needs: readonly ImportNeed[]): readonly (readonly ImportNeed[])[] {
  const groups = new Map<string, ImportNeed[]>();
  for (const need of needs) groups.set(need.specifier, [...(groups.get(need.specifier) ?? []), need]);
  return sortedLike([], [...groups.values()], ([first]) => first!.specifier);
}

/** Behind a hash-bang line, the comment that heads the file, and directives such as "use strict". */
function headEnd(sourceFile: ts.SourceFile): number {
  const { text, statements } = sourceFile;
  let directive: ts.Statement | undefined;
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    directive = statement;
  }
  if (directive !== undefined) return afterLine(text, directive.end);
  const [first] = statements;
  const hashBang = /^#!.*\r?\n?/.exec(text)?.[0].length ?? 0;
  if (first === undefined) return text.length;
  const comments = ts.getLeadingCommentRanges(text, 0) ?? [];
  // A comment with an empty line behind it heads the file; one right above a statement belongs to that.
  let head = hashBang;
  comments.forEach((comment, index) => {
    const next = comments[index + 1]?.pos ?? first.getStart(sourceFile);
    if (/\n[ \t]*\r?\n/.test(text.slice(comment.end, next))) head = next;
  });
  return head;
}

function afterLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** Local names that the file imports. */
export function importedNames(sourceFile: ts.SourceFile): readonly string[] {
  return sourceFile.statements.flatMap((statement) => namesOf(statement).map(({ local }) => local));
}
