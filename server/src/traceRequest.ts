// Checks a loop by running it, for the editor: the steps of `loopsmith bench --trace` and `apply --observed`, on the text that is open.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { loopReports, planAction, preferredTransform } from "./analysis/facade.js";
import { observeLoop } from "./bench/trace/observeLoop.js";
import { findUserNode } from "./bench/userNode.js";
import type {
  ObservedEditParams,
  ObservedEditResult,
  TraceParams,
  TraceProblem,
  TraceRequestResult,
} from "./lsp/protocol.js";
import { toWorkspaceEdit } from "./lsp/toProto.js";
import type { Workspaces } from "./lsp/workspaces.js";
import { isProblem, openWorkspace, type Workspace } from "./workspace/workspace.js";

export async function runTrace(
  { uri, line, cwd, command, node: setting }: TraceParams,
  {
    workspaces,
    signal,
    onProgress,
  }: { workspaces: Workspaces; signal: AbortSignal; onProgress: (message: string) => void },
): Promise<TraceRequestResult> {
  const node = await findUserNode({ folder: cwd, setting });
  if ("kind" in node) return node;
  // The server answers sooner where it does not load what most sessions never ask for.
  const { traceLoop } = await import("./bench/trace/trace.js");
  const file = fileURLToPath(uri);
  const outcome = await traceLoop({
    cwd,
    file,
    line,
    command,
    node,
    workspace: workspaces.of(file),
    signal,
    onProgress: ({ message }) => onProgress(message),
  });
  if (outcome.kind === "problem") return outcome;
  const { report } = outcome;
  const { headline } = await import("./cli/traceText.js");
  const { traceHtml } = await import("./cli/traceHtml.js");
  return {
    kind: "trace",
    answer: report.answer,
    headline: headline(report).replace(/:$/, "."),
    html: await traceHtml(report, "Rewrite it: the editor shows the changes first, and asks."),
    evidence: report.evidence,
  };
}

/** The rewrite that the evidence allows, always marked as one that needs review. In a program of its own: what was seen reaches no other answer. */
export function* planObserved(
  { uri, line, evidence }: ObservedEditParams,
  workspaces: Workspaces,
): Generator<void, ObservedEditResult, void> {
  const file = fileURLToPath(uri);
  const present = workspaces.of(file);
  const text = present.readFile(file) ?? "";
  if (evidence.line !== line || createHash("sha256").update(text).digest("hex") !== evidence.sha256)
    return refused("The file has changed since the loop was checked.", "Check it by running again.");
  const own = copyOf(present, file);
  if (isProblem(own)) return refused(own.message, own.help);
  observeLoop(own, file, evidence);
  const loop = (yield* loopReports(own, file)).find((each) => each.line === line);
  if (loop === undefined || loop.verdict === "serial")
    return refused("What was seen does not answer all that stands in the way.", "“Explain Loop” says what does.");
  const offset = offsetOf(text, loop.line, loop.column);
  const answer = yield* planAction(own, file, offset, yield* preferredTransform(own, file, offset, "either"));
  if (answer.kind !== "offered")
    return refused(
      "The loop cannot be rewritten.",
      answer.kind === "disabled" ? `${answer.reason}.` : "No rewrite fits it.",
    );
  const versionOf = (path: string) => present.documentVersion(path) ?? null;
  const edit = toWorkspaceEdit(answer.plan, versionOf, (path) => present.readFile(path) ?? "");
  return { kind: "edit", edit };
}

function copyOf({ cwd, configFile, documents }: Workspace, file: string) {
  const own = openWorkspace({ cwd, files: [file], project: configFile ?? null });
  if (!isProblem(own))
    for (const document of documents()) own.setDocument(document.file, document.version, document.text);
  return own;
}

function refused(message: string, help: string): TraceProblem {
  return { kind: "problem", message, help };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}
