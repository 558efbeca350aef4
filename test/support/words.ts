// Which names are free at a place of a text.
import { ts } from "ts-morph";
import { wordsInScope } from "../../server/src/loops/wordsInScope.js";

/** Whether a name may be declared beside the expression that reads so. */
export function isFreeBeside(name: string, expression: string, text: string): boolean {
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const find = (node: ts.Node): ts.Node | undefined =>
    node.getText() === expression ? node : ts.forEachChild(node, find);
  return !new RegExp(`\\b${name}\\b`).test(wordsInScope(find(file)!));
}
