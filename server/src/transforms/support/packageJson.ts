// The dependency on the runner, written into the nearest package.json in the same edit.
import type { Workspace } from "../../workspace/workspace.js";
import type { FileEdit } from "../transform.js";
import { packageOf } from "./target.js";

export const runnerVersion = "^0.1.0";

/** Nothing when there is no manifest, or when it names the runner already, or when it cannot be read. */
export function packageEdit(file: string, workspace: Workspace): FileEdit | undefined {
  const found = packageOf(file);
  if (found === undefined) return undefined;
  const text = workspace.readFile(found.file) ?? found.text;
  if (text.includes('"@loopsmith/runner"')) return undefined;
  const entry = `"@loopsmith/runner": "${runnerVersion}"`;
  const block = /"dependencies"\s*:\s*\{(\s*)(\}?)/.exec(text);
  if (block !== null) {
    const at = block.index + block[0].length - block[2]!.length;
    const isEmpty = block[2] === "}" || /^\s*\}/.test(text.slice(at));
    const indent = isEmpty ? "" : block[1]!;
    const start = block.index + block[0].length - block[2]!.length - (isEmpty ? 0 : block[1]!.length);
    return {
      file: found.file,
      created: false,
      edits: [{ start, end: start, text: isEmpty ? ` ${entry} ` : `${indent}${entry},` }],
    };
  }
  const last = /("|\}|\]|\d|true|false|null)(\s*)\}\s*$/.exec(text);
  if (last === null) return undefined;
  const at = last.index + last[1]!.length;
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  return {
    file: found.file,
    created: false,
    edits: [{ start: at, end: at, text: `,\n${indent}"dependencies": {\n${indent}${indent}${entry}\n${indent}}` }],
  };
}
