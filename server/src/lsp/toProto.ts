// From the plain data of the facade to the types of the protocol.
import { pathToFileURL } from "node:url";
import {
  type AnnotatedTextEdit,
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
import type { FileEdit, TextEdit, TransformPlan } from "../transforms/transform.js";
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

interface HoverOptions {
  /** Of the same loop, where they are known. */
  readonly variables: LoopVariables | undefined;
  readonly range: Range;
  /** The hint of a promising loop stands in the same hover, and says that it is one. */
  readonly hasHints: boolean;
}

export function toHover(loop: LoopReport, { variables, range, hasHints }: HoverOptions): Hover {
  return { range, contents: { kind: MarkupKind.Markdown, value: hoverText(loop, variables, hasHints) } };
}

function hoverText(loop: LoopReport, variables: LoopVariables | undefined, hasHints: boolean): string {
  const lines: string[] = [];
  if (loop.verdict === "parallel") {
    if (!hasHints || !loop.profit.promising)
      lines.push(`**Loopsmith: this loop can run on all cores** (${loop.pattern}). ${loop.profit.why}`);
    for (const assumption of loop.assumptions) lines.push(`- *${assumption.kind}* ${assumption.message}`);
    for (const transform of loop.transforms)
      if (transform.disabledReason !== null)
        lines.push(`- not offered (\`${transform.id}\`): ${transform.disabledReason}`);
  } else {
    lines.push("**Loopsmith: this loop has to run in order.**");
    for (const { id, line, message, help } of loop.reasons) {
      const page = pageOf(id);
      const more = page === undefined ? "" : ` [${id.replaceAll("-", " ")}](${page})`;
      lines.push(`- **line ${line}** ${message} *${help}*${more}`);
    }
  }
  if (loop.verdict === "parallel" && variables !== undefined) lines.push("", travelText(variables));
  const classes = classesOf(loop, variables);
  if (classes.length > 0) lines.push("", `Variables: ${classes.join(", ")}`);
  return lines.join("\n");
}

/** Every variable that the loop names with its class: the finer one that scalars have, else what becomes of it on all cores. */
function classesOf({ scalars }: LoopReport, variables: LoopVariables | undefined): readonly string[] {
  const classes = new Map<string, string>(variables?.variables.map((variable) => [variable.name, variable.class]));
  for (const scalar of scalars) classes.set(scalar.name, scalar.class);
  return [...classes].map(([name, own]) => `\`${name}\` ${own}`);
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
  return bytes === 1 ? "1 byte" : `${bytes.toLocaleString("en")} bytes`;
}

const reviewAnnotation = "loopsmith-review";
const loopAnnotation = "loopsmith-loop";

/**
 * The edit of a plan. Where functions become asynchronous with the loop, the editor's preview can show what belongs to each of them.
 * @param versionOf version of an open document, null for a closed one
 * @param textOf present text of a file, for positions
 */
export function toWorkspaceEdit(
  plan: TransformPlan,
  versionOf: (file: string) => number | null,
  textOf: (file: string) => string,
): WorkspaceEdit {
  // Files are made first and go last: an editor makes all texts in between in one step, which an undo takes back as one.
  const [creates, texts, deletes]: [CreateFile[], TextDocumentEdit[], DeleteFile[]] = [[], [], []];
  const annotations = annotationsOf(plan);
  const mark = (name: string | undefined) => {
    const id = name === undefined ? loopAnnotation : asyncAnnotation(name);
    return Object.hasOwn(annotations, id) ? { annotationId: id } : {};
  };
  const reviewed = plan.safety === "needs-review" ? loopsFile(plan) : undefined;
  for (const { file, created, deleted, edits } of plan.files) {
    const uri = pathToFileURL(file).href;
    if (deleted === true) {
      deletes.push({ kind: "delete", uri, options: { ignoreIfNotExists: true }, ...mark(undefined) });
      continue;
    }
    if (created) creates.push({ kind: "create", uri, options: { ignoreIfExists: true }, ...mark(undefined) });
    const document = TextDocument.create(uri, "typescript", 0, created ? "" : textOf(file));
    const own = edits.map(({ start, end, text, makesAsync }): ProtoTextEdit | AnnotatedTextEdit => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      newText: text,
      ...mark(makesAsync),
    }));
    if (file === reviewed) own.unshift(reviewMark(edits, document));
    texts.push({ textDocument: { uri, version: created ? null : versionOf(file) }, edits: own });
  }
  const documentChanges = [...creates, ...texts, ...deletes];
  const isPlain = Object.keys(annotations).length === 0;
  return isPlain ? { documentChanges } : { documentChanges, changeAnnotations: annotations };
}

/** None for a safe rewrite of the loop alone: there is nothing to tell apart, and nothing to confirm. */
function annotationsOf({ files, safety, notes }: TransformPlan): Record<string, ChangeAnnotation> {
  const names = new Set(files.flatMap(({ edits }) => edits.flatMap(({ makesAsync }) => makesAsync ?? [])));
  const needsReview = safety === "needs-review";
  if (!needsReview && names.size === 0) return {};
  const annotations: Record<string, ChangeAnnotation> = {};
  if (needsReview)
    annotations[reviewAnnotation] = {
      label: "Please review",
      needsConfirmation: true,
      description: plain(notes.join(" ")),
    };
  annotations[loopAnnotation] = { label: "Run on all cores" };
  for (const name of names) {
    const note = notes.find((each) => each.startsWith(name)) ?? "";
    // The editor shows it behind the label.
    const description = note.slice(name.length).replace(" becomes asynchronous", "").trim();
    annotations[asyncAnnotation(name)] = {
      label: plain(`${name} becomes asynchronous`),
      ...(/\w/.test(description) ? { description: plain(description) } : {}),
    };
  }
  return annotations;
}

/** Annotations are no Markdown. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}

/**
 * An edit that changes nothing, which makes the editor show the rewrite before it is made. What needs to be confirmed comes
 * unticked; were it the rewrite itself, a part that stays so would be left out, and the program be broken.
 * @param edits of the file in which the loop stands
 */
function reviewMark(edits: readonly TextEdit[], document: TextDocument): AnnotatedTextEdit {
  const [longest] = [...edits].sort((a, b) => b.end - b.start - (a.end - a.start));
  const at = document.positionAt(longest?.start ?? 0);
  return { range: { start: at, end: at }, newText: "", annotationId: reviewAnnotation };
}

/** The file of the longest edit, which is the loop's. */
function loopsFile({ files }: TransformPlan): string | undefined {
  const length = ({ edits }: FileEdit) => Math.max(0, ...edits.map(({ start, end }) => end - start));
  const [first] = files
    .filter(({ created, deleted }) => !created && deleted !== true)
    .sort((a, b) => length(b) - length(a));
  return first?.file;
}

function asyncAnnotation(name: string): string {
  return `loopsmith-async ${name}`;
}
