// `loopsmith apply`: the edit of one loop, or of all promising ones; a diff unless it is to be written.
import fs from "node:fs";
import path from "node:path";
import { createTwoFilesPatch } from "diff";
import { loopReports, planAction, preferredTransform, syntaxErrorOf } from "../analysis/facade.js";
import { planInlineAt } from "../analysis/inverse.js";
import type { LoopReport } from "../analysis/loopReport.js";
import { loopPlaces, placeAfter, planLoop } from "../analysis/oneByOne.js";
import type { WantedForm, WantedWay } from "../transforms/index.js";
import { applyTextEdits } from "../transforms/support/applyEdits.js";
import type { TransformPlan } from "../transforms/transform.js";
import { runToEnd } from "../workspace/cancellation.js";
import type { Workspace } from "../workspace/workspace.js";
import { loopOn } from "./check.js";
import { useEvidence } from "./evidence.js";
import { type Terminal, UserProblem } from "./problem.js";
import { parsePlace, selectPrograms } from "./programs.js";
import { laidOut } from "./projectFormatters.js";
import { type Findings, findingsOf, restyled } from "./projectLinter.js";
import { painter } from "./style.js";

export interface ApplyOptions {
  readonly paths: readonly string[];
  readonly all: boolean;
  readonly form: WantedForm;
  readonly force: boolean;
  readonly write: boolean;
  readonly project: string | undefined;
  readonly transform: string | undefined;
  /** By partial results, where that can be done. */
  readonly way?: WantedWay;
  /** Back from a call of the runner to a loop. */
  readonly inverse: boolean;
  /** The project's own formatter lays out what is written. */
  readonly format: boolean;
  /** File with the report of a trace that allows the rewrite. */
  readonly observed?: string | undefined;
}

/**
 * @param save takes the changes that are to be written; without it they are written to disk
 * @returns the exit status
 */
export async function apply(
  options: ApplyOptions,
  terminal: Terminal,
  save: (changes: Changes) => void = write,
): Promise<number> {
  const { changes: made, ...report } = changesOf(options, terminal);
  if (made.size === 0) {
    terminal.err(report.rewritten === 0 ? "No loop was rewritten." : "Nothing changes.");
    return report.status;
  }
  const { changes, by } = options.format ? await laidOut(made) : { changes: made, by: new Map<string, number>() };
  for (const [name, count] of by)
    terminal.err(`${count} ${count === 1 ? "file is" : "files are"} laid out by the project's ${name}.`);
  if (options.write) {
    const isLinted = options.all && options.format && save === write;
    const found = isLinted ? await findingsOf(changes) : undefined;
    save(changes);
    if (isLinted) await mendStyle(changes, found, terminal);
    if (options.inverse) terminal.err(`The loop is back; ${changes.size} files changed.`);
    else
      terminal.err(
        `${report.rewritten} ${report.rewritten === 1 ? "loop" : "loops"} rewritten in ${changes.size} files. If it is not there yet, \`loopsmith install\` gets the runner, without a network, too.`,
      );
  } else {
    for (const [file, { before, after }] of changes)
      terminal.out(colored(patch(file, before, after, terminal.cwd), terminal.color));
    terminal.err("Nothing was written; --write makes these changes.");
  }
  return report.status;
}

/** What the project's own eslint newly finds in the style of what was written is mended by it. */
async function mendStyle(changes: Changes, found: Findings | undefined, terminal: Terminal): Promise<void> {
  const mended = found && (await restyled(changes, found));
  if (mended === undefined) terminal.err("The project's eslint does not answer; look at what it says of the changes.");
  else if (mended.size > 0) {
    write((await laidOut(mended)).changes);
    const files = mended.size === 1 ? "file is" : "files are";
    terminal.err(`${mended.size} ${files} written in the project's style by its eslint.`);
  }
}

/** What would change; nothing is written. */
export function changesOf(options: ApplyOptions, terminal: Terminal): Outcome & { readonly changes: Changes } {
  const changes: Changes = new Map();
  const way = options.inverse ? inlineOne : options.all ? applyAll : applyOne;
  return { ...way(options, terminal, changes), changes };
}

export function write(changes: Changes): void {
  for (const [file, { after }] of changes) {
    if (after === undefined) fs.rmSync(file, { force: true });
    else fs.writeFileSync(file, after);
  }
}

/** Texts of files before and after; undefined where there is no file. */
export type Changes = Map<string, { before: string | undefined; after: string | undefined }>;

export interface Outcome {
  readonly rewritten: number;
  readonly status: number;
}

