// Places in a loop's body, as tests name them: by their text.
import { ts } from "ts-morph";
import { preorder } from "../../server/src/loops/mentions.js";
import { isGuarded } from "../../server/src/transforms/support/guardedPlaces.js";
import { placeKey } from "../../server/src/transforms/support/placeKeys.js";
import { openExample } from "./check.js";

/** Whether the first loop of the text looks for the place before it touches it. */
export function isGuardedIn(text: string, place: string): boolean {
  const { program, sourceFile } = openExample(text);
  const checker = program.getTypeChecker();
  const loop = [...preorder(sourceFile)].find(ts.isForStatement)!;
  const nodes = [...preorder(loop.statement)].filter(ts.isExpression);
  const mentions = nodes.filter((node) => node.getText() === place && !ts.isNonNullExpression(node));
  const { symbols } = placeKey(mentions[0]!, checker)!;
  return isGuarded({ mentions, symbols }, (loop.statement as ts.Block).statements, checker);
}
