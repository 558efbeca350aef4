// What a rewrite writes, laid out by TypeScript's own formatter, so that it comes in the user's style within the same edit.
import { ts } from "ts-morph";
import { applyTextEdits } from "../transforms/support/applyEdits.js";
import type { FileEdit, TextEdit, TransformPlan } from "../transforms/transform.js";

/** As the formatter of TypeScript names them, e.g. `insertSpaceBeforeFunctionParenthesis`. */
export type FormatSettings = Readonly<Record<string, boolean | number | string | undefined>>;

/**
 * The plan with other blanks and line ends, within what it writes only; what the author wrote stays as it is. A file in which more
 * than blanks would change is left as the plan has it. Linear in the length of the files.
 * @param textOf present text of a file that is there
 */
export function formattedPlan(
  plan: TransformPlan,
  textOf: (file: string) => string,
  settings: FormatSettings,
): TransformPlan {
  const format = (edit: FileEdit): FileEdit =>
    edit.deleted === true || edit.edits.length === 0
      ? edit
      : formattedFile(edit, edit.created ? "" : textOf(edit.file), settings);
  return { ...plan, files: plan.files.map(format) };
}

interface Written {
  /** In the text after the edits. */
  readonly start: number;
  readonly end: number;
}

function formattedFile(file: FileEdit, before: string, settings: FormatSettings): FileEdit {
  if (!/\.[cm]?[jt]sx?$/.test(file.file)) return file;
  const { text, written } = applied(before, file.edits);
  const newLineCharacter = text.includes("\r\n") ? "\r\n" : "\n";
  const semicolons = ts.SemicolonPreference.Ignore;
  const asked = { ...ts.getDefaultFormatCodeSettings(), ...settings, newLineCharacter, semicolons };
  const service = serviceOf(file.file, text);
  const edits = file.edits.map((edit, at): TextEdit => {
    const { start, end } = written[at]!;
    const changes = start === end ? [] : service.getFormattingEditsForRange(file.file, start, end, asked);
    const own = changes.filter(
      ({ span, newText }) =>
        start <= span.start &&
        span.start + span.length <= end &&
        isBlank(newText) &&
        isBlank(text.slice(span.start, span.start + span.length)),
    );
    const blanks = own.map(({ span, newText }) => {
      const at = span.start - start;
      return { start: at, end: at + span.length, text: newText };
    });
    return { ...edit, text: applyTextEdits(edit.text, blanks) };
  });
  const after = applyTextEdits(before, edits);
  return isSameCode(file.file, text, after) ? { ...file, edits } : file;
}

function applied(
  before: string,
  edits: readonly TextEdit[],
): { readonly text: string; readonly written: readonly Written[] } {
  const written: Written[] = [];
  let text = "";
  let at = 0;
  for (const edit of edits) {
    text += before.slice(at, edit.start);
    written.push({ start: text.length, end: text.length + edit.text.length });
    text += edit.text;
    at = edit.end;
  }
  return { text: text + before.slice(at), written };
}

function isBlank(text: string): boolean {
  return /^\s*$/.test(text);
}

/** The same nodes, and the same words in them. */
function isSameCode(file: string, one: string, other: string): boolean {
  const [a, b] = [shapeOf(file, one), shapeOf(file, other)];
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

function shapeOf(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const shape: string[] = [];
  const visit = (node: ts.Node): void => {
    const count = shape.push("");
    ts.forEachChild(node, visit);
    // A node without others in it is a word, or brackets around nothing.
    const word = shape.length === count ? node.getText(source).replace(/^[{[(]\s*[}\])]$/, "") : "";
    shape[count - 1] = `${node.kind} ${word}`;
  };
  visit(source);
  return shape;
}

/** A service over this one text: its formatter asks for no types. */
function serviceOf(file: string, text: string): ts.LanguageService {
  return ts.createLanguageService({
    getCompilationSettings: () => ({ allowJs: true, noLib: true, noResolve: true }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => "0",
    getScriptSnapshot: (name) => (name === file ? ts.ScriptSnapshot.fromString(text) : undefined),
    getCurrentDirectory: () => "",
    getDefaultLibFileName: () => "",
    fileExists: (name) => name === file,
    readFile: (name) => (name === file ? text : undefined),
  });
}