function applyOne(options: ApplyOptions, terminal: Terminal, changes: Changes): Outcome {
  const { workspace, file, line, shown } = placeOf(options, terminal, "loopsmith apply src/image.ts:12");
  if (options.observed !== undefined) useEvidence(options.observed, { workspace, file, line, cwd: terminal.cwd });
  const loops = runToEnd(loopReports(workspace, file));
  const loop = loopOn(loops, shown, line);
  const isAsked = options.way === "parts";
  if (loop.verdict === "serial" && !isAsked) refuseSerial(loop);
  // What pays of the one way says nothing of the other.
  if (!loop.profit.promising && !options.force && options.observed === undefined && !isAsked) {
    throw new UserProblem(
      `The loop at ${loop.file}:${loop.line} can run in parallel, but it is not likely to pay: ${loop.profit.why}`,
      "Use --force to rewrite it all the same.",
      1,
    );
  }
  const plan = planFor(workspace, file, loop, options);
  if (typeof plan === "string" && loop.verdict === "serial") refuseSerial(loop);
  if (typeof plan === "string")
    throw new UserProblem(
      `The loop at ${loop.file}:${loop.line} cannot be rewritten: ${plan}.`,
      "Change this first, then run the command again.",
      1,
    );
  for (const note of plan.notes) terminal.err(`note: ${note}`);
  if (plan.safety === "needs-review") terminal.err("This rewrite needs your review: see the notes.");
  take(plan, workspace, changes);
  return { rewritten: 1, status: 0 };
}

function refuseSerial({ file, line, reasons }: LoopReport): never {
  const shown = reasons.map((reason) => `  line ${reason.line}: ${reason.message} ${reason.help}`).join("\n");
  throw new UserProblem(`The loop at ${file}:${line} cannot run in parallel.`, `\n${shown}`, 1);
}

/** `parallelMap` back to the loop that it stands for. */
function inlineOne(options: ApplyOptions, terminal: Terminal, changes: Changes): Outcome {
  const { workspace, file, line, shown } = placeOf(options, terminal, "loopsmith apply --inverse src/image.ts:12");
  const text = workspace.readFile(file) ?? "";
  const answer = runToEnd(planInlineAt(workspace, file, offsetOf(text, { line, column: 1 })));
  if (answer.kind === "disabled")
    throw new UserProblem(
      `The call at ${shown}:${line} cannot be taken back: ${answer.reason}.`,
      "Change this first, then run the command again.",
      1,
    );
  if (answer.kind !== "offered")
    throw new UserProblem(
      `There is no call of parallelMap at ${shown}:${line}.`,
      "Give the line on which the call, or the statement around it, begins.",
      1,
    );
  for (const note of answer.plan.notes) terminal.err(`note: ${note}`);
  if (answer.plan.safety === "needs-review") terminal.err("This change needs your review: see the notes.");
  take(answer.plan, workspace, changes);
  return { rewritten: 1, status: 0 };
}

/** The one place that the arguments name, in its program. */
function placeOf(options: ApplyOptions, { cwd }: Terminal, example: string) {
  const [text, ...more] = options.paths;
  const place = text === undefined ? undefined : parsePlace(text);
  if (place === undefined || more.length > 0)
    throw new UserProblem("apply needs one loop as file:line, or --all.", `For example: ${example}`);
  const [selection] = selectPrograms(cwd, [place.file], options.project);
  if (selection === undefined)
    throw new UserProblem(
      `There is no file ${place.file}.`,
      "Give a path that exists, relative to the current folder.",
    );
  const { workspace } = selection;
  const file = selection.files[0]!;
  refuseBroken(workspace, file, cwd);
  return { workspace, file, line: place.line, shown: path.relative(cwd, file).replaceAll("\\", "/") };
}

/** Rewrites one loop after another, each on the text that the one before left, and looks at each of them once. */
function applyAll(options: ApplyOptions, terminal: Terminal, changes: Changes): Outcome {
  let rewritten = 0;
  let status = 0;
  for (const { workspace, files } of selectPrograms(terminal.cwd, options.paths, options.project)) {
    for (const file of files) {
      if (syntaxErrorOf(workspace, file) !== undefined) {
        terminal.err(`${path.relative(terminal.cwd, file)} has a syntax error and is left as it is.`);
        status = 1;
        continue;
      }
      rewritten += applyToFile(file, workspace, options, terminal, changes);
    }
  }
  return { rewritten, status };
}

