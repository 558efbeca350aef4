// Functions whose text a program reads (`area.toString()`), to run it elsewhere: what a rewrite imports is not known there.
import { ts } from "ts-morph";
import { unalias } from "../../accesses/types.js";
import { preorder } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";

/** What syntax tells of one file. */
interface Mentions {
  /** By their last names, the values whose text is asked for. */
  readonly read: ReadonlyMap<string, readonly ts.Node[]>;
  /** By names of properties, the names that are stored there. */
  readonly stored: ReadonlyMap<string, readonly ts.Identifier[]>;
}

/**
 * Why a loop must stay as it is: somewhere in the program the text of a function around it is read, by its name or by that of a property
 * where it is stored. O(files), and once for each of these O(its nodes).
 */
export function problemOfReadText({ analysis, program, checker }: TransformContext): string | undefined {
  const around = functionsAround(analysis.loop.node);
  if (around.length === 0) return undefined;
  const files = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file));
  const isMeant = (node: ts.Node, declaration: ts.Node) => {
    const symbol = checker.getSymbolAtLocation(node);
    return (
      symbol !== undefined && unalias(symbol, checker).declarations?.includes(declaration as ts.Declaration) === true
    );
  };
  for (const { name, declaration } of around) {
    const places = files.flatMap((file) =>
      [...mentionsIn(file).stored].flatMap(([property, values]) =>
        values.some((value) => value.text === name && isMeant(value, declaration)) ? [property] : [],
      ),
    );
    for (const file of files) {
      const { read } = mentionsIn(file);
      const found =
        read.get(name)?.find((node) => isMeant(node, declaration)) ??
        places.flatMap((each) => read.get(each) ?? []).find((node) => mayBeFunction(checker.getTypeAtLocation(node)));
      if (found === undefined) continue;
      const { line } = file.getLineAndCharacterOfPosition(found.getStart());
      const place = `${file.fileName.slice(file.fileName.lastIndexOf("/") + 1)}:${line + 1}`;
      return `the text of \`${name}\` is read (${place}), to be run where nothing is imported`;
    }
  }
  return undefined;
}

function mayBeFunction(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(mayBeFunction);
  return (type.flags & ts.TypeFlags.Any) !== 0 || type.getCallSignatures().length > 0;
}

interface Named {
  readonly name: string;
  /** What the function's symbol is declared by. */
  readonly declaration: ts.Node;
}

function functionsAround(node: ts.Node): readonly Named[] {
  const found: Named[] = [];
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const holder = at.name === undefined ? at.parent : at;
    const isNamed =
      ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder);
    const name = at.name ?? (isNamed ? holder.name : undefined);
    if (name !== undefined && ts.isIdentifier(name)) found.push({ name: name.text, declaration: holder });
  }
  return found;
}

const known = new WeakMap<ts.SourceFile, Mentions>();

function mentionsIn(file: ts.SourceFile): Mentions {
  const before = known.get(file);
  if (before !== undefined) return before;
  const read = new Map<string, ts.Node[]>();
  const stored = new Map<string, ts.Identifier[]>();
  const note = <T>(into: Map<string, T[]>, name: string, node: T) => {
    into.set(name, [...(into.get(name) ?? []), node]);
  };
  for (const node of preorder(file)) {
    const asked = textAskedOf(node);
    const last = asked && lastName(asked);
    if (last !== undefined) note(read, last.text, last);
    const [place, value] = storedIn(node) ?? [];
    if (place !== undefined && value !== undefined && ts.isIdentifier(value)) note(stored, place, value);
  }
  const mentions = { read, stored };
  known.set(file, mentions);
  return mentions;
}

/** `value` in `value.toString()`, `String(value)` and `${value}`. */
function textAskedOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isTemplateSpan(node)) return node.expression;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee, arguments: given } = node;
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === "toString" && given.length === 0)
    return callee.expression;
  return ts.isIdentifier(callee) && callee.text === "String" ? given[0] : undefined;
}

function lastName(node: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name) ? node.name : undefined;
}

function storedIn(node: ts.Node): readonly [string, ts.Expression] | undefined {
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) return [node.name.text, node.initializer];
  const isStored = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isStored && ts.isPropertyAccessExpression(node.left)) return [node.left.name.text, node.right];
  return undefined;
}
