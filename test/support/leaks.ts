// Where an object that a function makes gets another name.
import { ts } from "ts-morph";
import { keptToItself } from "../../server/src/accesses/keptToItself.js";
import { createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import { preorder } from "../../server/src/loops/mentions.js";
import { openExample } from "./check.js";

/**
 * What gives away the object that the function makes at `$`: the text around each such mention; undefined where it has no name.
 * @param made the expression that stands at `$`
 * @param star `*` for a generator
 */
export function leaks(body: string, made = "[]", star = ""): readonly string[] | undefined {
  const { program, sourceFile } = openExample(`declare function keep(x: unknown): void;
interface Box { held: unknown; add(x: number): void }
export function${star} f(box: Box, xs: number[], n: number): unknown { ${body.replace("$", () => made)} return 0; }`);
  const container = sourceFile.statements.findLast((each) => ts.isFunctionDeclaration(each))!;
  for (const node of preorder(container))
    if (ts.isExpression(node) && node.getText() === made) {
      const kept = keptToItself(node, container, createAnalysisContext(program));
      return kept?.leaks.map((leak) => leak.parent.getText());
    }
  throw new Error("The function does not make it.");
}
