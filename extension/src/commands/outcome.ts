// How commands that run something tell the user why nothing came of it.
import * as vscode from "vscode";

/** It was not begun, for a reason that the user can change. */
export function refuse(message: string) {
  void vscode.window.showWarningMessage(message);
  return "not started" as const;
}

/** It was begun and failed. */
export function problem(message: string, help: string) {
  void vscode.window.showErrorMessage(`${message} ${help}`);
  return "problem" as const;
}

/** Without the full stop, to stand within a sentence. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
