// What may stand in the place of a method: members of classes that extend or implement another type, and what is assigned.
import { ts } from "ts-morph";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { holdsMatch, identifiersNamed, preorder } from "../loops/mentions.js";
import { perProgram } from "../workspace/perProgram.js";

export interface Heirs {
  /** Members of that name, of all classes of the program that extend or implement another type. */
  members(name: string): readonly ts.ClassElement[];
  /** Something is assigned to a property of that name somewhere in the program. */
  isAssigned(name: string): boolean;
  /** Where that is done by `object.name = …`; undefined: it is done otherwise, too. O(files). */
  assignments(name: string): readonly ts.PropertyAccessExpression[] | undefined;
}

interface FileHeirs {
  readonly members: ReadonlyMap<string, readonly ts.ClassElement[]>;
  readonly assigned: ReadonlySet<string>;
  /** Those of them that are assigned in another way than `object.name = …`. */
  readonly assignedOtherwise: ReadonlySet<string>;
}

/** What a program had in all its files. The next one mostly differs in one of them, and is answered from here. */
interface Index {
  readonly files: ReadonlySet<ts.SourceFile>;
  readonly members: ReadonlyMap<string, readonly ts.ClassElement[]>;
  /** In how many files. */
  readonly assigned: ReadonlyMap<string, number>;
}

let index: Index | undefined;
/** Files that are not those of the index, from which on it is made anew. */
const mostChanges = 16;

/** O(files) for a program that differs from the last one in a few of them, else O(size of the program). */
export const heirsOf = perProgram((program): Heirs => {
  const files = new Set(program.getSourceFiles().filter((file) => !file.isDeclarationFile));
  const known = index !== undefined && changes(index.files, files) <= mostChanges ? index : indexOf(files);
  index = known;
  const added = known.files === files ? [] : [...files].filter((file) => !known.files.has(file)).map(heirsIn);
  const removed = known.files === files ? [] : [...known.files].filter((file) => !files.has(file)).map(heirsIn);
  return {
    members: (asked) =>
      [asked, anyName].flatMap((name) => [
        ...(known.members.get(name) ?? []).filter((member) => files.has(member.getSourceFile())),
        ...added.flatMap(({ members }) => members.get(name) ?? []),
      ]),
    assignments: (name) => assignmentsIn(files, name),
    isAssigned: (name) => {
      const gone = removed.filter(({ assigned }) => assigned.has(name)).length;
      return (known.assigned.get(name) ?? 0) > gone || added.some(({ assigned }) => assigned.has(name));
    },
  };
});

function assignmentsIn(
  files: ReadonlySet<ts.SourceFile>,
  name: string,
): readonly ts.PropertyAccessExpression[] | undefined {
  const found: ts.PropertyAccessExpression[] = [];
  for (const file of files) {
    const { assigned, assignedOtherwise } = heirsIn(file);
    if (!assigned.has(name)) continue;
    if (assignedOtherwise.has(name)) return undefined;
    for (const { parent } of identifiersNamed(name, file))
      if (ts.isPropertyAccessExpression(parent) && parent.name.text === name && isAssignedAt(parent))
        found.push(parent);
  }
  return found;
}

function changes(before: ReadonlySet<ts.SourceFile>, after: ReadonlySet<ts.SourceFile>): number {
  let both = 0;
  for (const file of after) if (before.has(file)) both++;
  return before.size + after.size - 2 * both;
}

function indexOf(files: ReadonlySet<ts.SourceFile>): Index {
  const members = new Map<string, ts.ClassElement[]>();
  const counts = new Map<string, number>();
  for (const file of files) {
    const found = heirsIn(file);
    for (const name of found.assigned) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, list] of found.members) {
      const all = members.get(name) ?? [];
      all.push(...list);
      members.set(name, all);
    }
  }
  return { files, members, assigned: counts };
}

/** `a.press = `, `a["press"] ??= `: by text alone, which is a superset. */
const assignment = /(?:\.([\w$]+)|\[\s*["'`]([^"'`\n]+)["'`]\s*\])\s*(?:\?\?|\|\||&&)?=(?![=>])/g;

/** `Object.defineProperty(A.prototype, "press", …)`: the same. */
const definition = /\bdefineProperty\s*\([^;"'`]*["'`]([^"'`\n]+)["'`]/g;

/** Where a property may be set by a pattern, the head of a loop, or a copy: `[a.press] = …`, `Object.assign(a, { press })`. */
const otherwise =
  /[\]}]\s*=(?![=>])|\bfor\s*(?:await\s*)?\((?!\s*(?:const|let|var|using)\b)[^;]{1,500}?\b(?:of|in)\b|\bObject\.(?:assign|defineProperties)\b|\bReflect\./g;

// By file, by syntax alone: good as long as the tree.
const heirsOfFile = new WeakMap<ts.SourceFile, FileHeirs>();

function heirsIn(source: ts.SourceFile): FileHeirs {
  const known = heirsOfFile.get(source);
  if (known !== undefined) return known;
  const members = new Map<string, ts.ClassElement[]>();
  const plain = [...source.text.matchAll(assignment)];
  const otherwise = new Set([
    ...plain.flatMap(([, , key]) => key ?? []),
    ...[...source.text.matchAll(definition)].map(([, name]) => name!),
    ...assignedOtherwise(source),
  ]);
  const assigned = new Set([...plain.flatMap(([, name]) => name ?? []), ...otherwise]);
  const found: FileHeirs = { members, assigned, assignedOtherwise: otherwise };
  heirsOfFile.set(source, found);
  if (!/\b(?:extends|implements)\b/.test(source.text)) return found;
  for (const node of preorder(source, holdsMatch(source.text, /\b(?:extends|implements)\b/g))) {
    if (!ts.isClassLike(node) || node.heritageClauses === undefined) continue;
    for (const member of node.members) {
      const name = member.name === undefined ? undefined : nameOf(member.name);
      if (name !== undefined) members.set(name, [...(members.get(name) ?? []), member]);
    }
  }
  return found;
}

/** The names of properties that something is assigned to elsewhere than in front of an equals sign. */
function assignedOtherwise(source: ts.SourceFile): readonly string[] {
  const names: string[] = [];
  for (const node of preorder(source, holdsMatch(source.text, otherwise))) {
    const pattern = patternOf(node);
    for (const each of pattern === undefined ? [] : preorder(pattern))
      if (ts.isPropertyAccessExpression(each) && isAssignedAt(each)) names.push(each.name.text);
    if (!ts.isCallExpression(node) || !/^(?:Object|Reflect)\.\w+$/.test(node.expression.getText(source))) continue;
    for (const given of node.arguments)
      for (const { name } of ts.isObjectLiteralExpression(given) ? given.properties : []) {
        const copied = name === undefined ? undefined : nameOf(name);
        if (copied !== undefined) names.push(copied);
      }
  }
  return names;
}

/** What a pattern or the head of a loop assigns to. */
function patternOf(node: ts.Node): ts.Node | undefined {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return node.initializer;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return ts.isArrayLiteralExpression(node.left) || ts.isObjectLiteralExpression(node.left) ? node.left : undefined;
}

/** A name in quotes or brackets is one like any other. One that only running tells can be any: `anyName`. */
function nameOf(name: ts.PropertyName): string | undefined {
  if (ts.isPrivateIdentifier(name)) return undefined;
  if (!ts.isComputedPropertyName(name)) return name.text;
  const key = name.expression;
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return key.text;
  // `[Symbol.iterator]`
  return ts.isPropertyAccessExpression(key) ? undefined : anyName;
}

const anyName = "[]";
