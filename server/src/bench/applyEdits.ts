// Writes a plan's edits into the shadow copy.
import fs from "node:fs";
import path from "node:path";
import type { FileEdit } from "../transforms/transform.js";
import type { ShadowCopy } from "./shadowCopy.js";

/**
 * @param textOf the text that the edits' offsets count in: the editor's where a document is open, else the file's
 * @throws the file system's error.
 */
export function applyEdits(files: readonly FileEdit[], textOf: (file: string) => string, shadow: ShadowCopy): void {
  for (const { file, created, edits } of files) {
    let text = created ? "" : textOf(file);
    // From the end, so that the offsets before stay valid.
    for (const edit of [...edits].reverse()) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    const target = shadow.own(file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
}
