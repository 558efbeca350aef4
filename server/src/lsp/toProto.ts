// From the plain data of the facade to the types of the protocol.
import { pathToFileURL } from "node:url";
import {
  type ChangeAnnotation,
  type CreateFile,
  type DeleteFile,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  MarkupKind,
  type TextEdit as ProtoTextEdit,
  type Range,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { KernelReport } from "../analysis/kernelReports.js";
import type { LoopReport } from "../analysis/loopReport.js";
import type { LoopVariables } from "../analysis/variables.js";
import type { TransformPlan } from "../transforms/transform.js";
import { pageOf } from "./pages.js";

/** The head of the loop: from its first character to the end of its first line. */
export function headRange(loop: LoopReport, lineText: string): Range {
  const line = loop.line - 1;
  return {
    start: { line, character: loop.column - 1 },
    end: { line, character: Math.max(loop.column, lineText.trimEnd().length) },
  };
}

/**
 * What is wrong with kernels that stand in the file, at its place; with kernels of other files that it calls, where it names them.
 * @param shown the file as reports show it
 */
export function toKernelDiagnostics(kernels: readonly KernelReport[], shown: string): Diagnostic[] {
  const range = (from: { line: number; column: number }, to: { line: number; column: number }): Range => ({
    start: { line: from.line - 1, character: from.column - 1 },
    end: { line: to.line - 1, character: to.column - 1 },
  });
  return kernels.map((kernel) => {
    const { file, line, id, severity, call, message, help } = kernel;
    const isHere = file === shown;
    const page = pageOf(id);
    return {
      range: isHere ? range(kernel, kernel.end) : range(call, call.end),
      severity: severity === "warning" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
      code: id,
      ...(page === undefined ? {} : { codeDescription: { href: page } }),
      source: "loopsmith",
      message: `${message} ${help}${isHere ? "" : ` (${file}:${line})`}`,
    };
  });
}

export function lineOf(document: TextDocument, line: number): string {
  return document
    .getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })
    .replace(/\r?\n$/, "");
}

/** Editors show the title of an action that is not offered, and not all of them its reason: the title says both, in a line. */
export function titleOf(action: {
  readonly title: string;
  readonly safety: "safe" | "needs-review";
  readonly disabledReason: string | null;
}): string {
  const { title, safety, disabledReason } = action;
  if (disabledReason === null) return safety === "needs-review" ? `${title} (needs review)` : title;
  // A full stop within code, e.g. in `a.b`, ends no sentence.
  const [first = ""] = /^.*?[.:](?=\s|$)/.exec(disabledReason) ?? [disabledReason];
  return `${title}: ${first.replace(/[.:]$/, "")}`;
}

/** @param variables of the same loop, where they are known */
export function toHover(loop: LoopReport, variables: LoopVariables | undefined, range: Range): Hover {
  return { range, contents: { kind: MarkupKind.Markdown, value: hoverText(loop, variables) } };
}

function hoverText(loop: LoopReport, variables: LoopVariables | undefined): string {
  const lines: string[] = [];
  if (loop.verdict === "parallel") {
    lines.push(`**Loopsmith: this loop can run on all cores** (${loop.pattern}). ${loop.profit.why}`);
    for (const assumption of loop.assumptions) lines.push(`- *${assumption.kind}* ${assumption.message}`);
    for (const transform of loop.transforms)
      if (transform.disabledReason !== null)
        lines.push(`- not offered (\`${transform.id}\`): ${transform.disabledReason}`);
  } else {
    lines.push("**Loopsmith: this loop has to run in order.**");
    for (const reason of loop.reasons) lines.push(`- **line ${reason.line}** ${reason.message} *${reason.help}*`);
  }
  if (loop.verdict === "parallel" && variables !== undefined) lines.push("", travelText(variables));
  const scalars = loop.scalars.map((scalar) => `\`${scalar.name}\` ${scalar.class}`);
  if (scalars.length > 0) lines.push("", `Variables: ${scalars.join(", ")}`);
  return lines.join("\n");
}

/** What goes to the workers and what comes back, in bytes where the types tell. */
export function travelText({ variables, bytesBack }: LoopVariables): string {
  const taken = variables.filter((variable) => variable.class === "live-in");
  const names = taken.map(
    ({ name, bytes }) => `\`${name}\` ${bytes === null ? "(size known when it runs)" : bytesText(bytes)}`,
  );
  const there = names.length === 0 ? "nothing but the iterations’ numbers" : names.join(", ");
  const back = bytesBack === null ? "a result whose size is known when it runs" : bytesText(bytesBack);
  return `To each worker: ${there}. Back from each iteration: ${bytesBack === 0 ? "nothing" : back}.`;
}

function bytesText(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}

const reviewAnnotation = "loopsmith-review";

/**
 * @param versionOf version of an open document, null for a closed one
 * @param textOf present text of a file, for positions
 */
export function toWorkspaceEdit(
  plan: TransformPlan,
  versionOf: (file: string) => number | null,
  textOf: (file: string) => string,
): WorkspaceEdit {
  const changes: (TextDocumentEdit | CreateFile | DeleteFile)[] = [];
  const needsReview = plan.safety === "needs-review";
  for (const { file, created, deleted, edits } of plan.files) {
    const uri = pathToFileURL(file).href;
    const mark = needsReview ? { annotationId: reviewAnnotation } : {};
    if (deleted === true) {
      changes.push({ kind: "delete", uri, options: { ignoreIfNotExists: true }, ...mark });
      continue;
    }
    if (created) changes.push({ kind: "create", uri, options: { ignoreIfExists: true }, ...mark });
    const document = TextDocument.create(uri, "typescript", 0, created ? "" : textOf(file));
    const texts: ProtoTextEdit[] = edits.map(({ start, end, text }) => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      newText: text,
      ...mark,
    }));
    changes.push({ textDocument: { uri, version: created ? null : versionOf(file) }, edits: texts });
  }
  const annotations: Record<string, ChangeAnnotation> = {
    [reviewAnnotation]: {
      label: "Run on all cores: please review",
      needsConfirmation: true,
      description: plan.notes.join(" "),
    },
  };
  return needsReview ? { documentChanges: changes, changeAnnotations: annotations } : { documentChanges: changes };
}