/** Promising loops; with `--force` every parallel loop that lies in no other one that can be rewritten. Answers how many. */
function applyToFile(
  file: string,
  workspace: Workspace,
  options: ApplyOptions,
  terminal: Terminal,
  changes: Changes,
): number {
  const places = runToEnd(loopPlaces(workspace, file, options.force ? "all" : "promising"));
  // Where each loop is now, by where the author has it.
  const now = new Map<number, number | undefined>(places.map(({ offset }) => [offset, offset]));
  const covered = new Set<number>();
  const shown = path.relative(terminal.cwd, file).replaceAll("\\", "/");
  let rewritten = 0;
  for (const { offset, line, parent } of places) {
    const at = now.get(offset);
    if (at === undefined || (parent !== undefined && covered.has(parent))) {
      covered.add(offset);
      continue;
    }
    const answer = runToEnd(planLoop(workspace, file, at, options));
    if (answer.kind === "disabled") terminal.err(`${shown}:${line} is left as it is: ${answer.reason}.`);
    if (answer.kind !== "offered") continue;
    covered.add(offset);
    // A form that needs review is not made in passing, unless it is the one that was asked for.
    const isAsked = options.form === "async" || answer.isOfParts === true;
    if (answer.plan.safety === "needs-review" && !isAsked) {
      terminal.err(`${shown}:${line} is left as it is: the rewrite needs your review; apply it by itself.`);
      continue;
    }
    if (isAsked) tellNotes(`${shown}:${line}`, answer.plan, terminal);
    const edits = answer.plan.files.find((each) => each.file === file)?.edits ?? [];
    for (const [place, present] of now) now.set(place, present === undefined ? undefined : placeAfter(present, edits));
    take(answer.plan, workspace, changes);
    rewritten++;
  }
  return rewritten;
}

/** What whoever asked for asynchronous functions has to know of one of them. */
function tellNotes(place: string, { notes, safety }: TransformPlan, terminal: Terminal): void {
  if (notes.length === 0) return;
  terminal.err(`${place} is rewritten${safety === "needs-review" ? " and needs your review" : ""}:`);
  for (const note of notes) terminal.err(`  ${note}`);
}

function planFor(workspace: Workspace, file: string, loop: LoopReport, options: ApplyOptions): TransformPlan | string {
  const offset = offsetOf(workspace.readFile(file) ?? "", loop);
  const id = options.transform ?? runToEnd(preferredTransform(workspace, file, offset, options.form, options.way));
  const answer = runToEnd(planAction(workspace, file, offset, id));
  if (answer.kind === "offered") return answer.plan;
  return answer.kind === "disabled" ? answer.reason : `the transform ${id} does not apply to it`;
}

function offsetOf(text: string, { line, column }: Pick<LoopReport, "line" | "column">): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

/** Puts the edits into the workspace as unsaved documents, and remembers what has changed against the disk. */
function take(plan: TransformPlan, workspace: Workspace, changes: Changes): void {
  for (const { file, created, deleted, edits } of plan.files) {
    const before = changes.get(file)?.before ?? (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined);
    if (deleted === true) {
      changes.set(file, { before, after: undefined });
      continue;
    }
    const present = created ? "" : (workspace.readFile(file) ?? "");
    const after = applyTextEdits(present, edits);
    changes.set(file, { before, after });
    workspace.setDocument(file, (workspace.documentVersion(file) ?? 0) + 1, after);
  }
}

function refuseBroken(workspace: Workspace, file: string, cwd: string): void {
  const broken = syntaxErrorOf(workspace, file);
  if (broken === undefined) return;
  throw new UserProblem(
    `${path.relative(cwd, file)}:${broken.line} has a syntax error: ${broken.message}`,
    "Mend it, then run the command again.",
    1,
  );
}

function patch(file: string, before: string | undefined, after: string | undefined, cwd: string): string {
  const shown = path.relative(cwd, file).replaceAll("\\", "/");
  const text = createTwoFilesPatch(
    before === undefined ? "/dev/null" : `a/${shown}`,
    after === undefined ? "/dev/null" : `b/${shown}`,
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    { context: 3 },
  );
  return text.replace(/^=+\n/, "").trimEnd();
}

function colored(text: string, color: boolean): string {
  const paint = painter(color);
  return text
    .split("\n")
    .map((line) =>
      /^(?:\+\+\+|---)/.test(line)
        ? paint("bold", line)
        : line.startsWith("+")
          ? paint("green", line)
          : line.startsWith("-")
            ? paint("red", line)
            : line.startsWith("@@")
              ? paint("cyan", line)
              : line,
    )
    .join("\n");
}
