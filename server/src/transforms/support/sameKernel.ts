// A kernel that stands in the kernel module already: a loop of the same kind needs no second one.
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";

/**
 * The name of a registered kernel that differs from the new one in nothing but its name, comments and types included. How the text is
 * laid out does not count. O(length of the module + new kernel · registered kernels).
 * @param text the new kernel, with the type of its environment
 * @param module text of the kernel module
 * @param register what the module calls `registerKernels`
 */
export function sameKernel(name: string, text: string, module: string, register = "registerKernels") {
  const wanted = printOf(name, parse(text));
  const parsed = parse(module);
  return wanted && registeredIn(parsed, register).find((each) => printOf(each, parsed) === wanted);
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("kernels.ts", text, ts.ScriptTarget.Latest, true);
}

/** The words of a kernel and of its environment's type, by which two kernels are compared. */
function printOf(name: string, file: ts.SourceFile): string | undefined {
  const env = `${name[0]!.toUpperCase()}${name.slice(1)}Env`;
  const kernel = file.statements.find((each) => ts.isFunctionDeclaration(each) && each.name?.text === name);
  const type = file.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === env);
  if (kernel === undefined) return undefined;
  const shown = (word: string) => (word === name ? "<kernel>" : word === env ? "<env>" : word);
  return JSON.stringify([type, kernel].map((part) => (part === undefined ? [] : wordsOf(part, shown))));
}

/**
 * The tree as words, each token with the comments before it; without the commas and semicolons at ends, which a formatter puts or takes.
 */
function wordsOf(root: ts.Node, shown: (word: string) => string): readonly string[] {
  const { text } = root.getSourceFile();
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const parts = node.getChildren();
    if (parts.length > 0 || node.end === node.getStart()) {
      words.push(`<${node.kind}`);
      parts.forEach(visit);
      words.push(">");
      return;
    }
    const comments = text.slice(node.pos, node.getStart()).replace(/\s+/g, " ").trim();
    if (comments !== "") words.push(comments);
    if (ts.isStringLiteral(node)) words.push(JSON.stringify(node.text));
    else if (node.kind !== ts.SyntaxKind.SemicolonToken || ts.isForStatement(node.parent))
      words.push(shown(node.getText()));
  };
  visit(root);
  return words.filter((word, at) => word !== "," || words[at + 1] !== ">");
}

/** The kernels that a module registers by name. */
function registeredIn(module: ts.SourceFile, register: string): readonly string[] {
  const names: string[] = [];
  for (const node of preorder(module)) {
    if (!ts.isCallExpression(node) || node.expression.getText() !== register) continue;
    const list = node.arguments.find(ts.isObjectLiteralExpression);
    for (const each of list?.properties ?? []) if (ts.isShorthandPropertyAssignment(each)) names.push(each.name.text);
  }
  return names;
}
