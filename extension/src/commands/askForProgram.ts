// Asks what to profile: one of the choices of profileChoices.ts, a command that is typed in, or a file that is picked.
import path from "node:path";
import * as vscode from "vscode";
import { t } from "../text.js";
import { readManifest } from "./benchCommand.js";
import { splitCommandLine } from "./commandLine.js";
import { launchCommands } from "./launchCommands.js";
import { type ProfileChoice, type ProfileSource, profileChoices, type Runnable } from "./profileChoices.js";

interface Item extends vscode.QuickPickItem {
  readonly choice?: ProfileChoice;
}

/** @returns undefined when the user picked nothing */
export async function askForProgram(last: ProfileSource | undefined): Promise<ProfileSource | undefined> {
  const picked = await vscode.window.showQuickPick<Item>(items(last), {
    title: t("Profile Program"),
    placeHolder: t("What runs your program? It runs in its own folder, as you would run it"),
    matchOnDescription: true,
  });
  const pick = picked?.choice?.pick;
  if (pick === "type a command") return await typedCommand();
  return pick === "open a file" ? await pickedFile() : pick;
}

async function items(last: ProfileSource | undefined): Promise<Item[]> {
  const open = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const folders = await Promise.all(
    open.map(async ({ name, uri }) => ({
      name,
      path: uri.fsPath,
      scripts: (await readManifest(uri.fsPath)).scripts,
      launch: launchCommands(vscode.workspace.getConfiguration("launch", uri).get("configurations"), {
        folder: uri.fsPath,
        file: vscode.window.activeTextEditor?.document.uri.fsPath,
        env: process.env,
      }),
    })),
  );
  const titles: Readonly<Record<ProfileChoice["group"], string>> = {
    last: t("last time"),
    file: t("this file"),
    scripts: t("npm scripts"),
    launch: t("launch configurations"),
    other: t("something else"),
  };
  let group: ProfileChoice["group"] | undefined;
  return profileChoices({ folders, active: await activeFile(), last }).flatMap((choice): Item[] => {
    const { label, description, icon } = choice;
    const item = { label: `$(${icon}) ${label}`, description, choice };
    if (choice.group === group) return [item];
    group = choice.group;
    return [{ label: titles[group], kind: vscode.QuickPickItemKind.Separator }, item];
  });
}

async function activeFile(): Promise<Runnable["active"]> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== "file" || !/(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/.test(uri.fsPath)) return undefined;
  const cwd = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath);
  return { file: path.relative(cwd, uri.fsPath), cwd, packages: (await readManifest(cwd)).packages };
}

async function typedCommand(): Promise<ProfileSource | undefined> {
  const folder = await chosenFolder();
  if (folder === undefined) return undefined;
  const line = await vscode.window.showInputBox({
    title: t("Profile: the command"),
    prompt: t(
      "Program and arguments, as on a command line; no shell is involved. It runs in {0}.",
      path.basename(folder),
    ),
    placeHolder: "npx tsx src/main.ts",
    validateInput: (text) =>
      splitCommandLine(text) === undefined ? t("Give a command; close every quote.") : undefined,
  });
  const command = line === undefined ? undefined : splitCommandLine(line);
  return command === undefined ? undefined : { command, cwd: folder };
}

async function chosenFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showWarningMessage(t("No folder is open. Open the folder of your program first."));
    return undefined;
  }
  if (folders.length === 1) return folders[0]?.uri.fsPath;
  const picked = await vscode.window.showWorkspaceFolderPick({ placeHolder: t("In which folder does it run?") });
  return picked?.uri.fsPath;
}

async function pickedFile(): Promise<ProfileSource | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: t("Open a CPU profile of V8"),
    filters: { [t("CPU profile")]: ["cpuprofile"], [t("All files")]: ["*"] },
    canSelectMany: false,
  });
  const file = picked?.[0]?.fsPath;
  return file === undefined ? undefined : { file };
}
