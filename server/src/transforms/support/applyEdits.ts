// Text and edits in, text out.
import type { TextEdit } from "../transform.js";
import { editedPart } from "./text.js";

/** @param edits offsets of `text`, not overlapping */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  return editedPart(text, 0, text.length, edits);
}
