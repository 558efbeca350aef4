// Objects, patterns and names of imports on one line: `{ a, b }`, or `{a, b}` where the author writes so.
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";

/** What the author does more often; ties go to blanks inside. O(nodes of the file). */
export function readBraces(source: ts.SourceFile): " " | "" {
  let lead = 0;
  for (const node of preorder(source)) {
    const inside = insideOf(node, source);
    if (inside !== undefined) lead += /^\s/.test(inside) ? 1 : -1;
  }
  return lead < 0 ? "" : " ";
}

/** The code without blanks inside of braces that stand on one line; comments and texts stay as they are. O(length). */
export function withTightBraces(code: string): string {
  if (!code.includes("{ ")) return code;
  const source = ts.createSourceFile("tight.tsx", code, ts.ScriptTarget.Latest, true);
  const blanks = [...preorder(source)].flatMap((node) => {
    const inside = insideOf(node, source);
    if (inside === undefined || !/^ \S(?:.*\S)? $/.test(inside)) return [];
    const start = node.getStart(source) + 1;
    return [start, node.end - 2];
  });
  const gone = new Set(blanks);
  // Code units, as offsets count them: no character is taken apart.
  return blanks.length === 0
    ? code
    : code
        .split("")
        .filter((_, at) => !gone.has(at))
        .join("");
}

/** Between the braces of an object, a pattern or names of an import that stand on one line. */
function insideOf(node: ts.Node, source: ts.SourceFile): string | undefined {
  const parts = ts.isObjectLiteralExpression(node)
    ? node.properties
    : ts.isObjectBindingPattern(node) || ts.isNamedImports(node) || ts.isNamedExports(node)
      ? node.elements
      : undefined;
  if (parts === undefined || parts.length === 0) return undefined;
  const text = source.text.slice(node.getStart(source) + 1, node.end - 1);
  return text.includes("\n") ? undefined : text;
}
