// Places in a loop's body, as tests name them: by their text.

import { ts } from "ts-morph";
import { preorder } from "../../server/src/loops/mentions.js";
import { isGuarded } from "../../server/src/transforms/support/guardedPlaces.js";
import { placeKey } from "../../server/src/transforms/support/placeKeys.js";
import { checkerOf } from "../../server/src/workspace/checker.js";
import { givenIn } from "../../server/src/workspace/givenAnything.js";
import { openExample } from "./check.js";

/** Whether the first loop of the text looks for the place before it touches it. */
export function isGuardedIn(text: string, place: string): boolean {
  const { program, sourceFile } = openExample(text);
  const checker = checkerOf(program);
  const loop = [...preorder(sourceFile)].find(ts.isForStatement)!;
  const nodes = [...preorder(loop.statement)].filter(ts.isExpression);
  const mentions = nodes.filter((node) => node.getText() === place && !ts.isNonNullExpression(node));
  const { symbols } = placeKey(mentions[0]!, checker)!;
  return isGuarded({ mentions, symbols }, (loop.statement as ts.Block).statements, checker);
}

/** Of each `use(s)` in a JavaScript file, whether `s` may hold something of no type there. */
export function anythingIn(text: string): readonly boolean[] {
  const { program, sourceFile } = openExample(text, "example.js");
  const checker = program.getTypeChecker();
  const names = usedIn(sourceFile).filter(ts.isIdentifier);
  return names.map((name) => givenIn(program)(sourceFile).isAnything(name, checker.getSymbolAtLocation(name)!));
}

/** Of each `use(s)` in a JavaScript file, the type that the analysis goes by. */
export function typesUsedIn(text: string): readonly string[] {
  const { program, sourceFile } = openExample(text, "example.js");
  const checker = checkerOf(program);
  return usedIn(sourceFile).map((used) => checker.typeToString(checker.getTypeAtLocation(used)));
}

function usedIn(sourceFile: ts.SourceFile): readonly ts.Expression[] {
  return [...preorder(sourceFile)].flatMap((node) =>
    ts.isCallExpression(node) && node.expression.getText() === "use" ? [...node.arguments] : [],
  );
}
