// The tools for assistants as the editor asks for them: those of `loopsmith mcp`, whose changes the editor makes, so that they can be undone.
import { pathToFileURL } from "node:url";
import type { Changes } from "./cli/apply.js";
import { UserProblem } from "./cli/problem.js";
import type { ToolAnswer, ToolParams } from "./lsp/protocol.js";

/** A change of the workspace, as the protocol has it. */
export type DocumentChange =
  | { readonly kind: "create"; readonly uri: string }
  | { readonly kind: "delete"; readonly uri: string }
  | { readonly textDocument: { readonly uri: string; readonly version: null }; readonly edits: readonly TextChange[] };

interface TextChange {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly newText: string;
}

/** Counted from 0. */
interface Place {
  readonly line: number;
  readonly character: number;
}

/** @param applyEdit asks the editor to make the changes; answers whether it has */
export async function runTool(
  { name, input, folder }: ToolParams,
  signal: AbortSignal,
  applyEdit: (changes: readonly DocumentChange[]) => Promise<boolean>,
): Promise<ToolAnswer> {
  // The server answers sooner where it does not load what most sessions never ask for.
  const { loopsmithTools } = await import("./cli/mcp/tools.js");
  const save = async (changes: Changes) => {
    if (await applyEdit(toDocumentChanges(changes))) return;
    throw new UserProblem("The editor did not make the changes.", "Look whether the files can be written.", 1);
  };
  const tool = loopsmithTools(folder, save).find((each) => each.name === name);
  if (tool === undefined) return { text: `There is no tool ${name}.`, isError: true };
  const { text, isError = false } = await tool.call(input, { signal, onProgress: () => undefined });
  return { text, isError };
}

/** Only what differs is replaced, so that cursors and marks elsewhere stay. */
export function toDocumentChanges(changes: Changes): readonly DocumentChange[] {
  return [...changes].flatMap(([file, { before, after }]): DocumentChange[] => {
    const uri = pathToFileURL(file).href;
    if (after === undefined) return before === undefined ? [] : [{ kind: "delete", uri }];
    const edit = { textDocument: { uri, version: null }, edits: [replacement(before ?? "", after)] };
    return before === undefined ? [{ kind: "create", uri }, edit] : before === after ? [] : [edit];
  });
}

function replacement(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  // Whole lines, so that no pair of characters that belong together (a line end, an emoji) is torn.
  const from = start === 0 ? 0 : before.lastIndexOf("\n", start - 1) + 1;
  const next = before.indexOf("\n", before.length - same);
  const tail = next < 0 || same === 0 ? 0 : before.length - next - 1;
  const range = { start: placeAt(before, from), end: placeAt(before, before.length - tail) };
  return { range, newText: after.slice(from, after.length - tail) };
}

function placeAt(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}
