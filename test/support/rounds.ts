// Two accesses of a loop's body, as tests name them: the read and the write of an element.
import type { ts } from "ts-morph";
import { meetsInLaterRound } from "../../server/src/dependence/innerRounds.js";
import { createAnalysisContext } from "../../server/src/legality/analyseFile.js";
import { readBody } from "../../server/src/legality/body.js";
import { findLoops } from "../../server/src/loops/findLoops.js";
import { openExample } from "./check.js";

/** Whether, within one iteration of the first loop, a round of an inner loop may read an element that an earlier one has written. */
export function readsEarlierRound(text: string): boolean {
  const { program, sourceFile } = openExample(text);
  const context = createAnalysisContext(program);
  const { accesses, nest } = readBody(context, findLoops(sourceFile, context.checker)[0]!);
  const elements = accesses.filter(
    ({ node, target }) => target.kind === "place" && /^c(?:\[.*\])+$/.test(node.getText()),
  );
  const write = elements.find(({ mode }) => mode === "write")!;
  // Not the row that the element is taken from.
  const subscripts = (node: ts.Node) => node.getText().split("[").length;
  return elements.some(
    (read) =>
      read.mode === "read" && subscripts(read.node) === subscripts(write.node) && meetsInLaterRound(write, read, nest),
  );
}
