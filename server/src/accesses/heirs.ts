// What may stand in the place of a method: members of classes that extend or implement another type, and what is assigned.
import { ts } from "ts-morph";
import { preorder } from "../loops/mentions.js";
import { perProgram } from "../workspace/perProgram.js";

export interface Heirs {
  /** Members of that name, of all classes of the program that extend or implement another type. */
  members(name: string): readonly ts.ClassElement[];
  /** Something is assigned to a property of that name somewhere in the program. */
  isAssigned(name: string): boolean;
}

interface FileHeirs {
  readonly members: ReadonlyMap<string, readonly ts.ClassElement[]>;
  readonly assigned: ReadonlySet<string>;
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
  const added = [...files].filter((file) => !known.files.has(file)).map(heirsIn);
  const removed = [...known.files].filter((file) => !files.has(file)).map(heirsIn);
  return {
    members: (name) => [
      ...(known.members.get(name) ?? []).filter((member) => files.has(member.getSourceFile())),
      ...added.flatMap(({ members }) => members.get(name) ?? []),
    ],
    isAssigned: (name) => {
      const gone = removed.filter(({ assigned }) => assigned.has(name)).length;
      return (known.assigned.get(name) ?? 0) > gone || added.some(({ assigned }) => assigned.has(name));
    },
  };
});

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

// By file, by syntax alone: good as long as the tree.
const heirsOfFile = new WeakMap<ts.SourceFile, FileHeirs>();

function heirsIn(source: ts.SourceFile): FileHeirs {
  const known = heirsOfFile.get(source);
  if (known !== undefined) return known;
  const members = new Map<string, ts.ClassElement[]>();
  const assigned = new Set([...source.text.matchAll(assignment)].map(([, name, key]) => name ?? key!));
  heirsOfFile.set(source, { members, assigned });
  if (!/\b(?:extends|implements)\b/.test(source.text)) return { members, assigned };
  for (const node of preorder(source)) {
    if (!ts.isClassLike(node) || node.heritageClauses === undefined) continue;
    for (const member of node.members) {
      if (member.name === undefined || !ts.isIdentifier(member.name)) continue;
      members.set(member.name.text, [...(members.get(member.name.text) ?? []), member]);
    }
  }
  return { members, assigned };
}
