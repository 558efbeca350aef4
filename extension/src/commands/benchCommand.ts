// Which command the benchmark runs: the setting, else what was chosen before in this workspace, else the user is asked.
import path from "node:path";
import * as vscode from "vscode";
import { readConfig } from "../config.js";
import { quoteWord, splitCommandLine } from "./commandLine.js";

const memoryKey = "bench.command";

/**
 * @param folder where the command will run
 * @returns the command and its arguments; undefined when the user gave none, or after the user has been told what is wrong
 */
export async function benchCommand(
  memory: vscode.Memento,
  document: vscode.TextDocument,
  folder: string,
): Promise<readonly string[] | undefined> {
  const known = readConfig(document.uri).benchCommand || memory.get<string>(memoryKey, "");
  const line = known === "" ? await chooseBenchCommand(memory, document, folder) : known;
  if (line === undefined) return undefined;
  const words = splitCommandLine(line);
  if (words === undefined)
    void vscode.window.showErrorMessage(
      `The benchmark command ${line} has a quote that is not closed. Correct the setting loopsmith.bench.command.`,
    );
  return words;
}

/** Asks, with suggestions, and remembers the answer for this workspace. */
export async function chooseBenchCommand(
  memory: vscode.Memento,
  document: vscode.TextDocument | undefined,
  folder: string,
): Promise<string | undefined> {
  const other = { label: "Another command …", description: "", line: undefined };
  const items = [...(await suggestions(document, folder)), other];
  const picked = await vscode.window.showQuickPick(items, {
    title: "Benchmark: which command runs this loop?",
    placeHolder: `It runs in a shadow copy of ${path.basename(folder)}; your files stay as they are`,
  });
  if (picked === undefined) return undefined;
  const line = picked.line ?? (await askForCommand(memory.get<string>(memoryKey, "")));
  if (line !== undefined) await memory.update(memoryKey, line);
  return line;
}

async function askForCommand(value: string): Promise<string | undefined> {
  const line = await vscode.window.showInputBox({
    title: "Benchmark command",
    prompt: "Program and arguments, as on a command line; no shell is involved",
    placeHolder: "npx tsx src/main.ts",
    value,
    validateInput: (text) => (splitCommandLine(text) === undefined ? "Give a command; close every quote." : undefined),
  });
  return line?.trim();
}

interface Suggestion {
  readonly label: string;
  readonly description: string;
  readonly line: string | undefined;
}

async function suggestions(document: vscode.TextDocument | undefined, folder: string): Promise<readonly Suggestion[]> {
  const active = document === undefined ? [] : [fileSuggestion(document, folder)];
  const scripts = Object.entries(await npmScripts(folder));
  return [
    ...scripts.map(([name, script]) => {
      const line = `npm run ${quoteWord(name)}`;
      return { label: line, description: script, line };
    }),
    ...active,
  ];
}

function fileSuggestion(document: vscode.TextDocument, folder: string): Suggestion {
  const file = path.relative(folder, document.uri.fsPath);
  const line = `${/\.[cm]?jsx?$/.test(file) ? "node" : "npx tsx"} ${quoteWord(file)}`;
  return { label: line, description: "the active file", line };
}

/** The scripts of a folder’s manifest by their names; none where there is no manifest that can be read. */
export async function npmScripts(folder: string): Promise<Readonly<Record<string, string>>> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(path.join(folder, "package.json")));
    const manifest = JSON.parse(Buffer.from(bytes).toString("utf8")) as { scripts?: Record<string, string> };
    return manifest.scripts ?? {};
  } catch {
    // No package.json, or one that cannot be read: there is nothing to suggest from it.
    return {};
  }
}
