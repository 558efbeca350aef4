// Where an offset of a file is, as reports tell it.
import type { ts } from "ts-morph";
import type { Position } from "./loopReport.js";

/** @param offset in UTF-16 code units from 0 */
export function positionIn(sourceFile: ts.SourceFile, offset: number): Position {
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}
