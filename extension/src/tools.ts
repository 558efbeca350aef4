// The three tools for assistants, as the editor's own language-model tools: asked of the server, which shares them with `loopsmith mcp`.
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client.js";
import { languages } from "./languages.js";
import { t } from "./text.js";
import { confirmation, type ToolInput, toolNames, unsavedText } from "./toolTexts.js";

export function registerTools(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    ...toolNames.map((name) =>
      vscode.lm.registerTool<ToolInput>(name, {
        prepareInvocation: ({ input }) => {
          const { doing, asks } = confirmation(name, input);
          if (asks === undefined) return { invocationMessage: doing };
          const message = new vscode.MarkdownString().appendText(asks.message);
          return { invocationMessage: doing, confirmationMessages: { title: asks.title, message } };
        },
        invoke: ({ input }, token) => invoke(name, input, token),
      }),
    ),
  );

  async function invoke(
    name: (typeof toolNames)[number],
    input: ToolInput,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    if (name === "loopsmith_benchmark" && !vscode.workspace.isTrusted)
      throw new Error(
        t("A benchmark runs your program, and this workspace is not trusted. Trust it, then benchmark again."),
      );
    const folder = folderOf(input);
    if (folder === undefined) throw new Error(t("No folder is open. Open the folder of your program first."));
    const unsaved = unsavedFiles(folder);
    const writes = name === "loopsmith_rewrite" && input["write"] === true;
    // The tools look at what lies on disk; an edit of that would not fit what is open.
    if (writes && 0 < unsaved.length) throw new Error(`${unsavedText(unsaved)} ${t("Save them, then rewrite again.")}`);
    const dirty = new Set(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty));
    const { text, isError } = await server.tool({ name, input, folder }, token);
    if (isError) throw new Error(text);
    // The user has agreed to this change, and the next tool looks at the disk; what else is unsaved stays so.
    const changed = vscode.workspace.textDocuments.filter((document) => document.isDirty && !dirty.has(document));
    if (writes) for (const document of changed) await document.save();
    const note =
      unsaved.length === 0 ? "" : `${unsavedText(unsaved)} ${t("What is said here is of the files on disk.")}\n`;
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(note + text)]);
  }
}

/** The one that the call names; else the workspace folder in which its files are; else the first. */
function folderOf(input: ToolInput): string | undefined {
  const named = input["folder"];
  if (typeof named === "string") return named;
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const paths = [input["place"], ...(Array.isArray(input["paths"]) ? input["paths"] : [])];
  const [first] = paths.filter((each): each is string => typeof each === "string");
  const file = first?.replace(/:\d+$/, "");
  const holds = file === undefined ? undefined : folders.find(({ uri }) => fs.existsSync(path.join(uri.fsPath, file)));
  return (holds ?? folders[0])?.uri.fsPath;
}

function unsavedFiles(folder: string): readonly string[] {
  return vscode.workspace.textDocuments
    .filter(
      ({ isDirty, uri, languageId }) =>
        isDirty && uri.scheme === "file" && languages.some((each) => each === languageId),
    )
    .map(({ uri }) => path.relative(folder, uri.fsPath))
    .filter((file) => !file.startsWith(".."));
}
