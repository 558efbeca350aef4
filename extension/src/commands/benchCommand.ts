// Which command the benchmark runs: the setting, else what was chosen before in this workspace, else the user is asked.
import path from "node:path";
import * as vscode from "vscode";
import { readConfig } from "../config.js";
import { t } from "../text.js";
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
      t("The benchmark command {0} has a quote that is not closed. Correct the setting loopsmith.bench.command.", line),
    );
  return words;
}

/** Asks, with suggestions, and remembers the answer for this workspace. */
export async function chooseBenchCommand(
  memory: vscode.Memento,
  document: vscode.TextDocument | undefined,
  folder: string,
): Promise<string | undefined> {
  const other = { label: t("Another command …"), description: "", line: undefined };
  const items = [...(await suggestions(document, folder)), other];
  const picked = await vscode.window.showQuickPick(items, {
    title: t("Benchmark: which command runs this loop?"),
    placeHolder: t("It runs in a shadow copy of {0}; your files stay as they are", path.basename(folder)),
  });
  if (picked === undefined) return undefined;
  const line = picked.line ?? (await askForCommand(memory.get<string>(memoryKey, "")));
  if (line !== undefined) await memory.update(memoryKey, line);
  return line;
}

async function askForCommand(value: string): Promise<string | undefined> {
  const line = await vscode.window.showInputBox({
    title: t("Benchmark command"),
    prompt: t("Program and arguments, as on a command line; no shell is involved"),
    placeHolder: "npx tsx src/main.ts",
    value,
    validateInput: (text) =>
      splitCommandLine(text) === undefined ? t("Give a command; close every quote.") : undefined,
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
  const scripts = Object.entries((await readManifest(folder)).scripts);
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
  return { label: line, description: t("the active file"), line };
}

export interface Manifest {
  /** By their names. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of what the package depends on. */
  readonly packages: readonly string[];
}

/** What a folder’s manifest says; nothing where there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(path.join(folder, "package.json")));
    const manifest = JSON.parse(Buffer.from(bytes).toString("utf8")) as Record<
      "scripts" | "dependencies" | "devDependencies",
      Record<string, string> | undefined
    >;
    const { scripts = {}, dependencies = {}, devDependencies = {} } = manifest;
    return { scripts, packages: [...Object.keys(dependencies), ...Object.keys(devDependencies)] };
  } catch {
    // No package.json, or one that cannot be read: there is nothing to suggest from it.
    return { scripts: {}, packages: [] };
  }
}
